package github

import (
	"slices"
	"strings"
	"time"
)

// Overview is what a page shows of one pull request.
type Overview struct {
	Number  int
	Title   string
	Author  string // "" where the account was deleted
	Branch  string // of the head, with its owner where it is a fork
	State   string // open, draft, closed or merged
	Opened  time.Time
	Reviews []Said
	Status  string // what the last status of each context says, "" where there is none
}

// Said is one review.
type Said struct {
	Login string // "" where the account was deleted
	State string // approved, changes requested, commented or dismissed
	Body  string
	At    time.Time
}

// Overview lists the pull requests, the newest first.
func (s *Server) Overview() []Overview {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Overview
	for _, p := range slices.Backward(s.pulls) {
		if p.head == nil {
			continue
		}
		shown := Overview{
			Number: p.number, Title: p.title, Author: s.login(p.author), Branch: p.head.ref, State: p.stage(), Opened: p.created,
			Status: s.said(p.head.sha.String()),
		}
		if p.head.repo != s.base {
			shown.Branch = p.head.repo.owner + ":" + p.head.ref
		}
		for _, r := range p.reviews {
			if r.state != "PENDING" {
				state := strings.ReplaceAll(strings.ToLower(r.state), "_", " ")
				shown.Reviews = append(shown.Reviews, Said{s.login(r.author), state, r.body, r.submitted})
			}
		}
		list = append(list, shown)
	}
	return list
}

func (p *pull) stage() string {
	switch {
	case !p.merged.IsZero():
		return "merged"
	case !p.open():
		return "closed"
	case p.draft:
		return "draft"
	}
	return "open"
}

func (s *Server) login(id int64) string {
	if who := s.accounts[id]; who != nil {
		return who.Login
	}
	return ""
}

// said joins the last status of each context of a commit.
func (s *Server) said(sha string) string {
	seen := map[string]bool{}
	var texts []string
	for _, each := range slices.Backward(s.statuses[sha]) {
		if context := strings.ToLower(each.Context); !seen[context] {
			seen[context] = true
			texts = append(texts, each.Context+": "+each.State+" "+each.Description)
		}
	}
	return strings.Join(texts, "; ")
}
