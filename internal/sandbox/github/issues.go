package github

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	maxComment = 262_144 // bytes
	maxTitle   = 256     // characters
	maxBody    = 65_536  // characters, of a pull request or an issue
)

type comment struct {
	id      int64
	author  int64
	body    string
	created time.Time
	updated time.Time
}

type timed struct {
	at   time.Time
	id   int64
	item fields
}

func inOrder(items []timed) []any {
	slices.SortStableFunc(items, func(a, b timed) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	list := make([]any, 0, len(items))
	for _, each := range items {
		list = append(list, each.item)
	}
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }

func (s *Server) showComment(p *pull, each *comment) fields {
	return fields{
		"id": each.id, "node_id": node("IssueComment", each.id), "user": s.person(each.author), "body": each.body,
		"created_at": each.created, "updated_at": each.updated, "author_association": s.association(each.author),
		"url": fmt.Sprintf("%s/issues/comments/%d", s.base.api(), each.id), "issue_url": p.issueAPI(s.base),
		"html_url": fmt.Sprintf("%s#issuecomment-%d", p.web(s.base), each.id), "performed_via_github_app": nil,
	}
}

// fits refuses a title or a body that is longer than the server keeps.
func fits(resource, title, body string) error {
	for _, each := range []struct {
		field, text string
		most        int
	}{{"title", title, maxTitle}, {"body", body, maxBody}} {
		if utf8.RuneCountInString(each.text) > each.most {
			return custom(resource, each.field, fmt.Sprintf("%s is too long (maximum is %d characters)", each.field, each.most))
		}
	}
	return nil
}

// text reads the body of a comment.
func (c *call) text() (string, error) {
	var wanted struct {
		Body string `json:"body"`
	}
	if err := c.decode(&wanted); err != nil {
		return "", err
	}
	switch {
	case wanted.Body == "":
		return "", unfit("IssueComment", "body", "missing_field", "")
	case len(wanted.Body) > maxComment:
		return "", unfit("IssueComment", "data", "unprocessable", "body is too long (maximum is 65536 characters)")
	}
	return wanted.Body, nil
}

func (c *call) createComment() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	if c.who == nil {
		return 0, nil, anonymous
	}
	body, err := c.text()
	if err != nil {
		return 0, nil, err
	}
	made := &comment{c.id(), c.who.ID, body, c.time(), c.time()}
	p.comments = append(p.comments, made)
	p.updated = c.time()
	return http.StatusCreated, c.showComment(p, made), nil
}

func (c *call) listComments() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	since, _ := time.Parse(time.RFC3339, c.request.URL.Query().Get("since"))
	list := []any{}
	for _, each := range p.comments {
		if !each.updated.Before(since) {
			list = append(list, c.showComment(p, each))
		}
	}
	return http.StatusOK, list, nil
}

func (c *call) findComment() (*pull, *comment) {
	for _, p := range c.pulls {
		for _, each := range p.comments {
			if c.repo == c.base && each.id == c.number("id") {
				return p, each
			}
		}
	}
	return nil, nil
}

// Uncomment deletes a comment, as its author or a person with write permission can by hand.
func (s *Server) Uncomment(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pulls {
		p.comments = slices.DeleteFunc(p.comments, func(each *comment) bool { return each.id == id })
	}
}

func (c *call) getComment() (int, any, error) {
	p, found := c.findComment()
	if found == nil {
		return 0, nil, notFound
	}
	return http.StatusOK, c.showComment(p, found), nil
}

func (c *call) editComment() (int, any, error) {
	p, found := c.findComment()
	switch {
	case found == nil:
		return 0, nil, notFound
	case c.who == nil:
		return 0, nil, anonymous
	case c.who.ID != found.author && !c.may("write"):
		return 0, nil, forbidden(c.who)
	}
	body, err := c.text()
	if err != nil {
		return 0, nil, err
	}
	found.body, found.updated, p.updated = body, c.time(), c.time()
	return http.StatusOK, c.showComment(p, found), nil
}

// showCommon is what issues and pull requests have in common.
func (s *Server) showCommon(p *pull) fields {
	shown := fields{
		"id": p.id, "number": p.number, "title": p.title, "body": orNull(p.body), "user": s.person(p.author), "state": "open",
		"created_at": p.created, "updated_at": p.updated, "closed_at": orNull(p.closed), "html_url": p.web(s.base),
		"comments_url": p.issueAPI(s.base) + "/comments", "author_association": s.association(p.author),
		"locked": false, "active_lock_reason": nil, "labels": []any{}, "milestone": nil, "assignee": nil, "assignees": []any{},
	}
	if !p.open() {
		shown["state"] = "closed"
	}
	return shown
}

// showIssue shows an issue; every pull request is one too.
func (s *Server) showIssue(p *pull) fields {
	shown := s.showCommon(p)
	at := p.issueAPI(s.base)
	maps.Copy(shown, fields{
		"node_id": node("Issue", p.id), "url": at, "repository_url": s.base.api(), "labels_url": at + "/labels{/name}",
		"events_url": at + "/events", "timeline_url": at + "/timeline", "comments": len(p.comments),
		"state_reason": nil, "performed_via_github_app": nil,
	})
	if p.head != nil {
		shown["draft"] = p.draft
		shown["pull_request"] = fields{
			"url": p.api(s.base), "html_url": p.web(s.base), "diff_url": p.web(s.base) + ".diff", "patch_url": p.web(s.base) + ".patch",
			"merged_at": orNull(p.merged),
		}
	}
	return shown
}

func (c *call) createIssue() (int, any, error) {
	if c.who == nil {
		return 0, nil, anonymous
	}
	var wanted change
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if wanted.Title == nil || *wanted.Title == "" {
		return 0, nil, unfit("Issue", "title", "missing_field", "")
	}
	body := textOf(wanted.Body)
	if err := fits("Issue", *wanted.Title, body); err != nil {
		return 0, nil, err
	}
	made := c.addPull(c.who, *wanted.Title, body)
	c.issueEvent(made, "opened")
	return http.StatusCreated, c.showIssue(made), nil
}

// issueEvent starts the workflows that listen for issues; those are always of the default branch.
func (c *call) issueEvent(p *pull, action string) {
	before := len(c.runs)
	branch := branches + c.repo.protects
	c.trigger(c.who, "issues", action, branch, c.repo.Tip(branch).String())
	payload, err := json.Marshal(fields{"issue": fields{"number": p.number, "title": p.title}})
	if err == nil && len(c.runs) > before {
		c.runs[before].Payload = payload
	}
}

func (c *call) getIssue() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.showIssue(p), nil
}

func (c *call) listIssues() (int, any, error) {
	state := cmp.Or(c.request.URL.Query().Get("state"), "open")
	since, _ := time.Parse(time.RFC3339, c.request.URL.Query().Get("since"))
	list := []any{}
	for _, p := range slices.Backward(c.pulls) {
		if c.repo == c.base && !p.updated.Before(since) && (state == "all" || p.open() == (state == "open")) {
			list = append(list, c.showIssue(p))
		}
	}
	return http.StatusOK, list, nil
}

func (c *call) editIssue() (int, any, error) {
	p, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	var wanted change
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	switch {
	case c.who == nil:
		return 0, nil, anonymous
	case c.who.ID != p.author && !c.may("write"):
		return 0, nil, forbidden(c.who)
	}
	wanted.Base = nil
	if err := c.edit(c.who, p, wanted); err != nil {
		return 0, nil, err
	}
	if wanted.Body != nil || wanted.Title != nil {
		c.issueEvent(p, "edited")
	}
	return http.StatusOK, c.showIssue(p), nil
}
