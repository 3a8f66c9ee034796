package conformance

import (
	"errors"
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestMerge(t *testing.T) {
	eachForge(t, func(w *world) {
		opened, branch := w.propose("one\ntwo\nThree\nfour\nfive\n")
		bot := w.as(w.bot)
		settle := func() { // a server works out in the background whether it can merge
			for range 2 {
				_, err := bot.Pull(w.Context(), opened.Number)
				w.must(err)
			}
		}
		settle()
		if _, err := bot.Merge(w.Context(), opened.Number, "0123456789012345678901234567890123456789", "merge"); !errors.Is(err, facts.ErrHeadMoved) {
			w.Errorf("another head: %v", err)
		}
		settle()
		commit, err := bot.Merge(w.Context(), opened.Number, opened.Head, "merge")
		w.must(err)
		self, err := bot.Self(w.Context())
		w.must(err)
		read, err := bot.Pull(w.Context(), opened.Number)
		w.must(err)
		if read.Open || read.Merge != commit || read.Merged.IsZero() || read.MergedBy.ID != self.ID || read.Head != opened.Head {
			w.Errorf("merged as %s: %+v", commit, read)
		}
		found, err := bot.CommitPulls(w.Context(), commit)
		if err != nil || len(found) != 1 || found[0].Number != opened.Number || found[0].Merge != commit {
			w.Errorf("the proposals of the merge are %+v, %v", found, err)
		}
		merged, err := bot.MergedPulls(w.Context(), "main", opened.Created)
		if err != nil || !slices.ContainsFunc(merged, func(p facts.Pull) bool { return p.Number == opened.Number }) {
			w.Errorf("the merged proposals are %+v, %v", merged, err)
		}
		log, err := bot.Activity(w.Context(), "refs/heads/main", opened.Created)
		w.must(err)
		if len(log) == 0 || log[0].After != commit || log[0].Actor.ID != self.ID || facts.Contradicts(log, commit, read.Merged) != "" {
			w.Errorf("the log of the branch is %+v", log)
		}
		if pushes, err := bot.Pushes(w.Context(), read); err != nil || len(pushes) == 0 || pushes[0].After != opened.Head {
			w.Errorf("the log of %s is %+v, %v", branch, pushes, err)
		}
	})
}

func TestAConflictIsForAPerson(t *testing.T) {
	eachForge(t, func(w *world) {
		main, err := w.work.Head()
		w.must(err)
		one, _ := w.propose("one\ntwo\nthree\nfour\nfive: a\n")
		w.reset(main.Hash().String())
		other, _ := w.propose("one\ntwo\nthree\nfour\nfive: b\n")
		bot := w.as(w.bot)
		for _, p := range []facts.Pull{one, other} {
			for range 2 {
				_, err := bot.Pull(w.Context(), p.Number)
				w.must(err)
			}
		}
		_, err = bot.Merge(w.Context(), one.Number, one.Head, "merge")
		w.must(err)
		for range 2 {
			_, err := bot.Pull(w.Context(), other.Number)
			w.must(err)
		}
		if _, err := bot.Merge(w.Context(), other.Number, other.Head, "merge"); !errors.Is(err, facts.ErrNotMergeable) {
			w.Errorf("a conflict: %v", err)
		}
	})
}

func TestCommentsAndIssues(t *testing.T) {
	eachForge(t, func(w *world) {
		bot := w.as(w.bot)
		made, err := bot.PostIssue(w.Context(), "Incident", "first")
		w.must(err)
		read, err := bot.Issue(w.Context(), made.Number)
		if err != nil || read.Title != "Incident" || read.Body != "first" || !read.Open {
			w.Errorf("the issue is %+v, %v", read, err)
		}
		edited, err := bot.EditIssue(w.Context(), made.Number, "second")
		if err != nil || edited.Body != "second" {
			w.Errorf("edited: %+v, %v", edited, err)
		}
		list, err := bot.Issues(w.Context(), "open", made.Created)
		if err != nil || !slices.ContainsFunc(list, func(i facts.Issue) bool { return i.Number == made.Number }) {
			w.Errorf("the issues are %+v, %v", list, err)
		}
		note, err := bot.PostComment(w.Context(), made.Number, "a note")
		w.must(err)
		self, err := bot.Self(w.Context())
		w.must(err)
		if note, err = bot.EditComment(w.Context(), note.ID, "another"); err != nil || note.Body != "another" || note.Author.ID != self.ID {
			w.Errorf("the comment is %+v, %v", note, err)
		}
		comments, err := bot.Comments(w.Context(), made.Number)
		if err != nil || len(comments) != 1 || comments[0].Body != "another" {
			w.Errorf("the comments are %+v, %v", comments, err)
		}
		if again, err := bot.Comment(w.Context(), note.ID); err != nil || again.ID != note.ID {
			w.Errorf("the comment by its id is %+v, %v", again, err)
		}
		if _, err := bot.Comment(w.Context(), 999999999); !errors.Is(err, facts.ErrNotFound) {
			w.Errorf("a comment that is not there: %v", err)
		}
		closed, err := bot.CloseIssue(w.Context(), made.Number)
		if err != nil || closed.Open {
			w.Errorf("closed: %+v, %v", closed, err)
		}
	})
}

func TestPeople(t *testing.T) {
	eachForge(t, func(w *world) {
		bot := w.as(w.bot)
		self, err := bot.Self(w.Context())
		w.must(err)
		for name, find := range map[string]func() (facts.Person, error){
			"by id":    func() (facts.Person, error) { return bot.User(w.Context(), self.ID) },
			"by login": func() (facts.Person, error) { return bot.UserByLogin(w.Context(), self.Login) },
		} {
			if found, err := find(); err != nil || found.ID != self.ID || found.Login != self.Login {
				w.Errorf("%s: %+v, %v", name, found, err)
			}
		}
		if _, err := bot.User(w.Context(), 999999999); !errors.Is(err, facts.ErrNotFound) {
			w.Errorf("an unknown id: %v", err)
		}
		if _, err := bot.UserByLogin(w.Context(), "no-such-login-anywhere"); !errors.Is(err, facts.ErrNotFound) {
			w.Errorf("an unknown login: %v", err)
		}
	})
}
