package scenario_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func TestAVoteOpensWhenItIsFirstCheckedAndPassesAtItsClose(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	opened := stampOf(c.now)
	c.wait(day)
	c.vote("bruno", n, "APPROVE")
	if f := c.expect(n, decision.Open); openedAt(f) != opened {
		t.Errorf("opened %s, want %s", openedAt(f), opened)
	}
	c.wait(2 * day)
	f := c.expect(n, decision.Passed)
	if got := tallied(f); got != "bruno=yes ada=yes" {
		t.Errorf("ballots %q", got)
	}
}

func TestEveryMethodOfMergingAPassedProposalIsAuthorized(t *testing.T) {
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			c := newTestCommunity(t)
			n := c.propose("block", blocking("spam.example"))
			c.push("ada", "block", map[string]string{"governance/cases/x.yaml": "cases: []\n"})
			c.push("ada", "block", blocking("spam.example", "worse.example"))
			c.check(n)
			c.vote("bruno", n, "APPROVE")
			c.wait(3 * day)
			c.expect(n, decision.Passed)
			merge := c.merge(n, method)
			v := c.verdicts()[merge]
			if !v.Authorized || v.Proposal != n || v.Why != "decided" {
				t.Errorf("verdict %+v", v)
			}
			c.record()
			if left := c.verdicts(); len(left) != 0 {
				t.Errorf("the ledger does not prove %+v", left)
			}
		})
	}
}

func TestChangedContentOpensANewVoteAlsoWhenItChangesBack(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(day)
	c.push("ada", "block", blocking("other.example"))
	if f := c.expect(n, decision.Open); tallied(f) != "ada=yes" || openedAt(f) != stampOf(c.now) {
		t.Errorf("after the change: ballots %q, opened %s", tallied(f), openedAt(f))
	}
	c.wait(day)
	c.push("ada", "block", blocking("spam.example"))
	c.wait(time.Hour)
	back := c.now
	if f := c.expect(n, decision.Open); tallied(f) != "ada=yes" || openedAt(f) != stampOf(back) {
		t.Errorf("after changing back: ballots %q, opened %s, want %s", tallied(f), openedAt(f), stampOf(back))
	}
	c.vote("bruno", n, "APPROVE")
	c.wait(2 * day)
	c.expect(n, decision.Open)
	c.wait(day)
	c.expect(n, decision.Passed)
}

func TestThereAndBackBetweenTwoChecksOpensAgainToo(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(day)
	c.push("ada", "block", blocking("other.example"))
	c.wait(time.Minute)
	c.push("ada", "block", blocking("spam.example"))
	c.wait(time.Minute)
	if f := c.expect(n, decision.Open); openedAt(f) != stampOf(c.now) {
		t.Errorf("opened %s, want the check at %s", openedAt(f), stampOf(c.now))
	}
}

func TestAnUpdatedBranchKeepsItsVotes(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	opened := stampOf(c.now)
	c.vote("bruno", n, "APPROVE")
	digest := c.check(n).Facts.Proposal.Digest
	c.enact("settings", map[string]string{"governance/bylaw.yaml": smallSettings + "remind: never\n"})
	c.must(c.server.UpdateBranch("ada", n))
	f := c.expect(n, decision.Passed)
	if tallied(f) != "bruno=yes ada=yes" || openedAt(f) != opened || f.Facts.Proposal.Digest != digest {
		t.Errorf("ballots %q, opened %s, want %s", tallied(f), openedAt(f), opened)
	}
	merge := c.merge(n, "merge")
	if v := c.verdicts()[merge]; !v.Authorized {
		t.Errorf("verdict %+v", v)
	}
}

func TestProposalsOnOneFileInParallelDoNotDisturbEachOther(t *testing.T) {
	c := newTestCommunity(t)
	many := []string{"a.example", "f.example", "k.example", "p.example"}
	c.enact("many", blocking(many...))
	var numbers []int
	for _, domain := range []string{"b.example", "g.example", "l.example"} {
		n := c.propose("block-"+domain[:1], blocking(slices.Sorted(slices.Values(append([]string{domain}, many...)))...))
		c.vote("bruno", n, "APPROVE")
		numbers = append(numbers, n)
	}
	c.wait(3 * day)
	for _, n := range numbers {
		if f := c.expect(n, decision.Passed); tallied(f) != "bruno=yes ada=yes" {
			t.Errorf("proposal %d: ballots %q", n, tallied(f))
		}
		merge := c.merge(n, "merge")
		if v := c.verdicts()[merge]; !v.Authorized {
			t.Errorf("proposal %d: %+v", n, v)
		}
	}
}

func TestTheOldConstitutionHoldsForAVoteThatIsOpenWhenItChanges(t *testing.T) {
	c := newTestCommunity(t)
	old := c.propose("block", blocking("spam.example"))
	base := c.check(old).Facts.Proposal.Base
	stricter := strings.Replace(smallConstitution, "value: 2}]\nperiod: {min: 72h}", "value: 4}]\nperiod: {min: 72h}", 1)
	c.vote("bruno", old, "APPROVE")
	amended := c.enact("amend", map[string]string{"governance/constitution.md": stricter})
	if f := c.expect(old, decision.Passed); f.Facts.Proposal.Base != base {
		t.Errorf("base %s, want %s", f.Facts.Proposal.Base, base)
	}
	next := c.propose("next", blocking("more.example"))
	c.vote("bruno", next, "APPROVE")
	c.wait(3 * day)
	if f := c.expect(next, decision.Failed); f.Facts.Proposal.Base != amended {
		t.Errorf("base %s, want the amendment %s", f.Facts.Proposal.Base, amended)
	}
}

func TestWithoutABootstrapNothingIsDecided(t *testing.T) {
	c := notBootstrapped(t)
	c.push("ada", "block", blocking("spam.example"))
	_, err := check.Proposal(t.Context(), c.votes, 1)
	if err == nil || !strings.Contains(err.Error(), "not been bootstrapped") {
		t.Fatalf("error %v", err)
	}
	f, err := bootstrap.Prepare(t.Context(), c.votes)
	c.must(err)
	c.must(bootstrap.Run(t.Context(), c.votes, f, "ada"))
	if _, err := bootstrap.Prepare(t.Context(), c.votes); err == nil || !strings.Contains(err.Error(), "bootstrapped once") {
		t.Errorf("second bootstrap: %v", err)
	}
}

func TestAPassedProposalIsRecordedOnceAndWithoutWhatPeopleWrote(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE", "my private reason")
	c.vote("dana", n, "COMMENT", "/abstain", "because of my neighbour")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	c.expect(n, decision.Passed)
	made := c.entries(ledger.Decided)
	if len(made) != 1 {
		t.Fatalf("%d decisions recorded, want one", len(made))
	}
	body, err := ledger.Body[ledger.DecisionBody](made[0])
	c.must(err)
	chain, err := c.votes.Ledger.Load(t.Context())
	c.must(err)
	kept := string(chain.Facts[body.Facts])
	for _, secret := range []string{"private reason", "neighbour", "bruno", "dana", `"id":103`} {
		if strings.Contains(kept, secret) {
			t.Errorf("the ledger holds %q", secret)
		}
	}
	if !strings.Contains(kept, `/abstain`) || len(chain.Missing(chain.Facts[body.Facts])) > 0 {
		t.Errorf("words or people are missing in the ledger: %s", kept)
	}
}
