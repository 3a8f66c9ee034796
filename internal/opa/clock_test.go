package opa

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// afterClose is everything that can become of a review on a forge once the vote has closed, as a check reads it: the review
// as it is now, the event that reports it, and when its text was changed. ok is false where it cannot happen to it.
type afterClose func(d dice, r *facts.Review, now *facts.Record) (ok bool)

// dismissed is what any of the people that are named may do; a push dismisses in the name of the person who pushed.
func dismissed(by func(d dice, r facts.Review) facts.Person, commit string) afterClose {
	return func(d dice, r *facts.Review, now *facts.Record) bool {
		if r.State == said {
			return false
		}
		now.Events = append(now.Events, facts.Event{
			Kind: "review_dismissed", Review: r.ID, State: r.State, Actor: by(d, *r), DismissalCommit: commit, At: d.late(),
		})
		r.State = "DISMISSED"
		return true
	}
}

// late is a moment from the close on; the close itself is one.
func (d dice) late() time.Time {
	return time.Date(2026, 11, 23, 0, d.IntN(3)*d.IntN(60), 0, 0, time.UTC)
}

// readBefore is what a check read of a review before the close.
func readBefore(r facts.Review) map[int64]facts.Words {
	return map[int64]facts.Words{r.ID: {Author: r.Author, Digest: r.Digest, State: r.State, Text: r.Body, ReadAt: time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC)}}
}

func fates() map[string]afterClose {
	author := func(_ dice, r facts.Review) facts.Person { return r.Author }
	return map[string]afterClose{
		"dismissed by its author": dismissed(author, ""),
		"dismissed by a push":     dismissed(author, "abc"),
		"dismissed by another":    dismissed(func(d dice, _ facts.Review) facts.Person { return person(d.pick("ada", "hal", "zed", "")) }, ""),
		"renamed": func(_ dice, r *facts.Review, _ *facts.Record) bool {
			r.Author.Login = "another-name"
			return true
		},
		"edited": func(d dice, r *facts.Review, now *facts.Record) bool {
			now.Words, now.Edits = readBefore(*r), map[int64]time.Time{r.ID: d.late()}
			r.Body = d.pick("/withdraw", "/block", "/no", "")
			return true
		},
		"left by an account that is gone": func(_ dice, r *facts.Review, now *facts.Record) bool {
			now.Words, r.Author = readBefore(*r), facts.Person{}
			return true
		},
		"followed by a review": func(d dice, r *facts.Review, now *facts.Record) bool {
			again := *r
			again.ID, again.State, again.Body, again.SubmittedAt = 100+r.ID, d.pick(approved, objected, said), "/withdraw", moment.Of(d.late())
			now.Reviews = append(now.Reviews, again)
			return true
		},
	}
}

// cast gives a proposal on which members and strangers have voted, in every way and within the time.
func (d dice) cast() facts.Facts {
	f := proposal()
	f.Now = "2026-11-24T00:00:00Z"
	for range 2 + d.IntN(7) {
		who := d.pick(append(names(), "zed")...)
		switch d.IntN(4) {
		case 0:
			review(&f, who, said, d.pick("/abstain", "/withdraw", "/yes", "fine", "/abstain\nI know them"))
		case 1:
			review(&f, who, objected, d.pick("no", "/block\nit leaks"))
		default:
			review(&f, who, approved, "")
		}
	}
	return f
}

func (d dice) article() string {
	return d.pick(suspending, suspending+"veto: {holders: all, stance: block}\n", suspending+"ballots: {revote: first}\n", suspending+"ballots: {multi: void}\n",
		suspending+"on_no_quorum: extend\n", suspending+"proposer_vote: implicit_yes\n", strings.Replace(suspending, "2/3", "1/2", 1)+"early_pass: when_decided\n")
}

func (d dice) outcome(t *testing.T, j *Judge, article string, f facts.Facts, now facts.Record) decision.Outcome {
	t.Helper()
	now.Digest, now.Opened = "d1", time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	f.Reviews = now.Ballots()
	got, err := j.Decide(t.Context(), constitutionOf(t, article, ""), f)
	if err != nil {
		t.Fatal(err)
	}
	return got.Outcome
}

func TestNoEventAfterTheCloseChangesAnOutcome(t *testing.T) {
	j, d := testJudge(t), roll(11)
	for name, fate := range fates() {
		t.Run(name, func(t *testing.T) {
			decided := map[decision.Outcome]int{}
			for round := range 25 {
				article, f := d.article(), d.cast()
				before := d.outcome(t, j, article, f, facts.Record{Reviews: f.Reviews})
				now := facts.Record{Reviews: slices.Clone(f.Reviews)}
				if !fate(d, &now.Reviews[d.IntN(len(f.Reviews))], &now) {
					continue
				}
				after := d.outcome(t, j, article, f, now)
				if before != after {
					t.Fatalf("round %d: %s became %s\nvotes %+v\nnow %+v\n%s", round, before, after, f.Reviews, now, article)
				}
				decided[before]++
			}
			if decided[decision.Passed] < 2 || decided[decision.Failed] < 2 {
				t.Errorf("the motions tried are too much alike: %s", fmt.Sprint(decided))
			}
		})
	}
}
