package github_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/forge"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestTalkIsTheReviewsAndTheCommentsOfTheLists(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	id := w.review("grace", n, "APPROVE", "good")
	w.review("edsger", n, "REQUEST_CHANGES", "bad")
	w.must(w.forge.Dismiss("ada", n, id, "no", false))
	client := w.as("bot")
	_, err := client.PostComment(t.Context(), n, "hello")
	w.must(err)
	reviews, comments, err := client.Talk(t.Context(), n)
	w.must(err)
	wantReviews, err := client.Reviews(t.Context(), n)
	w.must(err)
	wantComments, err := client.Comments(t.Context(), n)
	w.must(err)
	if diff := cmp.Diff(wantReviews, reviews); diff != "" || len(reviews) != 2 {
		t.Errorf("reviews (-list +time line):\n%s", diff)
	}
	if diff := cmp.Diff(wantComments, comments); diff != "" || len(comments) != 1 {
		t.Errorf("comments (-list +time line):\n%s", diff)
	}
}

func TestTalkTakesTheLowerCaseOfTheTimeLine(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.forge.Script(sandbox.Fault{
		Route: "GET /repos/{owner}/{repo}/issues/{number}/timeline", Status: 200,
		Body: `[{"event":"committed","sha":"x"},{"event":"reviewed","id":1,"state":"approved","user":null},{"event":"reviewed","id":1,"state":"approved"},{"event":"reviewed","id":2,"state":"pending"}]`,
	})
	reviews, comments, err := w.as("bot").Talk(t.Context(), n)
	if err != nil || len(reviews) != 1 || reviews[0].State != "APPROVED" || reviews[0].Author.ID != 0 || len(comments) != 0 {
		t.Errorf("got %+v, %+v, %v", reviews, comments, err)
	}
}

func TestACommentIsReadById(t *testing.T) {
	w := newWorld(t)
	client := w.as("grace")
	made, err := client.PostComment(t.Context(), w.propose("ada"), "hello")
	w.must(err)
	got, err := client.Comment(t.Context(), made.ID)
	w.must(err)
	if diff := cmp.Diff(made, got); diff != "" {
		t.Error(diff)
	}
	w.forge.Uncomment(made.ID)
	if _, err := client.Comment(t.Context(), made.ID); !errors.Is(err, forge.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestSelfIsTheAccountOfTheToken(t *testing.T) {
	w := newWorld(t)
	if got, err := w.as("grace").Self(t.Context()); err != nil || got.Login != "grace" || got.ID != 102 {
		t.Errorf("got %+v, %v", got, err)
	}
	w.tokens["nobody"] = "wrong"
	if _, err := w.as("nobody").Self(t.Context()); !errors.Is(err, forge.ErrCredentials) {
		t.Errorf("got %v", err)
	}
}
