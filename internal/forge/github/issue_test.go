package github_test

import (
	"errors"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/forge"
)

func TestIssuesAreOpenedEditedClosedAndListed(t *testing.T) {
	w := newWorld(t)
	w.propose("ada")
	bot := w.as("bot")
	first, err := bot.PostIssue(t.Context(), "Incident", "what happened")
	w.must(err)
	second, err := w.as("stranger").PostIssue(t.Context(), "Question", "why?")
	w.must(err)
	edited, err := bot.EditIssue(t.Context(), first.Number, "what really happened")
	w.must(err)
	if edited.Body != "what really happened" || edited.Title != "Incident" || !edited.Open || edited.Author.Login != "github-actions[bot]" {
		t.Errorf("got %+v", edited)
	}
	closed, err := bot.CloseIssue(t.Context(), first.Number)
	w.must(err)
	if closed.Open || closed.Body != edited.Body {
		t.Errorf("got %+v", closed)
	}
	all, err := bot.Issues(t.Context(), "all", time.Time{})
	w.must(err)
	if len(all) != 2 || all[0].Number != second.Number || all[1].Number != first.Number {
		t.Errorf("the list has a proposal, or an issue is missing: %+v", all)
	}
	open, err := bot.Issues(t.Context(), "open", time.Time{})
	w.must(err)
	if len(open) != 1 || open[0].Number != second.Number {
		t.Errorf("got %+v", open)
	}
	late, err := bot.Issues(t.Context(), "all", second.Updated.Add(time.Second))
	w.must(err)
	if len(late) != 1 || late[0].Number != first.Number {
		t.Errorf("changed since the second: %+v", late)
	}
}

func TestWhoMayNotWriteDoesNotEditAnothersIssue(t *testing.T) {
	w := newWorld(t)
	made, err := w.as("bot").PostIssue(t.Context(), "Incident", "what happened")
	w.must(err)
	if _, err := w.as("stranger").EditIssue(t.Context(), made.Number, "nothing happened"); !errors.Is(err, forge.ErrForbidden) {
		t.Errorf("got %v", err)
	}
	if _, err := w.as("stranger").CloseIssue(t.Context(), made.Number); !errors.Is(err, forge.ErrForbidden) {
		t.Errorf("got %v", err)
	}
	if _, err := w.as("bot").PostIssue(t.Context(), "", "no title"); !errors.Is(err, forge.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}

func TestTheRepositoryShowsWhetherTheTokenMayPush(t *testing.T) {
	w := newWorld(t)
	for login, want := range map[string]bool{"ada": true, "stranger": false} {
		got, err := w.as(login).Repository(t.Context())
		w.must(err)
		if got.Push != want || got.Name != "coop/governance" {
			t.Errorf("%s: %+v", login, got)
		}
	}
}
