package github

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// review is one submission; a dismissal changes its state in place.
type review struct {
	id        int64
	author    int64
	state     string
	body      string
	commit    plumbing.Hash // zero: collected
	submitted time.Time
	edited    time.Time
}

// Ballot is the body of a new review.
type Ballot struct {
	Event  string `json:"event"` // APPROVE, REQUEST_CHANGES, COMMENT, or "" for a draft that only its author sees
	Body   string `json:"body"`
	Commit string `json:"commit_id"` // "": the present head
}

// Review reviews a pull request as an account and gives the review's id.
func (s *Server) Review(login string, number int, b Ballot) (id int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, p, err := s.party(login, number)
	if err != nil {
		return 0, err
	}
	made, err := s.review(who, p, b)
	if err != nil {
		return 0, err
	}
	return made.id, nil
}

var reviewStates = map[string]string{"": "PENDING", "APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}

func (s *Server) review(who *account, p *pull, b Ballot) (*review, error) {
	state, known := reviewStates[b.Event]
	commit := p.head.sha
	if b.Commit != "" {
		commit = plumbing.NewHash(b.Commit)
	}
	_, err := s.base.Git.CommitObject(commit)
	decisive := state == "APPROVED" || state == "CHANGES_REQUESTED"
	switch {
	case !known:
		return nil, unprocessable("Variable $event of type PullRequestReviewEvent was provided invalid value")
	case err != nil:
		return nil, unprocessable("The commit_id is not part of the pull request")
	case state == "PENDING" && slices.ContainsFunc(p.reviews, func(r *review) bool { return r.author == who.ID && r.state == state }):
		return nil, unprocessable("User can only have one pending review per pull request")
	case decisive && who.ID == p.author && state == "APPROVED":
		return nil, unprocessable("Can not approve your own pull request")
	case decisive && who.ID == p.author:
		return nil, unprocessable("Can not request changes on your own pull request")
	case b.Body == "" && (state == "CHANGES_REQUESTED" || state == "COMMENTED"):
		return nil, unprocessable("You need to leave a comment indicating the requested changes.")
	case decisive && s.settings.ReviewLimits && who.Permission == "" && !s.allows(who, s.base, "write"):
		return nil, unprocessable("Reviews that approve or request changes are limited to people with access")
	case state == "APPROVED" && who.ID == ActionsBot && !s.settings.ActionsMayPropose:
		return nil, unprocessable("GitHub Actions is not permitted to approve pull requests.")
	}
	made := &review{id: s.id(), author: who.ID, state: state, body: b.Body, commit: commit}
	p.reviews = append(p.reviews, made)
	if state != "PENDING" {
		s.submit(p, made, who)
	}
	return made, nil
}

func (s *Server) submit(p *pull, r *review, who *account) {
	r.submitted, p.updated = s.time(), s.time()
	s.trigger(who, "pull_request_review", "submitted", "refs/pull/"+itoa(p.number)+"/merge", p.head.sha.String())
}

// EditReview replaces the text of a review, which its author and writers can do without a trace in the list of reviews.
func (s *Server) EditReview(login string, number int, id int64, body string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, r, who, err := s.find(login, number, id)
	if err != nil {
		return err
	}
	if who.ID != r.author && !s.allows(who, s.base, "write") {
		return forbidden(who)
	}
	r.body, r.edited, p.updated = body, s.time(), s.time()
	return nil
}

// Dismiss dismisses a review. Silent leaves out the event, as happens on the real server.
func (s *Server) Dismiss(login string, number int, id int64, message string, silent bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, r, who, err := s.find(login, number, id)
	if err != nil {
		return err
	}
	if !s.allows(who, s.base, "write") {
		return forbidden(who)
	}
	s.dismiss(p, r, who.ID, message, "", !silent)
	return nil
}

// Collect forgets the commit of a review, as happens when a commit that was pushed away is collected as garbage.
func (s *Server) Collect(number int, id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, r, _, err := s.find(s.base.owner, number, id)
	if err == nil {
		r.commit = plumbing.ZeroHash
	}
	return err
}

// Vanish removes a review from all lists, as the reviews of a flagged account.
func (s *Server) Vanish(number int, id int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, gone, _, err := s.find(s.base.owner, number, id)
	if err == nil {
		p.reviews = slices.DeleteFunc(p.reviews, func(r *review) bool { return r == gone })
	}
	return err
}

func (s *Server) find(login string, number int, id int64) (*pull, *review, *account, error) {
	who, p, err := s.party(login, number)
	if err != nil {
		return nil, nil, nil, err
	}
	if r := p.review(id); r != nil {
		return p, r, who, nil
	}
	return nil, nil, nil, fmt.Errorf("#%d has no review %d", number, id)
}

func (p *pull) review(id int64) *review {
	at := slices.IndexFunc(p.reviews, func(r *review) bool { return r.id == id })
	if at < 0 {
		return nil
	}
	return p.reviews[at]
}

func (s *Server) dismiss(p *pull, r *review, actor int64, message, commit string, noted bool) {
	was := strings.ToLower(r.state)
	r.state, p.updated = "DISMISSED", s.time()
	if noted {
		s.happen(p, actor, "review_dismissed").dismissal = &dismissal{r.id, was, message, commit}
	}
}

func (s *Server) showReview(p *pull, r *review) fields {
	links := map[string]string{"html": fmt.Sprintf("%s#pullrequestreview-%d", p.web(s.base), r.id), "pull_request": p.api(s.base)}
	shown := fields{
		"id": r.id, "node_id": node("PullRequestReview", r.id), "user": s.person(r.author), "body": r.body, "state": r.state,
		"commit_id": nil, "html_url": links["html"], "pull_request_url": links["pull_request"], "_links": hrefs(links),
		"author_association": s.association(r.author),
	}
	if !r.commit.IsZero() {
		shown["commit_id"] = r.commit.String()
	}
	if !r.submitted.IsZero() {
		shown["submitted_at"] = r.submitted
	}
	return shown
}

func (c *call) createReview() (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	if c.who == nil {
		return 0, nil, anonymous
	}
	var b Ballot
	if err := c.decode(&b); err != nil {
		return 0, nil, err
	}
	made, err := c.review(c.who, p, b)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.showReview(p, made), nil
}

// listReviews shows everybody's submitted reviews, and drafts to their author.
func (c *call) listReviews() (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	list := []any{}
	for _, r := range p.reviews {
		if r.state != "PENDING" || c.who != nil && c.who.ID == r.author {
			list = append(list, c.showReview(p, r))
		}
	}
	return http.StatusOK, list, nil
}

func (c *call) dismissReview() (int, any, error) {
	p, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	if err := c.writer(); err != nil {
		return 0, nil, err
	}
	var wanted struct {
		Message string `json:"message"`
	}
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	r := p.review(c.number("id"))
	switch {
	case r == nil:
		return 0, nil, notFound
	case wanted.Message == "":
		return 0, nil, unprocessable("You must provide a message to dismiss a review")
	case r.state != "APPROVED" && r.state != "CHANGES_REQUESTED":
		return 0, nil, unprocessable(fmt.Sprintf("Can not dismiss a %s pull request review", strings.ToLower(r.state)))
	}
	c.dismiss(p, r, c.who.ID, wanted.Message, "", true)
	return http.StatusOK, c.showReview(p, r), nil
}
