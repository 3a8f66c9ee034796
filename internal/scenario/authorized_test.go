package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

const lax = "threshold: [{count: yes, op: \">=\", value: 0}]\nperiod: {min: 0h}"

// laxConstitution lets everything pass.
func laxConstitution() string {
	law := strings.ReplaceAll(smallConstitution, "quorum: [{count: participating, op: \">=\", value: 2}]\n", "")
	return strings.ReplaceAll(law, "threshold: [{count: yes, op: \">\", value: \"1/2\", of: cast}]\nperiod: {min: 72h}", lax)
}

func TestAConstitutionByPushChangesNothingUntilItIsUndoneByAVote(t *testing.T) {
	c := newTestCommunity(t)
	authorized := c.survey().Tip
	pushed := c.push("ada", "main", map[string]string{"governance/constitution.md": laxConstitution()})
	c.wait(time.Hour)
	n := c.propose("block", blocking("spam.example"))
	f := c.expect(n, decision.Open)
	if f.Facts.Proposal.Base != authorized {
		t.Errorf("base %s, want %s", f.Facts.Proposal.Base, authorized)
	}
	if !strings.Contains(strings.Join(f.Notes, "\n"), "which is not authorized: it was not voted on") {
		t.Errorf("notes %q", f.Notes)
	}
	incidents := c.entries(ledger.Incident)
	if len(incidents) != 1 || incidents[0].Commit != pushed {
		t.Errorf("incidents %+v", incidents)
	}
	restore := c.enact("restore", map[string]string{"governance/constitution.md": smallConstitution})
	found := c.verdicts()
	if v := found[restore]; !v.Authorized {
		t.Errorf("the vote that restored the law: %+v", v)
	}
	if v := found[pushed]; v.Authorized || !v.Remediated {
		t.Errorf("the push: %+v", v)
	}
	if notes := c.survey().Notes; len(notes) != 0 {
		t.Errorf("notes after healing: %q", notes)
	}
}

func TestAnIncidentIsRecordedOnceAndAskedForAgainInTwoRequests(t *testing.T) {
	c := newTestCommunity(t)
	c.push("ada", "main", map[string]string{"governance/constitution.md": laxConstitution()})
	c.wait(time.Hour)
	c.record()
	requests, routes := c.spent(c.record)
	if requests != 4 || !strings.Contains(routes, "1 GET /repos/{owner}/{repo}/commits/{sha}/pulls") { // and the log, and the open proposals
		t.Errorf("%d requests:\n%s", requests, routes)
	}
	if n := len(c.entries(ledger.Incident)); n != 1 {
		t.Errorf("%d incidents", n)
	}
}

func TestAnEditorialPushIsAuthorized(t *testing.T) {
	c := newTestCommunity(t)
	pushed := c.push("ada", "main", map[string]string{"governance/roster.yaml": "# who may vote\n" + smallRoster, "README.md": "hello\n"})
	if v := c.verdicts()[pushed]; !v.Authorized || v.Why != "editorial" || !v.At.Equal(c.now) {
		t.Errorf("verdict %+v", v)
	}
}

func TestAMergeBeforeTheVoteWasOverIsUnauthorized(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(day)
	merge := c.merge(n, "merge")
	c.wait(5 * day)
	c.expect(n, decision.Open) // as of the merge, whatever the clock says now
	requests, routes := c.spent(func() {
		if v := c.verdicts()[merge]; v.Authorized || v.Why != "proposal 1 was merged while its vote was open" {
			t.Errorf("verdict %+v", v)
		}
	})
	if requests != 2 { // the open proposals and the log of the branch
		t.Errorf("%d requests for what is on record:\n%s", requests, routes)
	}
}

func TestAnAuthorizedMergeOnTopOfAPushIsNotInForceUntilThePushIsUndone(t *testing.T) {
	c := newTestCommunity(t)
	authorized := c.survey().Tip
	c.push("ada", "main", map[string]string{"governance/constitution.md": laxConstitution()})
	block := c.enact("block", blocking("spam.example"))
	c.record()
	for _, v := range c.survey().Trunk {
		if v.Commit == block && (v.Authorized || !strings.Contains(v.Why, "rests on an unauthorized commit")) {
			t.Errorf("verdict %+v", v)
		}
	}
	n := c.propose("restore", map[string]string{"governance/constitution.md": smallConstitution})
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	if f := c.expect(n, decision.Passed); f.Facts.Proposal.Base != authorized {
		t.Errorf("base %s, want %s", f.Facts.Proposal.Base, authorized)
	}
	restore := c.merge(n, "rebase")
	found := c.verdicts()
	if !found[restore].Authorized || !found[block].Remediated {
		t.Errorf("restored %+v, before %+v", found[restore], found[block])
	}
}

func TestMergeTimesStandAloneWhereThereIsNoLog(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	merge := c.merge(n, "merge")
	c.server.Configure(hub.Settings{NoActivity: true})
	checked := c.survey()
	if v := checked.Trunk[0]; v.Commit != merge || !v.Authorized {
		t.Errorf("verdict %+v", v)
	}
	if notes := strings.Join(checked.Notes, "\n"); !strings.Contains(notes, "times of merges stand alone") {
		t.Errorf("notes %q", notes)
	}
}

