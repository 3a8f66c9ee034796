package github_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestEveryMergeMethodBringsBothChanges(t *testing.T) {
	// The commits that main gains: its own, and those that the method makes of the proposal's two.
	for method, commits := range map[string]int{"merge": 4, "squash": 2, "rebase": 3} {
		t.Run(method, func(t *testing.T) {
			w := newWorld(t)
			w.head = w.write("governance/bylaw.yaml", "version: 1\n")
			w.push("proposal", w.head)
			n := w.propose("proposal")
			w.on("main")
			w.push("main", w.write("governance/roster.yaml", strings.Replace(five, "five", "FIVE", 1)))
			commit, err := w.Merge("ada", n, w.head, method)
			w.must(err)
			if got := w.file(commit, "governance/roster.yaml"); got != "ONE\ntwo\nthree\nfour\nFIVE\n" {
				t.Errorf("roster is %q", got)
			}
			if got := w.file("main", "governance/bylaw.yaml"); got != "version: 1\n" {
				t.Errorf("settings are %q", got)
			}
			there, err := git.Open(w.bare)
			w.must(err)
			added, err := there.Between(w.main, "main")
			w.must(err)
			if len(added) != commits {
				t.Errorf("%d commits came, want %d", len(added), commits)
			}
		})
	}
}

func TestTwoProposalsThatTouchOneFileMergeOneAfterTheOther(t *testing.T) {
	w := newWorld(t)
	first := w.propose("proposal")
	w.on("main")
	w.on("second")
	w.push("second", w.write("governance/roster.yaml", strings.Replace(five, "five", "FIVE", 1)))
	second := w.propose("second")
	for _, n := range []int{first, second} {
		_, err := w.Merge("ada", n, "", "merge")
		w.must(err)
	}
	if got := w.file("main", "governance/roster.yaml"); got != "ONE\ntwo\nthree\nfour\nFIVE\n" {
		t.Errorf("roster is %q", got)
	}
}

func TestMergeableIsUnknownAtFirst(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	path := fmt.Sprintf("%s/pulls/%d", repo, n)
	if got := w.ask("ada", "GET", path, ""); got.field("mergeable") != nil || got.field("merge_commit_sha") != nil {
		t.Errorf("first look: %v", got.body)
	}
	if got := w.ask("ada", "GET", path, ""); got.field("mergeable") != true || got.field("merge_commit_sha") == nil {
		t.Errorf("second look: mergeable is %v", got.field("mergeable"))
	}
	w.on("main")
	w.push("main", w.write("governance/roster.yaml", strings.Replace(five, "one", "EINS", 1)))
	w.ask("ada", "GET", path, "")
	if got := w.ask("ada", "GET", path, ""); got.field("mergeable") != false {
		t.Errorf("with a conflict: mergeable is %v", got.field("mergeable"))
	}
}

func TestAPushThatContainsTheHeadMergesTheProposal(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.push("main", w.head)
	got := w.ask("ada", "GET", fmt.Sprintf("%s/pulls/%d", repo, n), "")
	if got.field("merged") != true || got.field("merge_commit_sha") != w.head {
		t.Errorf("got %v", got.body)
	}
	if kinds := activity(w, repo); !slices.Contains(kinds, "push refs/heads/main") {
		t.Errorf("the log holds %q", kinds)
	}
}

func activity(w *world, path string) []string {
	var kinds []string
	for _, each := range w.ask("coop", "GET", path+"/activity?direction=asc", "").list() {
		fields, ok := each.(map[string]any)
		if ok {
			kinds = append(kinds, fmt.Sprint(fields["activity_type"], " ", fields["ref"]))
		}
	}
	return kinds
}

