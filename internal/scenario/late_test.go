package scenario_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// passed is a proposal of two commits that may be merged.
func (c *testCommunity) passed() int {
	c.Helper()
	n := c.propose("block", map[string]string{"governance/cases/x.yaml": "cases: []\n"})
	c.push("ada", "block", blocking("spam.example"))
	c.check(n)
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	return n
}

// land merges a proposal by a method of the server, or by pushing its head by hand.
func (c *testCommunity) land(n int, method string) string {
	c.Helper()
	if method != "push" {
		return c.merge(n, method)
	}
	c.on("block")
	head := c.check(n).Pull.Head
	c.must(c.server.Push("ada", c.work.Root(), "main", head, false))
	return head
}

// condemned gives what the ledger says against the protected branch.
func (c *testCommunity) condemned() []string {
	c.Helper()
	var found []string
	for _, e := range c.entries(ledger.Incident) {
		found = append(found, string(e.Body))
	}
	for _, e := range c.entries(ledger.Decided) {
		body, err := ledger.Body[ledger.DecisionBody](e)
		c.must(err)
		if !body.MergedAt.IsZero() && !body.Lawful {
			found = append(found, string(e.Body))
		}
	}
	return found
}

func TestLateAnswersMakeNoMergeUnauthorized(t *testing.T) {
	lags := map[string]hub.Settings{
		"pulls": {PullsLag: time.Hour}, "log": {ActivityLag: time.Hour}, "both": {PullsLag: time.Hour, ActivityLag: time.Hour},
		"pulls, without a log": {PullsLag: 9 * time.Minute, NoActivity: true},
	}
	for _, method := range []string{"merge", "squash", "rebase", "push"} {
		for name, settings := range lags {
			if method == "push" && settings.NoActivity {
				continue // no time of the server's own says when these commits came
			}
			t.Run(method+"/"+name, func(t *testing.T) {
				c := newTestCommunity(t)
				n := c.passed()
				c.server.Configure(settings)
				merge := c.land(n, method)
				for _, wait := range []time.Duration{0, 9 * time.Minute, 2 * time.Minute, time.Hour} {
					c.wait(wait)
					checked := c.survey()
					c.must(check.Record(t.Context(), checked))
					if said := c.condemned(); len(said) > 0 || strings.Contains(strings.Join(checked.Notes, " "), "not lawful") {
						t.Fatalf("at %s: recorded %q, notes %q", c.now, said, checked.Notes)
					}
				}
				last := c.entries(ledger.Decided)
				body, err := ledger.Body[ledger.DecisionBody](last[len(last)-1])
				if err != nil || last[len(last)-1].Commit != merge || !body.Lawful {
					t.Errorf("the merge is not on record: %+v, %v", body, err)
				}
				if proof := c.verify(); !proof.Valid {
					t.Errorf("proof %+v", proof)
				}
			})
		}
	}
}

func TestAMergeIsAppliedThoughTheServerLinksItLate(t *testing.T) {
	for name, settings := range map[string]hub.Settings{
		"pulls": {PullsLag: time.Hour}, "log": {ActivityLag: time.Hour}, "both": {PullsLag: time.Hour, ActivityLag: time.Hour},
	} {
		c := newTestCommunity(t)
		n := c.passed()
		c.server.Configure(settings)
		merge := c.merge(n, "merge")
		source, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{})
		if err != nil || source.Commit != merge {
			t.Errorf("%s: %q, %v", name, source.Commit, err)
		}
	}
}

func TestAPushIsJudgedOnceItIsNoLongerYoung(t *testing.T) {
	c := newTestCommunity(t)
	pushed := c.push("ada", "main", blocking("rival.example"))
	c.wait(10*time.Minute - time.Second)
	checked := c.survey()
	if len(checked.Trunk) != 0 || len(checked.BranchStatus().Unauthorized) != 0 {
		t.Errorf("verdict %+v", checked.Trunk)
	}
	if notes := strings.Join(checked.Notes, "\n"); !strings.Contains(notes, "no verdict yet on commit "+pushed[:8]) || !strings.Contains(notes, "2026-11-03T09:10:00Z") {
		t.Errorf("notes %q", notes)
	}
	_, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{})
	if refusal, ok := errors.AsType[*diag.Refusal](err); !ok || !strings.Contains(refusal.Why, "no verdict yet") {
		t.Errorf("got %v", err)
	}
	if n := len(c.entries(ledger.Incident)); n != 0 {
		t.Errorf("%d incidents", n)
	}
	c.wait(time.Second)
	c.record()
	if n := len(c.entries(ledger.Incident)); n != 1 {
		t.Errorf("%d incidents", n)
	}
}

func TestALogThatIsBehindTheBranchIsWaitedFor(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("one", blocking("first.example")) // the log holds more than nothing
	c.record()
	c.server.Configure(hub.Settings{ActivityLag: time.Hour})
	c.push("ada", "main", blocking("rival.example"))
	c.wait(30 * time.Minute)
	if v := c.survey().Trunk; len(v) != 0 {
		t.Errorf("verdict %+v", v)
	}
	c.wait(30 * time.Minute)
	if v := c.survey().Trunk; len(v) != 1 || v[0].Authorized {
		t.Errorf("verdict %+v", v)
	}
}

