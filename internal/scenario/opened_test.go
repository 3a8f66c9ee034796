package scenario_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// stamp sets a status as the account of all workflows, as every person with push access can.
func (c *testCommunity) stamp(commit string) {
	c.Helper()
	_, err := c.bot.PostStatus(c.Context(), commit, facts.CommitStatus{Context: "bylaw", State: "success", Description: "opened long ago"})
	c.must(err)
}

func TestAVoteIsNotOlderThanItsProposal(t *testing.T) {
	c := newTestCommunity(t)
	c.stamp(c.push("ada", "block", blocking("spam.example")))
	c.wait(30 * day)
	n, err := c.server.Propose("ada", hub.Proposal{Title: "Aged", Head: "block", Base: "main"})
	c.must(err)
	c.vote("bruno", n, "APPROVE")
	if f := c.expect(n, decision.Open); openedAt(f) != stampOf(c.now) {
		t.Errorf("opened %s, want %s", openedAt(f), stampOf(c.now))
	}
}

func TestContentThatWaitedElsewhereIsNew(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("harmless.example"))
	c.stamp(c.push("ada", "waiting", blocking("victim.example")))
	c.wait(3*day - time.Minute)
	c.on("waiting")
	there, err := git.Open(c.bare)
	c.must(err)
	waiting, err := there.Tip("waiting")
	c.must(err)
	c.must(c.server.Push("ada", c.work.Root(), "block", waiting, true))
	c.vote("bruno", n, "APPROVE")
	c.wait(2 * time.Minute)
	if f := c.expect(n, decision.Open); openedAt(f) != stampOf(c.now) {
		t.Errorf("opened %s, want %s", openedAt(f), stampOf(c.now))
	}
}

// fork lets mallory propose from a fork and gives the number.
func (c *testCommunity) fork() int {
	c.Helper()
	dir := filepath.Join(c.TempDir(), "fork.git")
	_, err := git.Create(dir)
	c.must(err)
	c.must(c.server.Fork("mallory", dir))
	c.on("main")
	c.must(c.server.PushToFork("mallory", c.work.Root(), "block", c.write(blocking("spam.example")), false))
	n, err := c.server.Propose("mallory", hub.Proposal{Title: "From a fork", Head: "mallory:block", Base: "main"})
	c.must(err)
	c.check(n)
	return n
}

func TestAForkThatIsGoneOrHiddenLeavesTheLedgerToSayWhenTheVoteOpened(t *testing.T) {
	for name, lose := range map[string]func(*hub.Server){
		"kept":    func(*hub.Server) {},
		"deleted": func(s *hub.Server) { s.DeleteFork("mallory") },
		"hidden":  func(s *hub.Server) { s.HideFork("mallory") },
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t)
			n := c.fork()
			opened := stampOf(c.now)
			c.vote("bruno", n, "APPROVE")
			c.vote("chen", n, "APPROVE")
			c.wait(day)
			lose(c.server)
			if f := c.expect(n, decision.Open); openedAt(f) != opened {
				t.Errorf("opened %s, want %s", openedAt(f), opened)
			}
			c.wait(2 * day)
			c.expect(n, decision.Passed)
			merge := c.merge(n, "squash")
			if v := c.verdicts()[merge]; !v.Authorized {
				t.Errorf("verdict %+v", v)
			}
		})
	}
}

func TestWithoutAnyLogAStatusOfADedicatedAppShowsWhenTheVoteOpened(t *testing.T) {
	c := newTestCommunity(t)
	c.server.Configure(hub.Settings{NoActivity: true})
	token := c.server.Join(hub.Account{ID: 7000, Login: "coop-bylaw[bot]", Type: "Bot", Permission: "write"})
	c.push("ada", "block", blocking("spam.example"))
	n, err := c.server.Propose("ada", hub.Proposal{Title: "Change", Head: "block", Base: "main"})
	c.must(err)
	c.check(n)
	c.votes.Creator = 7000
	c.wait(day)
	if f := c.look(n).Findings[0]; openedAt(f) != stampOf(c.now) {
		t.Errorf("without a status of the App the vote opened %s, want now", openedAt(f))
	}
	app, err := github.Open(forge.Options{API: c.url, Repository: "coop/governance", Token: secret.New(token), UserAgent: "app"})
	c.must(err)
	c.notifier.Statuses, c.notifier.Authors = app, []int64{7000}
	c.check(n)
	opened := stampOf(c.now)
	c.wait(day)
	if f := c.look(n).Findings[0]; openedAt(f) != opened {
		t.Errorf("with a status of the App the vote opened %s, want %s", openedAt(f), opened)
	}
}

func TestBackAndForthOverDraftCloseAndTargetOpensAgain(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.push("ada", "side", map[string]string{"README.md": "side\n"})
	for name, again := range map[string]func(){
		"ready": func() {
			c.must(c.server.Ready("ada", n, false))
			if f := c.expect(n, decision.Open); openedAt(f) != "" {
				t.Errorf("a draft opened %s", openedAt(f))
			}
			c.wait(time.Hour)
			c.must(c.server.Ready("ada", n, true))
		},
		"reopened": func() {
			c.must(c.server.Close("ada", n, true))
			c.wait(time.Hour)
			c.must(c.server.Close("ada", n, false))
		},
		"retargeted": func() {
			c.must(c.server.Retarget("ada", n, "side"))
			c.wait(time.Hour)
			c.must(c.server.Retarget("ada", n, "main"))
		},
	} {
		c.wait(day)
		again()
		opened := stampOf(c.now)
		c.wait(time.Hour)
		if f := c.expect(n, decision.Open); openedAt(f) != opened {
			t.Errorf("%s: opened %s, want %s", name, openedAt(f), opened)
		}
	}
}

