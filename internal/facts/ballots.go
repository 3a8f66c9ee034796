package facts

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Record is everything that says what became of reviews.
type Record struct {
	Reviews []Review            // as the forge lists them now
	Events  []Event             // of the proposal, oldest first
	Edits   map[int64]time.Time // by review, when its text was last changed
	Kept    []Review            // as the ledger kept them when the proposal was seen as passed
	Words   map[int64]Words     // by review, as checks read them before they were edited
	Merged  time.Time           // of a merged proposal: what happened later counts for nothing; else zero
	Opened  time.Time           // of the vote on the present content; zero where it is not open
	Digest  string              // of the present content
}

// Ballots gives the reviews as they count: dismissals with who dismissed them and from which state, edits, and those that
// only the ledger still knows. What was lost after the merge is taken from the ledger by id; what was lost before it has
// become unknown, a dismissed review without a state. So has a vote on a commit that no one can read any more, if it was
// cast since the vote opened: it may have been on the present content.
func (r Record) Ballots() []Review {
	kept := map[int64]Review{}
	for _, k := range r.Kept {
		kept[k.ID] = k
	}
	var ballots []Review
	for _, review := range r.Reviews {
		known, was := kept[review.ID]
		delete(kept, review.ID)
		if r.afterMerge(review.SubmittedAt.Time) {
			continue
		}
		if was && review.Author.ID == 0 {
			review.Author = known.Author // the account was deleted; whose the ballot was is recorded
		}
		if review.Author.ID == 0 {
			review.Author = r.Words[review.ID].Author
		}
		if was && review.Digest == "" {
			review.Digest = known.Digest
		}
		ballots = append(ballots, r.placed(r.edited(r.dismissed(review, known), known)))
	}
	for _, gone := range kept {
		ballots = append(ballots, r.gone(gone))
	}
	ballots = append(ballots, r.lost()...)
	slices.SortFunc(ballots, func(a, b Review) int {
		return cmp.Or(a.SubmittedAt.Time.Compare(b.SubmittedAt.Time), cmp.Compare(a.ID, b.ID))
	})
	return ballots
}

func (r Record) afterMerge(at time.Time) bool { return !r.Merged.IsZero() && at.After(r.Merged) }

// dismissed says who dismissed a review. The state before is reported by the event, or else by the ledger; where neither
// does, no one knows it.
func (r Record) dismissed(review, known Review) Review {
	review.Dismissed = nil
	if review.State != "DISMISSED" {
		return review
	}
	if known.State == "" {
		known.State = r.Words[review.ID].State
	}
	for _, e := range slices.Backward(r.Events) {
		if e.Kind != "review_dismissed" || e.Review != review.ID {
			continue
		}
		if r.afterMerge(e.At) && e.State != "" {
			review.State = e.State
			return review
		}
		review.Dismissed = &Dismissal{By: e.Actor, State: cmp.Or(e.State, r.Words[review.ID].State), Commit: e.DismissalCommit, At: moment.Of(e.At)}
		break
	}
	switch {
	case review.Dismissed != nil || known.State == "":
	case !r.Merged.IsZero() || known.State == "DISMISSED":
		review.State, review.Dismissed = known.State, known.Dismissed
	default:
		review.Dismissed = &Dismissal{By: Person{Login: "somebody"}, State: known.State}
	}
	return review
}

// edited notes a changed text, and what a check read before. A change after the merge is undone where the ledger kept what
// was decided on; in the second of the merge it came after it.
func (r Record) edited(review, known Review) Review {
	at, edited := r.changed(review)
	review.Edited = edited
	if !edited {
		return review
	}
	if words, ok := r.Words[review.ID]; ok {
		if !words.EditedAt.IsZero() && words.EditedAt.Before(at) {
			at = words.EditedAt
		}
		if !at.Before(words.ReadAt) {
			review.Body, review.ReadAt, review.EditedAt = words.Text, moment.Of(words.ReadAt), moment.Of(at)
		}
	}
	if known.ID != 0 && !r.Merged.IsZero() && !at.Before(r.Merged) {
		review.Body, review.Edited, review.ReadAt, review.EditedAt = known.Body, known.Edited, known.ReadAt, known.EditedAt
	}
	return review
}

// placed makes a vote unknown whose content no one can say.
func (r Record) placed(review Review) Review {
	vote := review.State != "COMMENTED" || strings.HasPrefix(strings.TrimSpace(review.Body), "/")
	if review.Digest == "" && vote && !r.Opened.IsZero() && (!review.SubmittedAt.Known() || !review.SubmittedAt.Time.Before(r.Opened)) {
		review.Digest, review.State, review.Dismissed = r.Digest, "DISMISSED", nil
	}
	return review
}

// gone is a review that only the ledger still knows.
func (r Record) gone(kept Review) Review {
	if r.Merged.IsZero() {
		kept.State, kept.Dismissed = "DISMISSED", nil
	}
	return kept
}

// lost are the reviews that a check had read and that are gone before the merge: nothing dates that, so they are unknown.
func (r Record) lost() (ballots []Review) {
	there := map[int64]bool{}
	for _, review := range slices.Concat(r.Reviews, r.Kept) {
		there[review.ID] = true
	}
	for id, w := range r.Words {
		silent := w.State == "COMMENTED" && !strings.HasPrefix(w.Text, "/")
		if !there[id] && !silent && w.Author.ID != 0 && r.Merged.IsZero() {
			ballots = append(ballots, Review{ID: id, Author: w.Author, State: "DISMISSED", Digest: w.Digest, SubmittedAt: moment.Of(w.ReadAt)})
		}
	}
	return ballots
}

// RestsOnWords says whether what a review means may hang on its text, so that a later change of the text matters.
func RestsOnWords(r Review) bool {
	return r.State != "APPROVED" && (r.Body != "" || r.State == "CHANGES_REQUESTED")
}
