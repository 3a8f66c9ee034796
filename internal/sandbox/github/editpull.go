package github

import (
	"net/http"
	"time"
)

// change is the body of a PATCH.
type change struct {
	Title *string `json:"title"`
	Body  *string `json:"body"`
	State *string `json:"state"`
	Base  *string `json:"base"`
}

func textOf(optional *string) string {
	if optional == nil {
		return ""
	}
	return *optional
}

func (c *call) editPull() (int, any, error) {
	found, err := c.pull()
	if err != nil {
		return 0, nil, err
	}
	var wanted change
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if c.who == nil {
		return 0, nil, anonymous
	}
	if c.who.ID != found.author && !c.may("write") {
		return 0, nil, forbidden(c.who)
	}
	if err := c.edit(c.who, found, wanted); err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.showPull(found, true), nil
}

func (s *Server) edit(who *account, p *pull, wanted change) error {
	if err := fits("PullRequest", textOf(wanted.Title), textOf(wanted.Body)); err != nil {
		return err
	}
	if wanted.Base != nil && *wanted.Base != p.base.ref {
		if err := s.retarget(who, p, *wanted.Base); err != nil {
			return err
		}
	}
	if wanted.Title != nil && *wanted.Title != p.title {
		s.happen(p, who.ID, "renamed").rename = fields{"from": p.title, "to": *wanted.Title}
		p.title = *wanted.Title
	}
	if wanted.Body != nil {
		p.body = *wanted.Body
	}
	p.updated = s.time()
	switch {
	case wanted.State == nil:
		return nil
	case *wanted.State == "closed" && p.open():
		p.closed = s.time()
		s.happen(p, who.ID, "closed")
	case *wanted.State == "open" && !p.open():
		return s.reopen(who, p)
	}
	return nil
}

func (s *Server) reopen(who *account, p *pull) error {
	cannot := custom("PullRequest", "state", "state cannot be changed. The pull request cannot be reopened.")
	if p.head != nil {
		tip := p.head.repo.Tip(branches + p.head.ref)
		base := s.base.Tip(branches + p.base.ref)
		if !p.merged.IsZero() || tip.IsZero() || base.IsZero() || s.base.Contains(base, tip) {
			return cannot
		}
		p.head.sha, p.base.sha = tip, base
		if err := s.keepHead(p); err != nil {
			return err
		}
	}
	p.closed = time.Time{}
	s.happen(p, who.ID, "reopened")
	return nil
}

func (s *Server) retarget(who *account, p *pull, base string) error {
	tip := s.base.Tip(branches + base)
	switch {
	case !p.open():
		return unfit("PullRequest", "base", "invalid", "Cannot change the base branch of a closed pull request.")
	case tip.IsZero():
		return invalid("PullRequest", "base")
	}
	p.base = side{s.base, base, tip}
	s.happen(p, who.ID, "base_ref_changed")
	return nil
}
