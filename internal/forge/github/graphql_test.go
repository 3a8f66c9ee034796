package github_test

import (
	"errors"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/forge"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestReviewEditsShowOnlyWhatWasChangedAfterSubmission(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.review("grace", n, "COMMENT", "/abstain")
	edited := w.review("edsger", n, "COMMENT", "/abstain")
	w.must(w.forge.EditReview("ada", n, edited, "/withdraw"))
	_, err := w.as("bot").PostComment(t.Context(), n, "hello")
	w.must(err)
	got, _, err := w.as("bot").ReviewEdits(t.Context(), n)
	w.must(err)
	if len(got) != 1 || got[edited].IsZero() {
		t.Errorf("got %v, want only review %d", got, edited)
	}
}

// GitHub shows a change of every review, and says only by GraphQL whether its text was edited.
func TestReviewEditsAreNoOtherChanges(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.review("grace", n, "REQUEST_CHANGES", "no")
	edited := w.review("edsger", n, "REQUEST_CHANGES", "no")
	for range 120 {
		w.review("stranger", n, "COMMENT", "hm")
	}
	late := w.review("stranger", n, "COMMENT", "hm")
	w.must(w.forge.EditReview("ada", n, edited, "/block"))
	w.must(w.forge.EditReview("ada", n, late, "/abstain"))
	for _, api := range []string{w.url, w.url + "/api/v3"} {
		got, _, err := w.as("bot", func(o *forge.Options) { o.API = api }).ReviewEdits(t.Context(), n)
		w.must(err)
		if len(got) != 2 || got[edited].IsZero() || got[late].IsZero() {
			t.Errorf("%s: got %v, want reviews %d and %d", api, got, edited, late)
		}
	}
}

func TestReviewEditsThatCannotBeReadAreErrors(t *testing.T) {
	reviews := func(nodes, more string) string {
		return `{"data":{"repository":{"pullRequest":{"reviews":{"nodes":[` + nodes + `],"pageInfo":{"hasNextPage":` + more + `,"endCursor":"1"}}}}}}`
	}
	for name, test := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"no such proposal":        {200, `{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","message":"x"}]}`, forge.ErrNotFound},
		"no right":                {200, `{"errors":[{"type":"FORBIDDEN","message":"Resource not accessible by integration"}]}`, forge.ErrForbidden},
		"another mistake":         {200, `{"errors":[{"message":"timed out"}]}`, nil},
		"nothing":                 {200, `{"data":{"repository":{"pullRequest":null}}}`, forge.ErrNoAnswer},
		"null among the reviews":  {200, reviews("null", "false"), forge.ErrNoAnswer},
		"a review without number": {200, reviews(`{"fullDatabaseId":null,"submittedAt":null,"lastEditedAt":null}`, "false"), forge.ErrNoAnswer},
		"pages without an end":    {200, reviews("", "true"), forge.ErrTooLong},
		"a wrong token":           {401, `{"message":"Bad credentials"}`, forge.ErrCredentials},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			for range 100 {
				w.forge.Script(sandbox.Fault{Route: "POST /graphql", Status: test.status, Body: test.body})
			}
			if got, _, err := w.as("bot").ReviewEdits(t.Context(), n); err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestAnEditInTheSecondOfTheSubmissionIsOne(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.forge.Script(sandbox.Fault{Route: "POST /graphql", Status: 200, Body: `{"data":{"repository":{"pullRequest":{"reviews":{"pageInfo":{},"nodes":[
		{"fullDatabaseId":"5000000001","submittedAt":"2026-11-01T12:00:00Z","lastEditedAt":"2026-11-01T12:00:00Z"},
		{"fullDatabaseId":"5000000002","submittedAt":"2026-11-01T12:00:00Z","lastEditedAt":"2026-11-01T11:59:00Z"},
		{"fullDatabaseId":"5000000003","submittedAt":null,"lastEditedAt":"2026-11-01T12:00:00Z"}]}}}}}`})
	got, _, err := w.as("bot").ReviewEdits(t.Context(), n)
	if submitted := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC); err != nil || len(got) != 1 || !got[5000000001].After(submitted) {
		t.Errorf("got %v, %v", got, err)
	}
}
