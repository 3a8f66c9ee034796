package scenario_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// places are anchors, or the error by which they could not be read.
type places struct {
	anchors []ledger.Anchor
	err     error
}

func (p places) Anchors(context.Context) ([]ledger.Anchor, error) { return p.anchors, p.err }

// lose replaces the ledger by an empty one.
func (c *testCommunity) lose() {
	c.Helper()
	book, err := git.OpenLedger(filepath.Join(c.TempDir(), "lost.git"), c.clock)
	c.must(err)
	c.votes.Ledger = book
}

// refusesBootstrap wants a refusal that names something.
func (c *testCommunity) refusesBootstrap(want string, elsewhere ...port.Anchors) {
	c.Helper()
	_, err := bootstrap.Prepare(c.Context(), c.votes, elsewhere...)
	if refusal, ok := errors.AsType[*diag.Refusal](err); !ok || !strings.Contains(refusal.Why, want) || !strings.Contains(refusal.Next, "from a clone") {
		c.Errorf("%q: got %v", want, err)
	}
}

func TestBootstrapFindsTheStatusOfAnEarlierLedger(t *testing.T) {
	for _, login := range []string{"github-actions[bot]", "coop-app[bot]", "ada"} {
		c := newTestCommunity(t)
		c.server.Join(hub.Account{ID: 777, Login: "coop-app[bot]", Type: "Bot", Permission: "write"})
		c.enact("one", blocking("first.example"))
		c.anchorAs(login) // on the commit of the genesis: nothing was enacted
		c.lose()
		c.refusesBootstrap("in the status bylaw/ledger of commit ")
		c.refusesBootstrap("set by " + login)
	}
}

func TestBootstrapFindsTheHeadOfAnEarlierLedgerElsewhere(t *testing.T) {
	c := notBootstrapped(t)
	thread := places{anchors: []ledger.Anchor{{Head: strings.Repeat("ab", 32), Place: "the first post of the pinned constitution", Binding: true}}}
	c.refusesBootstrap("abababababab in the first post of the pinned constitution", places{}, thread)
	unreachable := errors.New("no answer")
	if _, err := bootstrap.Prepare(t.Context(), c.votes, places{err: unreachable}); !errors.Is(err, unreachable) {
		t.Errorf("a place that cannot be read: %v", err)
	}
	if _, err := bootstrap.Prepare(t.Context(), c.votes, places{}); err != nil {
		t.Errorf("no anchor anywhere: %v", err)
	}
}

func TestBootstrapTakesNoOtherStatusForAnAnchor(t *testing.T) {
	c := notBootstrapped(t)
	tip, err := c.votes.History.Tip(t.Context(), "main")
	c.must(err)
	for _, s := range []facts.CommitStatus{
		{Context: "bylaw", State: "success", Description: ledger.AnchorText(strings.Repeat("ab", 32))},
		{Context: check.AnchorContext, State: "success", Description: "all is well"},
	} {
		_, err := c.bot.PostStatus(t.Context(), tip, s)
		c.must(err)
	}
	_, err = bootstrap.Prepare(t.Context(), c.votes)
	c.must(err)
}
