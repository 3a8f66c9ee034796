package github_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

var (
	ada    = facts.Person{Login: "ada", ID: 101, Type: "User"}
	grace  = facts.Person{Login: "grace", ID: 102, Type: "User"}
	nobody = facts.Person{}
)

func TestPullNamesHeadBaseAndAuthor(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	got, err := w.as("bot").Pull(t.Context(), n)
	w.must(err)
	want := facts.Pull{
		Number: n, Title: "Roster", Author: ada, Open: true, Head: w.head, HeadRef: "proposal", HeadRepo: "coop/governance",
		BaseRef: "main", Counted: true, URL: "https://github.example/coop/governance/pull/1",
	}
	ignore := cmpopts.IgnoreFields(facts.Pull{}, "ID", "Base", "Created", "Updated")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("pull (-want +got):\n%s", diff)
	}
	if got.Created.IsZero() || got.Created.Location() != time.UTC {
		t.Errorf("created at %v", got.Created)
	}
}

func TestAnOpenPullNeverShowsItsTestMergeAsAMerge(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	for range 3 {
		got, err := w.as("bot").Pull(t.Context(), n)
		w.must(err)
		if got.Merge != "" || !got.Merged.IsZero() {
			t.Fatalf("got merge %q at %v", got.Merge, got.Merged)
		}
	}
}

func TestReviewsKeepTheCommitTheyWereCastOn(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	first := w.review("grace", n, "APPROVE", "")
	second := w.write("governance/roster.yaml", "ONE\nTWO\nthree\nfour\nfive\n")
	w.push("ada", "proposal", second)
	later := w.review("edsger", n, "REQUEST_CHANGES", "/block\nno")
	got, err := w.as("bot").Reviews(t.Context(), n)
	w.must(err)
	want := []facts.Review{
		{ID: first, Author: grace, State: "APPROVED", Commit: w.head},
		{ID: later, Author: facts.Person{Login: "edsger", ID: 103, Type: "User"}, State: "CHANGES_REQUESTED", Body: "/block\nno", Commit: second},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(facts.Review{}, "SubmittedAt")); diff != "" {
		t.Errorf("reviews (-want +got):\n%s", diff)
	}
}

