package github_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestMergeDistinguishesTheReasonsForARefusal(t *testing.T) {
	tests := map[string]struct {
		prepare func(w *world, n int)
		head    string
		as      string
		want    error
	}{
		"the head moved": {
			prepare: func(w *world, _ int) {
				w.push("ada", "proposal", w.write("governance/roster.yaml", "ONE\nTWO\nthree\nfour\nfive\n"))
			},
			as: "grace", want: forge.ErrHeadMoved,
		},
		"a conflict": {
			prepare: func(w *world, _ int) {
				w.on("main")
				w.push("ada", "main", w.write("governance/roster.yaml", "EINS\ntwo\nthree\nfour\nfive\n"))
			},
			as: "grace", want: forge.ErrNotMergeable,
		},
		"a draft": {
			prepare: func(w *world, n int) { w.must(w.forge.Ready("ada", n, false)) },
			as:      "grace", want: forge.ErrNotMergeable,
		},
		"a missing status": {
			prepare: func(w *world, _ int) { w.forge.Configure(sandbox.Settings{RequiredContexts: []string{"bylaw"}}) },
			as:      "grace", want: forge.ErrNotMergeable,
		},
		"the passing race": {
			prepare: func(w *world, _ int) {
				w.forge.Script(sandbox.Fault{
					Route: "PUT /repos/{owner}/{repo}/pulls/{number}/merge", Status: 405,
					Body: `{"message":"Base branch was modified. Review and try the merge again."}`,
				})
			},
			as: "grace", want: forge.ErrBaseMoved,
		},
		"no right": {
			prepare: func(*world, int) {},
			as:      "stranger", want: forge.ErrForbidden,
		},
		"a workflow file from a bot": {
			prepare: func(w *world, _ int) {
				w.head = w.write(".github/workflows/evil.yml", "on: push\n")
				w.push("ada", "proposal", w.head)
			},
			as: "bot", want: forge.ErrForbidden,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			test.prepare(w, n)
			_, err := w.as(test.as).Merge(t.Context(), n, w.head, "merge")
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			if got, err := w.as("bot").Pull(t.Context(), n); err != nil || !got.Open {
				t.Errorf("the proposal is not open any more: %+v, %v", got, err)
			}
		})
	}
}

func TestMergeByEachMethodEndsOnTheBranch(t *testing.T) {
	for _, method := range []string{"merge", "squash", "rebase"} {
		t.Run(method, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			commit, err := w.as("grace").Merge(t.Context(), n, w.head, method)
			w.must(err)
			got, err := w.as("bot").Pull(t.Context(), n)
			w.must(err)
			if got.Open || got.Merged.IsZero() || got.Merge != commit || got.MergedBy != grace {
				t.Errorf("got %+v", got)
			}
			pushes, err := w.as("bot").Activity(t.Context(), "refs/heads/main", got.Created)
			w.must(err)
			if len(pushes) != 1 || pushes[0].Kind != "pr_merge" || pushes[0].After != commit {
				t.Errorf("got activity %+v", pushes)
			}
		})
	}
}

func TestCommentsAreWrittenEditedAndListed(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	bot := w.as("bot")
	made, err := bot.PostComment(t.Context(), n, "open")
	w.must(err)
	_, err = w.as("stranger").PostComment(t.Context(), n, "open")
	w.must(err)
	edited, err := bot.EditComment(t.Context(), made.ID, "passed")
	w.must(err)
	if edited.Body != "passed" || !edited.Updated.After(edited.Created) {
		t.Errorf("got %+v", edited)
	}
	list, err := bot.Comments(t.Context(), n)
	w.must(err)
	if len(list) != 2 || list[0].Body != "passed" || list[1].Author.Login != "stranger" {
		t.Errorf("got %+v", list)
	}
	if _, err := w.as("stranger").EditComment(t.Context(), made.ID, "mine"); !errors.Is(err, forge.ErrForbidden) {
		t.Errorf("a stranger edits: got %v", err)
	}
	if _, err := bot.EditComment(t.Context(), made.ID, strings.Repeat("x", 300_000)); !errors.Is(err, forge.ErrInvalid) {
		t.Errorf("a comment too long: got %v", err)
	}
}

func TestAStatusThatTheServerWillNotTakeIsInvalid(t *testing.T) {
	w := newWorld(t)
	for name, s := range map[string]facts.CommitStatus{
		"long description": {Context: "bylaw", State: "pending", Description: strings.Repeat("x", 141)},
		"unknown state":    {Context: "bylaw", State: "green"},
	} {
		if _, err := w.as("bot").PostStatus(t.Context(), w.head, s); !errors.Is(err, forge.ErrInvalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := w.as("stranger").PostStatus(t.Context(), w.head, facts.CommitStatus{Context: "bylaw", State: "success"}); !errors.Is(err, forge.ErrForbidden) {
		t.Errorf("a stranger's status: got %v", err)
	}
}

func TestProposalsAreOpenedOnceAndClosed(t *testing.T) {
	w := newWorld(t)
	made, err := w.as("ada").OpenPull(t.Context(), "Roster", "why", "proposal", "main")
	w.must(err)
	if made.Head != w.head || made.Author != ada || made.Body != "why" {
		t.Errorf("got %+v", made)
	}
	if _, err := w.as("ada").OpenPull(t.Context(), "Roster", "why", "proposal", "main"); !errors.Is(err, forge.ErrInvalid) || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("a second one: got %v", err)
	}
	closed, err := w.as("ada").ClosePull(t.Context(), made.Number)
	w.must(err)
	if closed.Open || closed.Closed.IsZero() || !closed.Merged.IsZero() {
		t.Errorf("got %+v", closed)
	}
}

func TestDispatchTriggersWorkflowsOfTheDefaultBranchEvenFromTheBot(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	before := len(w.forge.Runs())
	_, err := w.as("bot").Merge(t.Context(), n, w.head, "merge")
	w.must(err)
	if got := len(w.forge.Runs()); got != before {
		t.Errorf("a merge by the bot started %d runs", got-before)
	}
	w.must(w.as("bot").Dispatch(t.Context(), "bylaw-apply", map[string]int{"proposal": n}))
	runs := w.forge.Runs()
	if got := runs[len(runs)-1]; got.Event != "repository_dispatch" || got.Action != "bylaw-apply" || got.Source != "refs/heads/main" {
		t.Errorf("got run %+v", got)
	}
}
