package gitea

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// entry is one thing in a time line.
type entry struct {
	id                 int64
	kind               string
	actor              int64
	at, updated        time.Time
	body               string
	review             int64
	oldTitle, newTitle string
	oldRef, newRef     string
	push               *pushed // of a pull_push
}

// pushed is what a pull_push entry says: the commits that came, oldest first, or of a push by force the head before and after.
type pushed struct {
	Force   bool     `json:"is_force_push"`
	Commits []string `json:"commit_ids"`
}

// happen adds an entry.
func (s *Server) happen(i *issue, who int64, kind, body string) *entry {
	s.comments++
	made := &entry{id: s.comments, kind: kind, actor: who, at: s.time(), updated: s.time(), body: body}
	i.entries = append(i.entries, made)
	return made
}

func (i *issue) count(kind string) (n int) {
	for _, e := range i.entries {
		if e.kind == kind {
			n++
		}
	}
	return n
}

// came notes a push to the head of a pull request. A push by force takes away what earlier entries say of commits that are
// gone, and notes those that the time line does not know any more as new ones.
func (s *Server) came(i *issue, who int64, before, after plumbing.Hash) error {
	force := !s.repo.Contains(after, before)
	if force {
		s.prune(i, after)
	}
	commits, err := s.news(i, after)
	if err != nil {
		return err
	}
	if len(commits) > 0 {
		s.happen(i, who, "pull_push", "").push = &pushed{Commits: commits}
	}
	if force {
		s.happen(i, who, "pull_push", "").push = &pushed{Force: true, Commits: []string{before.String(), after.String()}}
	}
	return nil
}

// news lists the commits of a head that neither the base nor the time line has, oldest first.
func (s *Server) news(i *issue, head plumbing.Hash) ([]string, error) {
	known := map[string]bool{}
	for _, e := range i.entries {
		if e.push != nil && !e.push.Force {
			for _, commit := range e.push.Commits {
				known[commit] = true
			}
		}
	}
	ahead, err := s.repo.Ahead(s.repo.Tip(branches+i.pull.base), head)
	var commits []string
	for _, commit := range ahead {
		if hash := commit.Hash.String(); !known[hash] {
			commits = append(commits, hash)
		}
	}
	return commits, err
}

// prune takes commits that a head no longer has out of the entries that are no pushes by force, and entries that become empty.
func (s *Server) prune(i *issue, head plumbing.Hash) {
	for _, e := range i.entries {
		if e.push != nil && !e.push.Force {
			e.push.Commits = slices.DeleteFunc(e.push.Commits, func(commit string) bool {
				return !s.repo.Contains(head, plumbing.NewHash(commit))
			})
		}
	}
	i.entries = slices.DeleteFunc(i.entries, func(e *entry) bool { return e.push != nil && !e.push.Force && len(e.push.Commits) == 0 })
}

// timeline shows a page of the time line. What it counts is the page alone, it names no next one, and past the end it is null.
func (c *call) timeline() (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	page, size := window(c.request.URL.Query())
	found := cut(i.entries, page, size)
	c.header.Set("X-Total-Count", strconv.Itoa(len(found)))
	if len(found) == 0 {
		return http.StatusOK, json.RawMessage("null"), nil
	}
	list := []any{}
	for _, e := range found {
		list = append(list, c.showEntry(i, e))
	}
	return http.StatusOK, list, nil
}

func (s *Server) showEntry(i *issue, e *entry) fields {
	body := e.body
	if e.push != nil {
		encoded, err := json.Marshal(e.push)
		if err == nil {
			body = string(encoded)
		}
	}
	return fields{
		"id": e.id, "type": e.kind, "html_url": fmt.Sprintf("%s#issuecomment-%d", s.web(i), e.id), "user": s.person(e.actor),
		"body": body, "created_at": e.at, "updated_at": e.updated, "old_title": e.oldTitle, "new_title": e.newTitle,
		"old_ref": e.oldRef, "new_ref": e.newRef, "review_id": e.review, "ref_action": "none", "ref_commit_sha": "",
	}
}
