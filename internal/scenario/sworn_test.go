package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// sworn is a place such as the constitution's thread, where only bylaw writes.
type sworn string

func (s sworn) Anchors(context.Context) ([]ledger.Anchor, error) {
	return []ledger.Anchor{{Head: string(s), Place: "the pinned constitution", Binding: true}}, nil
}

// forceEnacted merges a proposal too early and makes the ledger say that it was decided and is in force. It gives the head
// of the ledger before that.
func (c *testCommunity) forceEnacted() (head string) {
	c.Helper()
	first := c.enact("one", blocking("first.example"))
	c.record()
	c.enforce(first)
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	n := c.propose("two", blocking("first.example", "rival.example"))
	c.expect(n, decision.Open)
	early := c.merge(n, "merge")
	known, err := ledger.Body[ledger.DecisionBody](c.entries(ledger.Decided)[0])
	c.must(err)
	known.MergedAt, known.Lawful = moment.Of(c.now), true
	known.Decision.Outcome, known.Decision.Enactable, known.Decision.Proposal = decision.Passed, true, n
	c.add(ledger.Decided, early, known)
	c.enforce(early)
	return chain.InForce()
}

func TestWhatIsSaidToBeInForceCountsOnlyAsFarAsAHeadVouchesForIt(t *testing.T) {
	c := newTestCommunity(t)
	head := c.forceEnacted()
	_, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{Anchors: []port.Anchors{sworn(head[:32])}})
	refusal, ok := errors.AsType[*diag.Refusal](err)
	if !ok || !strings.Contains(refusal.Why, "was merged while its vote was open") {
		t.Errorf("got %v", err)
	}
}

func TestWhatAHeadVouchesForIsNotDecidedAgain(t *testing.T) {
	c := newTestCommunity(t)
	first := c.enact("one", blocking("first.example"))
	c.record()
	c.enforce(first)
	chain, err := c.votes.Ledger.Load(t.Context())
	c.must(err)
	requests, routes := c.spent(func() {
		_, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{Anchors: []port.Anchors{sworn(chain.InForce())}})
		c.must(err)
	})
	if strings.Contains(routes, "reviews") {
		t.Errorf("%d requests:\n%s", requests, routes)
	}
}

func TestAHeadFromBeforeTheFirstEnactmentOnlyReEvaluatesVotes(t *testing.T) {
	c := newTestCommunity(t)
	first := c.enact("one", blocking("first.example"))
	c.record()
	c.enforce(first)
	head := strings.Repeat("0", 32) // as the first thread has it
	source, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{Anchors: []port.Anchors{sworn(head)}})
	if err != nil || source.Commit != first {
		t.Errorf("got %q, %v", source.Commit, err)
	}
}
