package github_test

import (
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/facts"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestAListOfManyPagesIsReadToItsEndAndOnce(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	for i := range 250 {
		w.review("grace", n, "COMMENT", strconv.Itoa(i))
	}
	const route = "GET /repos/{owner}/{repo}/commits/{ref}/statuses"
	reviews, err := w.as("bot").Reviews(t.Context(), n)
	w.must(err)
	if len(reviews) != 250 {
		t.Errorf("got %d reviews, want 250", len(reviews))
	}
	post := func(i int) {
		_, err := w.as("bot").PostStatus(t.Context(), w.head, facts.CommitStatus{Context: "bylaw", State: "pending", Description: strconv.Itoa(i)})
		w.must(err)
	}
	for i := range 150 {
		post(i)
	}
	// Statuses grow at the front: what was last on the first page comes again as the first of the second.
	w.forge.Script(sandbox.Fault{Route: route, Skip: 1, Meanwhile: func() { post(150) }})
	statuses, err := w.as("bot").Statuses(t.Context(), w.head)
	w.must(err)
	if len(statuses) != 150 {
		t.Errorf("got %d statuses, want 150, each once", len(statuses))
	}
	if got := w.forge.Requests()[route]; got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}