func TestAProposalAgainstAnotherBranchIsNotVotedOn(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	c.push("ada", "side", map[string]string{"README.md": "side\n"})
	other, err := c.server.Propose("ada", hub.Proposal{Title: "Shared head", Head: "block", Base: "side"})
	c.must(err)
	found := c.look(other).Findings
	f := found[len(found)-1]
	if f.Problem == nil || !strings.Contains(f.Problem.Error(), `its target is the branch "side"`) {
		t.Errorf("problem %v", f.Problem)
	}
	c.expect(n, decision.Open)
}

func TestDismissedEditedAndVanishedBallots(t *testing.T) {
	cases := map[string]struct {
		happen func(c *testCommunity, n int, no int64)
		want   decision.Outcome
		ballot string // among those that count
	}{
		"nothing":                    {func(*testCommunity, int, int64) {}, decision.Failed, "bruno=no"},
		"dismissed by another":       {func(c *testCommunity, n int, no int64) { c.must(c.server.Dismiss("ada", n, no, "no", false)) }, decision.Failed, "bruno=no"},
		"dismissed by its author":    {func(c *testCommunity, n int, no int64) { c.must(c.server.Dismiss("bruno", n, no, "mine", false)) }, decision.Passed, ""},
		"dismissed without an event": {func(c *testCommunity, n int, no int64) { c.must(c.server.Dismiss("ada", n, no, "no", true)) }, decision.Open, ""},
		"edited":                     {func(c *testCommunity, n int, no int64) { c.must(c.server.EditReview("ada", n, no, "/withdraw")) }, decision.Failed, "bruno=unknown"},
		"its author was renamed":     {func(c *testCommunity, _ int, _ int64) { c.server.Rename("bruno", "brunhilde") }, decision.Failed, "bruno=no"},
		"its author's name was taken": {func(c *testCommunity, n int, _ int64) {
			c.server.Rename("bruno", "brunhilde")
			c.server.Rename("mallory", "bruno")
			c.vote("bruno", n, "APPROVE")
		}, decision.Failed, "bruno=no"},
		"its author deleted":       {func(c *testCommunity, _ int, _ int64) { c.server.Leave("bruno") }, decision.Passed, ""},
		"its commit was collected": {func(c *testCommunity, n int, no int64) { c.must(c.server.Collect(n, no)) }, decision.Open, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t)
			n := c.propose("block", blocking("spam.example"))
			c.wait(time.Hour)
			c.vote("chen", n, "APPROVE")
			no := c.vote("bruno", n, "REQUEST_CHANGES", "no")
			c.vote("dana", n, "REQUEST_CHANGES", "neither")
			c.wait(time.Hour)
			test.happen(c, n, no)
			c.wait(3 * day)
			f := c.look(n).Findings[0]
			if f.Decision.Outcome != test.want {
				t.Errorf("outcome %s, want %s; ballots %+v, needed %+v", f.Decision.Outcome, test.want, f.Decision.Ballots, f.Decision.Rulings)
			}
			if !strings.Contains(tallied(f), test.ballot) {
				t.Errorf("ballots %q lack %q", tallied(f), test.ballot)
			}
		})
	}
}

func TestWhatIsLostAfterTheMergeIsTakenFromTheLedger(t *testing.T) {
	for name, lose := range map[string]func(c *testCommunity, n int, id int64){
		"account deleted":            func(c *testCommunity, _ int, _ int64) { c.server.Leave("bruno") },
		"dismissed":                  func(c *testCommunity, n int, id int64) { c.must(c.server.Dismiss("ada", n, id, "x", false)) },
		"dismissed without an event": func(c *testCommunity, n int, id int64) { c.must(c.server.Dismiss("ada", n, id, "x", true)) },
		"vanished":                   func(c *testCommunity, n int, id int64) { c.must(c.server.Vanish(n, id)) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestCommunity(t)
			n := c.propose("block", blocking("spam.example"))
			id := c.vote("bruno", n, "APPROVE")
			c.wait(3 * day)
			c.expect(n, decision.Passed)
			merge := c.merge(n, "merge")
			c.wait(day)
			lose(c, n, id)
			if v := c.verdicts()[merge]; !v.Authorized {
				t.Errorf("verdict %+v", v)
			}
		})
	}
}

func TestABallotThatVanishesBeforeTheMergeIsUnknown(t *testing.T) {
	c := newTestCommunity(t)
	n := c.propose("block", blocking("spam.example"))
	id := c.vote("bruno", n, "APPROVE")
	c.wait(3 * day)
	c.expect(n, decision.Passed)
	c.must(c.server.Vanish(n, id))
	f := c.expect(n, decision.Open)
	if needed := fmt.Sprint(f.Decision.Rulings[0].Needed); !strings.Contains(needed, "certainty") {
		t.Errorf("needed %s", needed)
	}
}

func TestChangesPastTheLimitsAreAMatterOfTheirOwn(t *testing.T) {
	c := newTestCommunity(t)
	c.enact("limits", map[string]string{"governance/bylaw.yaml": smallSettings + "limits: {changes: 2}\n"})
	n := c.propose("many", blocking("a.example", "b.example", "c.example"))
	f := c.expect(n, decision.Open)
	if got := strings.Join(f.Facts.Subjects, " "); got != "mass_change" {
		t.Errorf("subjects %q", got)
	}
	if len(f.Plan.Changes) != 3 {
		t.Errorf("plan %+v", f.Plan.Changes)
	}
}
