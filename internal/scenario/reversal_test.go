package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/simulate"
)

// enforce says in the ledger that a commit is in force.
func (c *testCommunity) enforce(commit string) {
	c.Helper()
	chain, err := c.votes.Ledger.Load(c.Context())
	c.must(err)
	entry, file, err := chain.Next(ledger.Enacted, c.now, 0, commit, ledger.EnactedBody{Tree: strings.Repeat("0", 40)})
	c.must(err)
	c.must(c.votes.Ledger.Append(c.Context(), entry.Prev, []ledger.File{file}))
}

// reversible adds a rule for what takes back a fresh decision: all who are entitled must say yes.
func reversible() map[string]string {
	return map[string]string{"governance/constitution.md": smallConstitution + `
## 3 Taking back

` + "```provision" + `
id: undo
governs:
  - {skills: [unblock_domain], where: {reverses: within 30d}}
electorate: {role: member}
threshold: [{count: yes, op: ">=", value: 1, of: eligible}]
period: {min: 72h}
proposer_vote: implicit_yes
` + "```" + `
`}
}

func TestWhatTakesBackAFreshDecisionIsGovernedByItsOwnProvision(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("law", reversible())
	c.record()
	block := c.enact("block", blocking("spam.example"))
	c.record()
	n := c.propose("lift", blocking())
	c.vote("bruno", n, "APPROVE")
	if f := c.check(n); f.Facts.Changes[0].Reverses != nil || len(f.Decision.Rulings) != 1 {
		t.Fatalf("what is not in force yet is taken back: %+v", f.Facts.Changes)
	}
	enacted := moment.Of(c.now)
	c.enforce(block)
	f := c.check(n)
	if diff := cmp.Diff(&facts.Reversal{Proposal: 2, EnactedAt: enacted}, f.Facts.Changes[0].Reverses); diff != "" {
		t.Error(diff)
	}
	if len(f.Decision.Rulings) != 2 || f.Decision.Rulings[1].Provision != "undo" {
		t.Errorf("rulings %+v", f.Decision.Rulings)
	}
	page := render.Comment(render.Page{Facts: f.Facts, Decision: f.Decision, Constitution: f.Charter.Constitution})
	if want := "**Reverts** what proposal #2 decided"; !strings.Contains(page, want) || !strings.Contains(page, "do not come back") {
		t.Errorf("the comment does not say %q:\n%s", want, page)
	}
	if n := len(f.Plan.Notes); n == 0 || !strings.HasPrefix(f.Plan.Notes[n-1], "1 change of unblock_domain reverts what proposal #2 decided") {
		t.Errorf("the plan's notes are %q", f.Plan.Notes)
	}
	c.wait(3 * day)
	c.expect(n, decision.Failed)
}

func TestAnOldDecisionIsTakenBackLikeAnyOther(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("law", reversible())
	c.record()
	block := c.enact("block", blocking("spam.example"))
	c.record()
	c.enforce(block)
	c.wait(31 * day)
	n := c.propose("lift", blocking())
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	if f := c.expect(n, decision.Passed); len(f.Decision.Rulings) != 1 || f.Facts.Changes[0].Reverses == nil {
		t.Errorf("rulings %+v, changes %+v", f.Decision.Rulings, f.Facts.Changes)
	}
}

func TestFactsWithoutReversalsAreRefusedWhereAskedFor(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("law", reversible())
	c.enact("block", blocking("spam.example"))
	c.record()
	n := c.propose("lift", blocking())
	f := c.check(n)
	f.Facts.ReversalsKnown = false
	d, err := c.votes.Judge.Decide(t.Context(), f.Charter.Constitution, f.Facts)
	c.must(err)
	if len(d.Denials) != 1 || d.Denials[0].Code != "unsearched" || d.Outcome != decision.Failed {
		t.Errorf("got %s, %+v", d.Outcome, d.Denials)
	}
}

func TestExplainDistinguishesTheAgesOfADecision(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("law", reversible())
	n := c.propose("block", blocking("spam.example"))
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	own := c.check(n).Charter
	q, err := facts.ParseQuestion(own, "unblock_domain", []string{"domain=spam.example"}, now)
	c.must(err)
	outlook, err := simulate.Explain(t.Context(), c.votes.Judge, own, q, now)
	c.must(err)
	var got []string
	for _, b := range outlook.Branches {
		got = append(got, strings.Join(b.When, ", ")+": "+strings.Join(b.Citations, ", "))
	}
	want := []string{"taking back a decision at most 30 days old: 1.1, 3", "taking back an older decision or none: 1.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