// A commit that claims to be of the future is no younger for it, and one that claims to be old is no older where the
// server's log says when it came.
func TestTheDateOfACommitDoesNotMakeItYoung(t *testing.T) {
	for _, claimed := range []time.Duration{300 * day, -300 * day} {
		c := newTestCommunity(t)
		c.server.Configure(hub.Settings{NoActivity: claimed > 0})
		c.now = c.now.Add(claimed)
		c.on("main")
		commit := c.write(blocking("rival.example"))
		c.now = c.now.Add(-claimed)
		c.must(c.server.Push("ada", c.work.Root(), "main", commit, false))
		if got := len(c.survey().Trunk); got != map[bool]int{true: 1, false: 0}[claimed > 0] {
			t.Errorf("%s: %d verdicts", claimed, got)
		}
	}
}

// blind makes the server name no proposal for the next commit that it is asked about.
func (c *testCommunity) blind() {
	for _, route := range []string{"GET /repos/{owner}/{repo}/commits/{sha}/pulls", "GET /repos/{owner}/{repo}/pulls"} {
		c.server.Script(hub.Fault{Route: route, Status: 200, Body: "[]"})
	}
}

// mistaken is a merge that an earlier run took for a push, because the server named no proposal for too long.
func (c *testCommunity) mistaken(method string) string {
	c.Helper()
	n := c.passed()
	c.server.Configure(hub.Settings{PullsLag: 2 * time.Hour})
	merge := c.merge(n, method)
	c.wait(time.Hour)
	c.blind()
	c.record()
	if len(c.entries(ledger.Incident)) == 0 {
		c.Fatal("no incident was recorded")
	}
	c.server.Configure(hub.Settings{})
	return merge
}

func TestAnIncidentThatTurnsOutToBeDecidedIsClosedByALaterEntry(t *testing.T) {
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			c := newTestCommunity(t)
			merge := c.mistaken(method)
			if v := c.verdicts()[merge]; !v.Authorized {
				t.Fatalf("verdict %+v", v)
			}
			c.record()
			var incidents []int
			for _, e := range c.entries(ledger.Incident) {
				incidents = append(incidents, e.Seq)
			}
			decisions := c.entries(ledger.Decided)
			body, err := ledger.Body[ledger.DecisionBody](decisions[len(decisions)-1])
			if err != nil || !body.Lawful || !slices.Equal(body.Closes, incidents) {
				t.Errorf("decision %+v, %v, want incidents %v closed", body, err, incidents)
			}
			if checked := c.survey(); len(checked.Trunk) != 0 || len(checked.Notes) != 0 {
				t.Errorf("afterwards: %+v, %q", checked.Trunk, checked.Notes)
			}
			c.add(ledger.Enacted, merge, c.inForce(merge))
			if proof := c.verify(); !proof.Valid || proof.Enacted != 1 {
				t.Errorf("proof %+v", proof)
			}
			chain, err := c.votes.Ledger.Load(t.Context())
			c.must(err)
			if text, err := render.Log(chain); err != nil || !strings.Contains(text, fmt.Sprintf("closes the incident of entry %d", incidents[0])) {
				t.Errorf("log %s, %v", text, err)
			}
			source, err := check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{})
			if err != nil || source.Commit != merge {
				t.Errorf("apply: %q, %v", source.Commit, err)
			}
		})
	}
}

// A person with push access can write that a decision closes an incident. It must be the merge that brought what was
// voted on all the same.
func TestAForgedEntryClosesNoIncident(t *testing.T) {
	c := newTestCommunity(t)
	pushed := c.push("ada", "main", blocking("rival.example"))
	c.wait(time.Hour)
	c.record()
	n := c.propose("block", blocking("rival.example", "spam.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	merge := c.merge(n, "merge")
	known, err := ledger.Body[ledger.DecisionBody](c.entries(ledger.Decided)[0])
	c.must(err)
	known.MergedAt, known.Lawful, known.Closes = moment.Of(c.now), true, []int{c.entries(ledger.Incident)[0].Seq}
	c.add(ledger.Decided, merge, known)
	if proof := c.verify(); proof.Valid {
		t.Errorf("proof %+v", proof)
	}
	_, err = check.Authorize(t.Context(), c.votes, check.AuthorizeOptions{})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("commit %.12s", pushed)) {
		t.Errorf("apply: %v", err)
	}
}

func TestAMergeOnTopOfAMistakenIncidentIsMadeGoodWithIt(t *testing.T) {
	c := newTestCommunity(t)
	c.mistaken("merge")
	c.blind()
	n := c.propose("two", blocking("spam.example", "worse.example"))
	c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.blind()
	c.expect(n, decision.Passed)
	second := c.merge(n, "merge")
	c.blind()
	c.record()
	if said := c.condemned(); len(said) != 2 || !strings.Contains(said[1], `"merged_at"`) {
		t.Fatalf("recorded %q", said)
	}
	c.record()
	if left := c.verdicts(); len(left) != 0 {
		t.Errorf("the ledger does not prove %+v", left)
	}
	chain, err := c.votes.Ledger.Load(t.Context())
	c.must(err)
	last := chain.Entries[len(chain.Entries)-1]
	if body, err := ledger.Body[ledger.DecisionBody](last); err != nil || last.Commit != second || !body.Lawful {
		t.Errorf("last entry %+v, %v", last, err)
	}
	if proof := c.verify(); !proof.Valid {
		t.Errorf("proof %+v", proof)
	}
}