func TestDraftsOfReviewsAreNoReviewsEvenToTheirAuthor(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.review("grace", n, "", "not yet")
	got, err := w.as("grace").Reviews(t.Context(), n)
	w.must(err)
	if len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestReviewsOfDeletedAndRenamedAccounts(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.review("grace", n, "APPROVE", "")
	id := w.review("edsger", n, "APPROVE", "")
	w.forge.Leave("grace")
	w.forge.Rename("edsger", "ewd")
	w.must(w.forge.Collect(n, id))
	got, err := w.as("bot").Reviews(t.Context(), n)
	w.must(err)
	if got[0].Author != nobody {
		t.Errorf("a deleted account is %+v", got[0].Author)
	}
	if want := (facts.Person{Login: "ewd", ID: 103, Type: "User"}); got[1].Author != want || got[1].Commit != "" {
		t.Errorf("got %+v on commit %q", got[1].Author, got[1].Commit)
	}
	if _, err := w.as("bot").User(t.Context(), 102); !errors.Is(err, forge.ErrNotFound) {
		t.Errorf("the deleted account: got %v", err)
	}
}

func TestEventsShowDismissalsAndWhoDidThem(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	dismissed := w.review("grace", n, "APPROVE", "")
	silent := w.review("edsger", n, "APPROVE", "")
	w.must(w.forge.Dismiss("ada", n, dismissed, "stale", false))
	w.must(w.forge.Dismiss("ada", n, silent, "stale", true))
	w.must(w.forge.Ready("ada", n, false))
	w.must(w.forge.Ready("ada", n, true))
	w.must(w.forge.Close("ada", n, true))
	w.must(w.forge.Close("ada", n, false))
	got, err := w.as("bot").Events(t.Context(), n)
	w.must(err)
	var kinds []string
	for _, e := range got {
		kinds = append(kinds, e.Kind)
	}
	want := []string{"review_dismissed", "convert_to_draft", "ready_for_review", "closed", "reopened"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Fatalf("events (-want +got):\n%s", diff)
	}
	if e := got[0]; e.Review != dismissed || e.State != "APPROVED" || e.Actor != ada || e.DismissalCommit != "" {
		t.Errorf("got dismissal %+v", e)
	}
	reviews, err := w.as("bot").Reviews(t.Context(), n)
	w.must(err)
	for _, r := range reviews {
		if r.State != "DISMISSED" {
			t.Errorf("review %d is %s", r.ID, r.State)
		}
	}
}

func TestAPushThatDismissesApprovalsNamesItsCommit(t *testing.T) {
	w := newWorld(t)
	w.forge.Configure(sandbox.Settings{DismissStale: true})
	n := w.propose("ada")
	w.review("grace", n, "APPROVE", "")
	w.review("edsger", n, "REQUEST_CHANGES", "no")
	pushed := w.write("governance/roster.yaml", "ONE\nTWO\nthree\nfour\nfive\n")
	w.push("ada", "proposal", pushed)
	events, err := w.as("bot").Events(t.Context(), n)
	w.must(err)
	if len(events) != 1 || events[0].DismissalCommit != pushed || events[0].Actor != ada {
		t.Errorf("got %+v", events)
	}
}

func TestARetargetIsAnEvent(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	base, err := w.as("bot").Pull(t.Context(), n)
	w.must(err)
	w.push("ada", "side", base.Base)
	w.must(w.forge.Retarget("ada", n, "side"))
	events, err := w.as("bot").Events(t.Context(), n)
	w.must(err)
	if len(events) != 1 || events[0].Kind != "base_ref_changed" {
		t.Errorf("got %+v", events)
	}
}

func TestActivityIsReadAcrossCursorPagesBackToATime(t *testing.T) {
	w := newWorld(t)
	var middle time.Time
	for i := range 130 {
		hash := w.head
		if i%2 == 0 {
			hash = "0000000000000000000000000000000000000000"
		}
		w.push("ada", "proposal", hash)
		if i == 100 {
			middle = w.clock()
		}
	}
	all, err := w.as("bot").Activity(t.Context(), "refs/heads/proposal", time.Time{})
	w.must(err)
	if len(all) != 131 {
		t.Fatalf("got %d updates, want 131", len(all))
	}
	if !slices.IsSortedFunc(all, func(a, b facts.Push) int { return b.At.Compare(a.At) }) {
		t.Error("not newest first")
	}
	recent, err := w.as("bot").Activity(t.Context(), "refs/heads/proposal", middle)
	w.must(err)
	if len(recent) != 30 || !recent[28].At.After(middle) || !recent[29].At.Before(middle) {
		t.Errorf("got %d updates, the last at %v, asked back to %v", len(recent), recent[len(recent)-1].At, middle)
	}
	first := all[len(all)-1]
	if first.Kind != "branch_creation" || first.Actor != ada || first.After != w.head {
		t.Errorf("got %+v", first)
	}
}

func TestActivityThatTheServerDoesNotKeepIsNotFound(t *testing.T) {
	w := newWorld(t)
	w.forge.Configure(sandbox.Settings{NoActivity: true})
	if _, err := w.as("bot").Activity(t.Context(), "refs/heads/main", time.Time{}); !errors.Is(err, forge.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	gone := facts.Pull{HeadRepo: "stranger/governance", HeadRef: "main"}
	if _, err := w.as("bot").Pushes(t.Context(), gone); !errors.Is(err, forge.ErrNotFound) {
		t.Errorf("a fork that is gone: got %v", err)
	}
}

func TestStatusesComeOldestFirstWithTheirCreator(t *testing.T) {
	w := newWorld(t)
	for _, state := range []string{"pending", "success"} {
		_, err := w.as("bot").PostStatus(t.Context(), w.head, facts.CommitStatus{Context: "bylaw", State: state, Description: "open until tomorrow"})
		w.must(err)
	}
	got, err := w.as("ada").Statuses(t.Context(), w.head)
	w.must(err)
	if len(got) != 2 || got[0].State != "pending" || got[1].State != "success" || got[0].Creator.ID != sandbox.ActionsBot {
		t.Errorf("got %+v", got)
	}
}

func TestOpenPullsAreThoseAgainstTheBranch(t *testing.T) {
	w := newWorld(t)
	first := w.propose("ada")
	base, err := w.as("bot").Pull(t.Context(), first)
	w.must(err)
	w.push("ada", "side", base.Base)
	if _, err := w.forge.Propose("ada", sandbox.Proposal{Title: "Elsewhere", Head: "proposal", Base: "side"}); err != nil {
		t.Fatal(err)
	}
	got, err := w.as("bot").OpenPulls(t.Context(), "main")
	w.must(err)
	if len(got) != 1 || got[0].Number != first || got[0].Counted {
		t.Errorf("got %+v", got)
	}
}

func TestCommitPullsConnectsAMergeWithItsProposal(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	client := w.as("grace")
	merge, err := client.Merge(t.Context(), n, w.head, "merge")
	w.must(err)
	for _, commit := range []string{merge, w.head} {
		got, err := client.CommitPulls(t.Context(), commit)
		w.must(err)
		if len(got) != 1 || got[0].Number != n || got[0].Merge != merge {
			t.Errorf("commit %s: got %+v", commit, got)
		}
	}
}

func TestMergedPullsLeavesOutWhatIsClosedOrOlderOrGoesElsewhere(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	client := w.as("grace")
	merge, err := client.Merge(t.Context(), n, w.head, "merge")
	w.must(err)
	w.push("ada", "other", w.write("README.md", "hello\n"))
	closed, err := w.forge.Propose("ada", sandbox.Proposal{Title: "Readme", Head: "other", Base: "main"})
	w.must(err)
	w.must(w.forge.Close("ada", closed, true))
	pull, err := client.Pull(t.Context(), n)
	w.must(err)
	got, err := client.MergedPulls(t.Context(), "main", pull.Updated)
	if err != nil || len(got) != 1 || got[0].Number != n || got[0].Merge != merge {
		t.Errorf("got %+v, %v", got, err)
	}
	for base, since := range map[string]time.Time{"main": pull.Updated.Add(time.Second), "side": {}} {
		if got, err := client.MergedPulls(t.Context(), base, since); err != nil || len(got) != 0 {
			t.Errorf("%s since %s: got %+v, %v", base, since, got, err)
		}
	}
}

func TestRepositoryNamesItsDefaultBranch(t *testing.T) {
	w := newWorld(t)
	got, err := w.as("bot").Repository(t.Context())
	w.must(err)
	if got.Name != "coop/governance" || got.Default != "main" || got.ID == 0 {
		t.Errorf("got %+v", got)
	}
}
