package gitea

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
)

// reviewAnswer is a review as the server lists it: its state stays when it is dismissed, and by whom is not shown.
type reviewAnswer struct {
	ID        int64      `json:"id"`
	User      *user      `json:"user"`
	State     string     `json:"state"`
	Body      string     `json:"body"`
	Commit    string     `json:"commit_id"` // what its author says; any commit of the repository is taken
	Dismissed bool       `json:"dismissed"`
	Submitted *time.Time `json:"submitted_at"` // when it was begun
	Updated   *time.Time `json:"updated_at"`
}

// reviewWords are the states of submitted reviews in the words of GitHub. Drafts and requests for a review are none.
var reviewWords = map[string]string{"APPROVED": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}

// Reviews lists the submitted reviews of a pull request, oldest first, in the words of GitHub. A vote that a later one of the same
// person replaced is one of its own, and no dismissal. One that was dismissed is DISMISSED; where no event says by whom, its
// vote is unknown. So is one that was replaced, where nothing says when it was cast.
func (c *Client) Reviews(ctx context.Context, number int) ([]facts.Review, error) {
	found, err := c.reviews(ctx, number)
	if err != nil {
		return nil, err
	}
	var entries []*entry
	if slices.ContainsFunc(found, (*reviewAnswer).moved) {
		if entries, err = c.timeline(ctx, number); err != nil {
			return nil, err
		}
	}
	reviews := []facts.Review{}
	for _, r := range found {
		if reviewWords[r.State] != "" {
			reviews = append(reviews, r.among(found, entries))
		}
	}
	slices.SortFunc(reviews, func(a, b facts.Review) int {
		return cmp.Or(a.SubmittedAt.Time.Compare(b.SubmittedAt.Time), cmp.Compare(a.ID, b.ID))
	})
	return reviews, nil
}

func (c *Client) reviews(ctx context.Context, number int) ([]*reviewAnswer, error) {
	found, err := numbered(ctx, c, c.Path("/pulls/%d/reviews?", number), func(r *reviewAnswer) int64 { return r.ID })
	if err != nil {
		return nil, fmt.Errorf("reviews of #%d: %w", number, err)
	}
	return found, nil
}

// moved says whether a review was touched after it was begun, which a list of reviews alone does not explain.
func (r *reviewAnswer) moved() bool { return r.Dismissed || !r.touched().Equal(utc(r.Submitted)) }

// touched is when a review was last changed; a server that does not say has not changed it.
func (r *reviewAnswer) touched() time.Time {
	if at := utc(r.Updated); !at.IsZero() {
		return at
	}
	return utc(r.Submitted)
}

// among states a review, by the other reviews and the time line.
func (r *reviewAnswer) among(all []*reviewAnswer, entries []*entry) facts.Review {
	replaced := slices.ContainsFunc(all, r.replacedBy)
	dismissed := slices.ContainsFunc(entries, func(e *entry) bool { return e.Type == dismissal && e.Review == r.ID })
	at, known := r.cast(replaced || dismissed, entries)
	one := facts.Review{
		ID: r.ID, Author: person(r.User), State: reviewWords[r.State], Body: r.Body, Commit: r.Commit, SubmittedAt: moment.Of(at),
	}
	if !known || r.Dismissed && (dismissed || !replaced) {
		one.State = "DISMISSED"
	}
	return one
}

// replacedBy says whether another review is a later vote of the same person.
func (r *reviewAnswer) replacedBy(other *reviewAnswer) bool {
	vote := other.State == "APPROVED" || other.State == "REQUEST_CHANGES"
	return vote && other.ID > r.ID && person(other.User).ID != 0 && person(other.User).ID == person(r.User).ID
}

// cast is when a review was submitted. The server keeps when it was begun, and moves its other time when it is submitted, replaced
// or dismissed. Where that is explained by what came later, it is the last time at which the time line shows the review; where it
// shows it no more, it is not known, and then when it was begun is given.
func (r *reviewAnswer) cast(explained bool, entries []*entry) (at time.Time, known bool) {
	if !explained || r.touched().Equal(utc(r.Submitted)) {
		return r.touched(), true
	}
	at = utc(r.Submitted)
	for _, e := range entries {
		if e.Type == "review" && e.Review == r.ID {
			known = true
			at = slices.MaxFunc([]time.Time{at, utc(e.Created)}, time.Time.Compare)
		}
	}
	return at, known
}

// ReviewEdits gives none, and no comments: an edit changes what the time line shows of a review, and never what the list of
// reviews does.
func (c *Client) ReviewEdits(context.Context, int) (map[int64]time.Time, []facts.Comment, error) {
	return nil, nil, nil
}

// Talk gives the submitted reviews and the comments, each oldest first.
func (c *Client) Talk(ctx context.Context, number int) ([]facts.Review, []facts.Comment, error) {
	reviews, err := c.Reviews(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	comments, err := c.Comments(ctx, number)
	return reviews, comments, err
}
