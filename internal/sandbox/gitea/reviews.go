package gitea

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// review is one review. A vote of the same person that comes later dismisses it without an entry in the time line.
type review struct {
	id                 int64
	author             int64
	state              string
	body               string
	commit             plumbing.Hash
	official           bool
	dismissed          bool
	submitted, updated time.Time // submitted is when it was begun
}

// Ballot is the body of a new review.
type Ballot struct {
	Event  string `json:"event"` // APPROVED, REQUEST_CHANGES or COMMENT; every other word begins a draft
	Body   string `json:"body"`
	Commit string `json:"commit_id"` // "": what the server keeps as the head
}

func (r *review) decisive() bool { return r.state == "APPROVED" || r.state == "REQUEST_CHANGES" }

func (c *call) createReview() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, err
	}
	var b Ballot
	if err := c.decode(&b); err != nil {
		return 0, nil, err
	}
	return c.review(i, b, func(r *review) bool { return r.author == c.who.ID && r.state == "PENDING" })
}

// submitReview submits a draft.
func (c *call) submitReview() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, err
	}
	var b Ballot
	if err := c.decode(&b); err != nil {
		return 0, nil, err
	}
	id := c.number("id")
	mine := func(r *review) bool { return r.id == id && r.author == c.who.ID && r.state == "PENDING" }
	if !slices.ContainsFunc(i.pull.reviews, mine) {
		return 0, nil, notFound
	}
	return c.review(i, b, mine)
}

// review takes a review: a draft that is there is submitted, and keeps the time when it was begun.
func (c *call) review(i *issue, b Ballot, draft func(*review) bool) (int, any, error) {
	state := b.Event
	if !slices.Contains([]string{"APPROVED", "REQUEST_CHANGES", "COMMENT"}, state) {
		state = "PENDING"
	}
	commit := c.repo.Tip(i.kept())
	if b.Commit != "" {
		commit = plumbing.NewHash(b.Commit)
	}
	if err := c.unfit(i, state, b, commit); err != nil {
		return 0, nil, err
	}
	at := slices.IndexFunc(i.pull.reviews, draft)
	if at < 0 {
		c.reviews++
		i.pull.reviews = append(i.pull.reviews, &review{id: c.reviews, author: c.who.ID, submitted: c.time()})
		at = len(i.pull.reviews) - 1
	}
	r := i.pull.reviews[at]
	r.state, r.body, r.commit, r.updated = state, b.Body, commit, c.time()
	if r.decisive() {
		r.official = c.who.writes()
		c.supersede(i, r)
	}
	i.updated = c.time()
	c.happen(i, c.who.ID, "review", b.Body).review = r.id
	op := map[string]string{"APPROVED": "approve_pull_request", "REQUEST_CHANGES": "reject_pull_request", "COMMENT": "comment_pull"}[state]
	if op != "" {
		c.note(&feedRow{op: op, actor: c.who.ID, content: fmt.Sprintf("%d|%s", i.number, b.Body)})
	}
	return http.StatusOK, c.showReview(i, r), nil
}

func (c *call) unfit(i *issue, state string, b Ballot, commit plumbing.Hash) error {
	switch {
	case !i.open():
		return invalid("can't submit review for a closed or merged PR")
	case state == "APPROVED" && c.who.ID == i.author:
		return invalid("approve your own pull is not allowed")
	case state == "REQUEST_CHANGES" && c.who.ID == i.author:
		return invalid("reject your own pull is not allowed")
	case b.Body == "" && (state == "REQUEST_CHANGES" || state == "COMMENT"):
		return invalid("review event " + state + " requires a body")
	case !c.repo.Has(commit):
		return &problem{status: http.StatusInternalServerError}
	}
	return nil
}

// supersede dismisses the earlier votes of a person.
func (s *Server) supersede(i *issue, latest *review) {
	for _, r := range i.pull.reviews {
		if r != latest && r.author == latest.author && r.decisive() && !r.dismissed {
			r.dismissed, r.official, r.updated = true, false, s.time()
		}
	}
}

func (s *Server) showReview(i *issue, r *review) fields {
	return fields{
		"id": r.id, "user": s.person(r.author), "team": nil, "state": r.state, "body": r.body, "commit_id": r.commit.String(),
		"stale": r.commit != s.repo.Tip(i.kept()), "official": r.official, "dismissed": r.dismissed, "comments_count": 0,
		"submitted_at": r.submitted, "updated_at": r.updated,
		"html_url": fmt.Sprintf("%s#pullrequestreview-%d", s.web(i), r.id), "pull_request_url": s.web(i),
	}
}

// listReviews shows drafts to their author alone, and counts them all the same. Without a page asked for it gives all.
func (c *call) listReviews() (int, any, error) {
	i, err := c.proposed()
	if err != nil {
		return 0, nil, err
	}
	list := []any{}
	for _, r := range i.pull.reviews {
		if r.state != "PENDING" || c.who != nil && c.who.ID == r.author {
			list = append(list, c.showReview(i, r))
		}
	}
	c.header.Set("X-Total-Count", strconv.Itoa(len(i.pull.reviews)))
	if query := c.request.URL.Query(); query.Has("page") {
		page, size := window(query)
		list = append([]any{}, cut(list, page, size)...)
	}
	return http.StatusOK, list, nil
}

// reviewed finds the review that the id in the path names.
func (c *call) reviewed() (*issue, *review, error) {
	i, err := c.proposed()
	if err != nil {
		return nil, nil, err
	}
	for _, r := range i.pull.reviews {
		if r.id == c.number("id") {
			return i, r, nil
		}
	}
	return nil, nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("review does not exist [id: %d]", c.number("id"))}
}

// deleteReview takes a review back without a trace but the row in the feed.
func (c *call) deleteReview() (int, any, error) {
	i, r, err := c.reviewed()
	if err != nil {
		return 0, nil, err
	}
	if c.who.ID != r.author {
		return 0, nil, forbidden("no permission to delete comment")
	}
	i.pull.reviews = slices.DeleteFunc(i.pull.reviews, func(each *review) bool { return each == r })
	i.entries = slices.DeleteFunc(i.entries, func(e *entry) bool { return e.review == r.id })
	return http.StatusNoContent, nil, nil
}

func (c *call) dismissReview() (int, any, error) {
	i, r, err := c.reviewed()
	if err != nil {
		return 0, nil, err
	}
	var wanted struct {
		Message string `json:"message"`
	}
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	switch {
	case !c.who.administers():
		return 0, nil, forbidden("Must be repo admin")
	case !r.decisive():
		return 0, nil, forbidden("not need to dismiss this review because it's type is not Approve or change request")
	}
	r.dismissed, r.updated = true, c.time()
	c.happen(i, c.who.ID, "dismiss_review", wanted.Message).review = r.id
	return http.StatusOK, c.showReview(i, r), nil
}
