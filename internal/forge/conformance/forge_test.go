package conformance

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestProposal(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, branch := w.propose("ONE\ntwo\nthree\nfour\nfive\n")
		self, err := w.as(w.proposer).Self(w.Context())
		w.must(err)
		for range 2 {
			read, err := w.as(w.bot).Pull(w.Context(), opened.Number)
			w.must(err)
			if read.ID != opened.ID || read.Author.ID != self.ID || !read.Open || read.Draft || read.HeadRef != branch || read.BaseRef != "main" ||
				read.HeadRepo != w.repository || read.Body != "why" || read.Created.IsZero() || !read.Merged.IsZero() || read.Merge != "" || !read.Counted {
				w.Errorf("read %+v", read)
			}
		}
		if _, err := w.as(w.proposer).OpenPull(w.Context(), "Again", "", branch, "main"); !errors.Is(err, facts.ErrInvalid) {
			w.Errorf("a second one for the same branch: %v", err)
		}
		list, err := w.as(w.bot).OpenPulls(w.Context(), "main")
		w.must(err)
		named := func(p facts.Pull) bool { return p.Number == opened.Number }
		if !slices.ContainsFunc(list, named) || !slices.IsSortedFunc(list, func(a, b facts.Pull) int { return a.Number - b.Number }) {
			w.Errorf("the open proposals are %+v", list)
		}
		closed, err := w.as(w.bot).ClosePull(w.Context(), opened.Number)
		if err != nil || closed.Open || closed.Closed.IsZero() {
			w.Errorf("closed %+v, %v", closed, err)
		}
		if list, err = w.as(w.bot).OpenPulls(w.Context(), "main"); err != nil || slices.ContainsFunc(list, named) {
			w.Errorf("the closed one is open in %+v, %v", list, err)
		}
		if _, err := w.as(w.bot).Pull(w.Context(), 99999); !errors.Is(err, facts.ErrNotFound) {
			w.Errorf("an unknown one: %v", err)
		}
		if _, err := w.as(w.bot).Issue(w.Context(), opened.Number); !errors.Is(err, facts.ErrNotFound) {
			w.Errorf("a proposal as an issue: %v", err)
		}
	})
}

// Each push is proven to have come when it did, and what the head was before, as far as the server knows.
func TestArrivalOfContent(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, branch := w.propose("one\nTWO\nthree\nfour\nfive\n")
		first := opened.Head
		heads := []string{first}
		check := func(what string) []facts.Push {
			w.Helper()
			now, err := w.as(w.bot).Pull(w.Context(), opened.Number)
			w.must(err)
			pushes, err := w.as(w.bot).Pushes(w.Context(), now)
			w.must(err)
			if len(pushes) == 0 || pushes[0].After != heads[len(heads)-1] || now.Head != pushes[0].After || pushes[0].At.IsZero() || pushes[0].Actor.ID == 0 {
				w.Fatalf("%s: the head is %s, its log %+v", what, now.Head, pushes)
			}
			if !slices.IsSortedFunc(pushes, func(a, b facts.Push) int { return b.At.Compare(a.At) }) {
				w.Errorf("%s: not newest first: %+v", what, pushes)
			}
			return pushes
		}
		opening := check("opened")[0]
		heads = append(heads, w.commit("roster.yaml", "one\nTWO\nTHREE\nfour\nfive\n"))
		w.push(branch)
		if pushes := check("pushed"); pushes[0].Before != first || !pushes[0].At.After(opening.At) || len(pushes) < 2 {
			w.Errorf("after a push: %+v", pushes)
		}
		w.reset(first)
		heads = append(heads, w.commit("roster.yaml", "one\ntwo\nTHREE\nfour\nfive\n"))
		w.push(branch)
		if pushes := check("by force"); pushes[0].Before != heads[1] || pushes[0].Kind != "force_push" {
			w.Errorf("after a push by force: %+v", pushes)
		}
		w.reset(first)
		heads = append(heads, first)
		w.push(branch)
		pushes := check("back by force")
		tenure := facts.TenureOf(first, pushes, map[string]string{first: "X", heads[1]: "Y", heads[2]: "Z"}, pushes[0].At.Add(time.Hour))
		if !tenure.Since.Equal(pushes[0].At) || !tenure.Since.After(opening.At) {
			w.Errorf("the old head that came back is there since %v, opened at %v: %+v", tenure.Since, opening.At, pushes)
		}
	})
}