func TestTheLogTellsEveryMoveOfEveryRef(t *testing.T) {
	w := newWorld(t)
	w.on("main")
	w.on("other")
	w.push("proposal", w.write("governance/roster.yaml", "x\n"))
	w.push("proposal", w.write("governance/roster.yaml", "y\n"))
	w.push("proposal", zeros)
	want := []string{
		"branch_creation refs/heads/proposal", "force_push refs/heads/proposal", "push refs/heads/proposal", "branch_deletion refs/heads/proposal",
	}
	if diff := cmp.Diff(want, activity(w, repo)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func TestPushesNeedTheRightAndForce(t *testing.T) {
	w := newWorld(t)
	if err := w.Push("grace", w.work.Root(), "proposal", w.main, true); err == nil {
		t.Error("a reader pushed")
	}
	if err := w.Push("ada", w.work.Root(), "proposal", w.main, false); err == nil {
		t.Error("a branch went back without force")
	}
	w.must(w.Push("ada", w.work.Root(), "proposal", w.main, true))
}

func TestAForkCanGoAndItsHeadStays(t *testing.T) {
	w := newWorld(t)
	dir := filepath.Join(w.TempDir(), "fork.git")
	_, err := git.Create(dir)
	w.must(err)
	w.must(w.Fork("stranger", dir))
	w.on("idea")
	head := w.write("governance/roster.yaml", "mine\n")
	w.must(w.PushToFork("stranger", w.work.Root(), "idea", head, false))
	n, err := w.Propose("stranger", github.Proposal{Title: "Mine", Head: "stranger:idea", Base: "main"})
	w.must(err)
	if got := w.ask("ada", "GET", repo+"/commits/"+head+"/pulls", "").list(); len(got) != 0 {
		t.Errorf("a commit that only a fork has is connected with %d proposals", len(got))
	}
	forked := "/repos/stranger/governance"
	if got := activity(w, forked); len(got) != 1 || got[0] != "branch_creation refs/heads/idea" {
		t.Errorf("the log of the fork holds %q", got)
	}
	w.HideFork("stranger")
	if got := w.ask("ada", "GET", forked+"/activity", ""); got.status != 404 {
		t.Errorf("the log of a private fork: got %d", got.status)
	}
	w.DeleteFork("stranger")
	got := w.ask("ada", "GET", fmt.Sprintf("%s/pulls/%d", repo, n), "")
	if side, ok := got.field("head").(map[string]any); !ok || side["repo"] != nil || side["sha"] != head {
		t.Errorf("got head %v", got.field("head"))
	}
	if text := w.file(fmt.Sprintf("refs/pull/%d/head", n), "governance/roster.yaml"); text != "mine\n" {
		t.Errorf("the kept head holds %q", text)
	}
}

func TestAClosedProposalKeepsItsBaseAndMayNotComeBack(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.must(w.Close("ada", n, true))
	if err := w.Retarget("ada", n, "proposal"); err == nil {
		t.Error("a closed proposal was retargeted")
	}
	w.must(w.Close("ada", n, false))
	w.push("proposal", zeros)
	if err := w.Close("ada", n, false); err == nil {
		t.Error("a proposal without its branch was reopened")
	}
	kinds := eventsOf(w, n)
	if diff := cmp.Diff([]string{"closed", "reopened", "head_ref_deleted", "closed"}, kinds); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func eventsOf(w *world, n int) []string {
	var kinds []string
	for _, each := range w.ask("ada", "GET", fmt.Sprintf("%s/issues/%d/events", repo, n), "").list() {
		fields, ok := each.(map[string]any)
		if ok {
			kinds = append(kinds, fmt.Sprint(fields["event"]))
		}
	}
	return kinds
}

func TestAMergedProposalCannotBeReopened(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	_, err := w.Merge("ada", n, "", "merge")
	w.must(err)
	if err := w.Close("ada", n, false); err == nil {
		t.Error("a merged proposal was reopened")
	}
	if _, err := w.Merge("ada", n, "", "merge"); err == nil {
		t.Error("a proposal was merged twice")
	}
}

func TestReviewsOfAnEarlierCommitStayThere(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.push("proposal", w.write("governance/roster.yaml", "new\n"))
	_, err := w.Review("grace", n, github.Ballot{Event: "APPROVE", Commit: w.head})
	w.must(err)
	got := w.ask("ada", "GET", fmt.Sprintf("%s/pulls/%d/reviews", repo, n), "").list()
	if review, ok := got[0].(map[string]any); !ok || review["commit_id"] != w.head {
		t.Errorf("got %v", got)
	}
}

func TestTwoProposalsOfOneCommitShareItsStatuses(t *testing.T) {
	w := newWorld(t)
	w.push("twin", w.head)
	first, second := w.propose("proposal"), w.propose("twin")
	w.ask("ada", "POST", repo+"/statuses/"+w.head, `{"state":"success","context":"Bylaw"}`)
	w.Configure(github.Settings{RequiredContexts: []string{"bylaw"}})
	_, err := w.Merge("ada", second, "", "squash")
	w.must(err)
	if got := w.ask("ada", "GET", fmt.Sprintf("%s/pulls/%d", repo, first), ""); got.field("state") != "open" {
		t.Errorf("the twin is %v", got.field("state"))
	}
}

func TestWorkflowRunsComeFromTheProposalAndNeverFromTheBot(t *testing.T) {
	w := newWorld(t)
	start := len(w.Runs())
	n := w.propose("proposal")
	_, err := w.Review("grace", n, github.Ballot{Event: "APPROVE"})
	w.must(err)
	_, err = w.Merge("github-actions[bot]", n, "", "merge")
	w.must(err)
	var got []string
	for _, run := range w.Runs()[start:] {
		got = append(got, run.Event+" from "+run.Source)
	}
	want := []string{"pull_request from refs/pull/1/merge", "pull_request_review from refs/pull/1/merge"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}

func TestIssuesShareTheNumbersOfProposals(t *testing.T) {
	w := newWorld(t)
	made := w.ask("stranger", "POST", repo+"/issues", `{"title":"Block spam.example","body":"why","labels":["x"]}`)
	if made.status != 201 || made.field("number") != 1.0 {
		t.Fatalf("got %d %v", made.status, made.body)
	}
	if n := w.propose("proposal"); n != 2 {
		t.Errorf("the proposal has number %d", n)
	}
	if got := w.ask("ada", "GET", repo+"/pulls/1", ""); got.status != 404 {
		t.Errorf("the issue as a proposal: got %d", got.status)
	}
	w.ask("ada", "PATCH", repo+"/issues/1", `{"state":"closed"}`)
	if got := w.ask("ada", "GET", repo+"/issues", "").list(); len(got) != 1 {
		t.Errorf("%d open issues and proposals", len(got))
	}
}

func TestServerTimesAreTheClockOfTheServer(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.wait(90 * time.Minute)
	_, err := w.Merge("ada", n, "", "merge")
	w.must(err)
	got := w.ask("ada", "GET", fmt.Sprintf("%s/pulls/%d", repo, n), "")
	if got.field("created_at") != "2026-11-01T12:00:00Z" || got.field("merged_at") != "2026-11-01T13:30:00Z" {
		t.Errorf("created %v, merged %v", got.field("created_at"), got.field("merged_at"))
	}
}

func TestPushKeepsToTheRulesOfABranch(t *testing.T) {
	w := newWorld(t)
	all := []github.Rule{{Type: "deletion"}, {Type: "non_fast_forward"}, {Type: "pull_request"}}
	w.Configure(github.Settings{Setup: github.Setup{Rulesets: []github.Ruleset{{Name: "all", Branches: []string{"main", "proposal"}, Rules: all}}}})
	for rule, push := range map[string]func() error{
		"deletion":         func() error { return w.Push("ada", w.bare, "proposal", zeros, false) },
		"non_fast_forward": func() error { return w.Push("ada", w.bare, "proposal", w.main, true) },
		"pull_request":     func() error { return w.Push("ada", w.bare, "main", w.head, false) },
	} {
		if err := push(); err == nil || !strings.Contains(err.Error(), "repository rule violations: "+rule) {
			t.Errorf("%s: %v", rule, err)
		}
	}
	w.Configure(github.Settings{Setup: github.Setup{Rulesets: []github.Ruleset{
		{Name: "all", Branches: []string{"main"}, Rules: all, Bypass: []github.Bypass{{Type: "User", ID: 101}}},
	}}})
	w.must(w.Push("ada", w.bare, "main", w.head, false))
}
