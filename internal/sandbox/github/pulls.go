package github

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// pull is a pull request, or an issue where head is nil.
type pull struct {
	id               int64
	number           int
	title, body      string
	author           int64
	draft            bool
	created, updated time.Time
	closed, merged   time.Time
	mergedBy         int64
	mergeCommit      plumbing.Hash // a test merge while it is open
	tested           string        // head and base of the test merge; the first look at others starts it
	mergeable        bool
	size             size
	head             *side
	base             side
	from             plumbing.Hash // where base was before the merge
	reviews          []*review
	events           []*event
	comments         []*comment
}

// side is one end of a pull request.
type side struct {
	repo *repository
	ref  string
	sha  plumbing.Hash
}

func (p *pull) open() bool { return p.closed.IsZero() }

// Proposal is what a pull request is opened with.
type Proposal struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Head  string `json:"head"` // a branch, or "login:branch" of a fork
	Base  string `json:"base"`
	Draft bool   `json:"draft"`
}

// Propose opens a pull request as an account.
func (s *Server) Propose(login string, p Proposal) (number int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who, err := s.by(login)
	if err != nil {
		return 0, err
	}
	made, err := s.propose(who, p)
	if err != nil {
		return 0, err
	}
	return made.number, nil
}

func (s *Server) propose(who *account, p Proposal) (*pull, error) {
	if who.ID == ActionsBot && !s.settings.ActionsMayPropose {
		return nil, &problem{status: http.StatusForbidden, message: "GitHub Actions is not permitted to create or approve pull requests."}
	}
	head, err := s.findHead(p.Head)
	if err != nil {
		return nil, err
	}
	base := s.base.Tip(branches + p.Base)
	if base.IsZero() {
		return nil, invalid("PullRequest", "base")
	}
	if p.Title == "" {
		return nil, unfit("PullRequest", "title", "missing_field", "")
	}
	if err := fits("PullRequest", p.Title, p.Body); err != nil {
		return nil, err
	}
	for _, other := range s.pulls {
		if other.head != nil && other.open() && *other.head == *head && other.base.ref == p.Base {
			return nil, custom("PullRequest", "", fmt.Sprintf("A pull request already exists for %s:%s.", head.repo.owner, head.ref))
		}
	}
	if err := s.base.Copy(head.repo.Git, head.sha); err != nil {
		return nil, err
	}
	if s.base.Contains(base, head.sha) {
		return nil, custom("PullRequest", "", fmt.Sprintf("No commits between %s and %s", p.Base, head.ref))
	}
	made := s.addPull(who, p.Title, p.Body)
	made.draft, made.head, made.base = p.Draft, head, side{s.base, p.Base, base}
	s.trigger(who, "pull_request", "opened", fmt.Sprintf("refs/pull/%d/merge", made.number), head.sha.String())
	return made, s.keepHead(made)
}

func (s *Server) addPull(who *account, title, body string) *pull {
	made := &pull{
		id: s.id(), number: len(s.pulls) + 1, title: title, body: body, author: who.ID, created: s.time(), updated: s.time(),
	}
	s.pulls = append(s.pulls, made)
	return made
}

func (s *Server) findHead(name string) (*side, error) {
	in, ref := s.base, name
	if owner, branch, forked := strings.Cut(name, ":"); forked {
		in, ref = s.repos[strings.ToLower(owner+"/"+s.base.name)], branch
	}
	if in == nil {
		return nil, invalid("PullRequest", "head")
	}
	tip := in.Tip(branches + ref)
	if tip.IsZero() {
		return nil, invalid("PullRequest", "head")
	}
	return &side{in, ref, tip}, nil
}

// keepHead makes the head reachable from the base repository, whatever becomes of the fork.
func (s *Server) keepHead(p *pull) error {
	if err := s.base.Copy(p.head.repo.Git, p.head.sha); err != nil {
		return err
	}
	name := plumbing.ReferenceName(fmt.Sprintf("refs/pull/%d/head", p.number))
	return s.base.Git.Storer.SetReference(plumbing.NewHashReference(name, p.head.sha))
}

// pull finds a pull request by the number in the path.
func (c *call) pull() (*pull, error) {
	found, err := c.issue()
	if err != nil || found.head == nil {
		return nil, notFound
	}
	return found, nil
}

// issue finds a pull request or an issue. Forks have none.
func (c *call) issue() (*pull, error) {
	n := c.number("number")
	if c.repo != c.base || n < 1 || int(n) > len(c.pulls) {
		return nil, notFound
	}
	return c.pulls[n-1], nil
}

func (c *call) createPull() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	var wanted Proposal
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	made, err := c.propose(c.who, wanted)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.showPull(made, true), nil
}

func (c *call) getPull() (int, any, error) {
	found, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	c.testMerge(found)
	return http.StatusOK, c.showPull(found, true), nil
}

func (c *call) listPulls() (int, any, error) {
	query := c.request.URL.Query()
	state := cmp.Or(query.Get("state"), "open")
	var found []*pull
	for _, p := range c.pulls {
		owner := query.Get("head")
		switch {
		case p.head == nil, state == "open" && !p.open(), state == "closed" && p.open():
		case query.Get("base") != "" && query.Get("base") != p.base.ref:
		case owner != "" && owner != p.head.repo.owner+":"+p.head.ref:
		default:
			found = append(found, p)
		}
	}
	sortPulls(found, query.Get("sort"), query.Get("direction"))
	list := []any{}
	for _, p := range found {
		list = append(list, c.showPull(p, false))
	}
	return http.StatusOK, list, nil
}

func sortPulls(list []*pull, by, direction string) {
	if direction == "" && (by == "" || by == "created") {
		direction = "desc"
	}
	slices.SortStableFunc(list, func(a, b *pull) int {
		order := cmp.Compare(a.number, b.number)
		if by == "updated" {
			order = cmp.Or(a.updated.Compare(b.updated), order)
		}
		if direction == "desc" {
			return -order
		}
		return order
	})
}

func (p *pull) state() string { return p.head.sha.String() + p.base.sha.String() }