func TestReviews(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, _ := w.propose("one\ntwo\nthree\nFOUR\nfive\n")
		self, err := w.as(w.voter).Self(w.Context())
		w.must(err)
		ids := []int64{
			w.review(opened.Number, "REQUEST_CHANGES", "/block", ""), w.review(opened.Number, "COMMENT", "/abstain", ""), w.review(opened.Number, "APPROVE", "yes", opened.Head),
		}
		reviews, err := w.as(w.bot).Reviews(w.Context(), opened.Number)
		w.must(err)
		states := []string{"CHANGES_REQUESTED", "COMMENTED", "APPROVED"}
		texts := []string{"/block", "/abstain", "yes"}
		if len(reviews) != len(ids) {
			w.Fatalf("the reviews are %+v", reviews)
		}
		for i, r := range reviews {
			if r.ID != ids[i] || r.State != states[i] || r.Body != texts[i] || r.Author.ID != self.ID || r.Commit != opened.Head || !r.SubmittedAt.Known() {
				w.Errorf("review %d is %+v", i, r)
			}
			if i > 0 && r.SubmittedAt.Time.Before(reviews[i-1].SubmittedAt.Time) {
				w.Errorf("review %d was cast before the one before it: %+v", i, reviews)
			}
		}
		edits, _, err := w.as(w.bot).ReviewEdits(w.Context(), opened.Number)
		if err != nil || len(edits) != 0 {
			w.Errorf("edited without an edit: %v, %v", edits, err)
		}
		reviewed, comments, err := w.as(w.bot).Talk(w.Context(), opened.Number)
		if err != nil || len(reviewed) != len(reviews) || len(comments) != 0 {
			w.Errorf("the time line holds %+v and %+v, %v", reviewed, comments, err)
		}
	})
}

func TestLongListsAreReadToTheirEnd(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, _ := w.propose("one\ntwo\nthree\nfour\nFIVE\n")
		bot := w.as(w.bot)
		for i := range 65 {
			_, err := bot.PostStatus(w.Context(), opened.Head, facts.CommitStatus{Context: "bylaw", State: "pending", Description: fmt.Sprint(i)})
			w.must(err)
			w.review(opened.Number, "COMMENT", fmt.Sprint(i), "")
		}
		self, err := bot.Self(w.Context())
		w.must(err)
		statuses, err := bot.Statuses(w.Context(), opened.Head)
		w.must(err)
		if len(statuses) != 65 {
			w.Fatalf("%d statuses", len(statuses))
		}
		for i, s := range statuses {
			if s.Description != fmt.Sprint(i) || s.Creator.ID != self.ID || s.Context != "bylaw" || s.State != "pending" || s.Created.IsZero() {
				w.Errorf("status %d is %+v", i, s)
			}
		}
		reviews, err := bot.Reviews(w.Context(), opened.Number)
		if err != nil || len(reviews) != 65 {
			w.Errorf("%d reviews, %v", len(reviews), err)
		}
		events, err := bot.Events(w.Context(), opened.Number)
		if err != nil {
			w.Errorf("%+v, %v", events, err)
		}
	})
}

func TestEvents(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, _ := w.propose("one\nTwo\nthree\nfour\nfive\n")
		w.edit(opened.Number, map[string]string{"state": "closed"})
		w.edit(opened.Number, map[string]string{"state": "open"})
		events, err := w.as(w.bot).Events(w.Context(), opened.Number)
		w.must(err)
		var kinds []string
		for _, e := range events {
			if e.Kind == "closed" || e.Kind == "reopened" {
				kinds = append(kinds, e.Kind)
			}
			if e.At.IsZero() || e.Actor.ID == 0 {
				w.Errorf("%+v has no time or no actor", e)
			}
		}
		if !slices.Equal(kinds, []string{"closed", "reopened"}) {
			w.Errorf("the events are %+v", events)
		}
	})
}