func TestAMergeOfMoreThanWasVotedOnIsUnauthorized(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	// A member merges by hand, adds a block of their own, and pushes the result.
	c.on("block")
	evil := c.write(blocking("spam.example", "victim.example"))
	c.must(c.server.Push("ada", c.work.Root(), "main", evil, false))
	if v := c.verdicts()[evil]; v.Authorized {
		t.Errorf("verdict %+v", v)
	}
}

func TestAMergeThatWasBackDatedBySideBranchIsNoMerge(t *testing.T) {
	c := newTestCommunity(t)
	c.push("ada", "side", map[string]string{"README.md": "side\n"})
	c.push("ada", "block", blocking("spam.example"))
	n, err := c.server.Propose("ada", hub.Proposal{Title: "Early", Head: "block", Base: "side"})
	c.must(err)
	c.vote("bruno", n, "APPROVE")
	early := c.merge(n, "merge")
	c.wait(9 * day)
	c.on("side")
	c.must(c.server.Push("ada", c.work.Root(), "main", early, false))
	if v := c.verdicts()[early]; v.Authorized || v.Proposal != 0 {
		t.Errorf("verdict %+v", v)
	}
}

func TestARewrittenBranchIsReported(t *testing.T) {
	c := newTestCommunity(t)
	first := c.survey().Tip
	c.enact("block", blocking("spam.example"))
	c.record()
	c.on("main")
	c.must(c.server.Push("ada", c.work.Root(), "main", first, true))
	notes := strings.Join(c.survey().Notes, "\n")
	if !strings.Contains(notes, "no longer contains") {
		t.Errorf("notes %q", notes)
	}
	c.push("ada", "main", map[string]string{"README.md": "rewritten\n"})
	if notes := strings.Join(c.survey().Notes, "\n"); !strings.Contains(notes, "ada moved the protected branch by force") {
		t.Errorf("notes %q", notes)
	}
}

func TestABranchThatDoesNotLeadBackToTheFoundingDecidesNothing(t *testing.T) {
	c := newTestCommunity(t)
	foreign, err := git.Init(t.TempDir())
	c.must(err)
	root, err := foreign.Write(fstest.MapFS{"governance/bylaw.yaml": {Data: []byte(smallSettings)}}, git.Signature{Name: "mallory", Time: c.now}, "Begin")
	c.must(err)
	c.must(c.server.Push("ada", foreign.Root(), "main", root, true))
	_, err = check.Proposal(t.Context(), c.votes, 1)
	if err == nil || !strings.Contains(err.Error(), "does not lead back to the commit that the community was bootstrapped at") {
		t.Errorf("error %v", err)
	}
}

func TestASymbolicLinkThatIsPushedIsUnauthorizedAndCanBeRemediated(t *testing.T) {
	c := newTestCommunity(t)
	c.on("main")
	link := filepath.Join(c.work.Root(), "governance", "link.md")
	c.must(os.Symlink("constitution.md", link))
	pushed := c.write(map[string]string{"README.md": "link\n"})
	c.must(c.server.Push("ada", c.work.Root(), "main", pushed, false))
	c.wait(time.Hour)
	if v := c.verdicts()[pushed]; v.Authorized || !strings.Contains(v.Why, "symbolic link") {
		t.Fatalf("verdict %+v", v)
	}
	c.must(os.Remove(link))
	c.must(c.server.Push("ada", c.work.Root(), "mend", c.write(nil), false))
	n, err := c.server.Propose("ada", hub.Proposal{Title: "Remove the link", Head: "mend", Base: "main"})
	c.must(err)
	if f := c.expect(n, decision.Passed); !f.Decision.Editorial {
		t.Errorf("decision %+v", f.Decision)
	}
	merge := c.merge(n, "merge")
	found := c.verdicts()
	if !found[merge].Authorized || !found[pushed].Remediated {
		t.Errorf("merge %+v, push %+v", found[merge], found[pushed])
	}
}

func TestFilesWithMistakesAreRefusedUntilAPushMendsThem(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", map[string]string{"governance/instance/federation.yaml": "domain_blocks:\n  - {domain: spam.example}\n"})
	f := c.expect(n, decision.Failed)
	if f.Decision.Final || len(f.Decision.Denials) == 0 || f.Decision.Denials[0].Path != "governance/instance/federation.yaml" || f.Decision.Denials[0].Line != 2 {
		t.Errorf("decision %+v", f.Decision)
	}
	c.push("ada", "block", blocking("spam.example"))
	c.expect(n, decision.Open)
}

func TestWhatTheLedgerProvesIsNotReadAgain(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("spam.example"))
	c.record()
	n := c.propose("two", blocking("spam.example", "more.example"))
	before := c.server.Requests()
	c.look(n)
	for route, count := range c.server.Requests() {
		if strings.Contains(route, "commits/{sha}/pulls") && count != before[route] {
			t.Errorf("asked again: %s", route)
		}
	}
	if base := c.check(n).Facts.Proposal.Base; base != c.survey().Tip {
		t.Errorf("base %s, want the merge that is on record", base)
	}
}
