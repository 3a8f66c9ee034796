package gitea

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// issue is an issue, or a pull request where pull is not nil.
type issue struct {
	number           int
	title, body      string
	author           int64
	created, updated time.Time
	closed           time.Time
	entries          []*entry // of the time line, oldest first
	pull             *pull
}

func (i *issue) open() bool { return i.closed.IsZero() }

func (s *Server) addIssue(who *account, title, body string) *issue {
	made := &issue{number: len(s.issues) + 1, title: title, body: body, author: who.ID, created: s.time(), updated: s.time()}
	s.issues = append(s.issues, made)
	return made
}

// issue finds what the number in the path names.
func (c *call) issue() (*issue, error) {
	n := c.number("number")
	if n < 1 || int(n) > len(c.issues) {
		return nil, notFound
	}
	return c.issues[n-1], nil
}

func (s *Server) web(i *issue) string {
	kind := "issues"
	if i.pull != nil {
		kind = "pulls"
	}
	return fmt.Sprintf("https://gitea.example/%s/%s/%s/%d", s.owner, s.name, kind, i.number)
}

func stateOf(i *issue) string {
	if i.open() {
		return "open"
	}
	return "closed"
}

// stamp shows a time, null where there is none.
func stamp(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}

func (s *Server) showIssue(i *issue) fields {
	shown := fields{
		"id": i.number, "number": i.number, "title": i.title, "body": i.body, "state": stateOf(i), "user": s.person(i.author),
		"html_url": s.web(i), "comments": i.count("comment"), "labels": []any{}, "created_at": i.created, "updated_at": i.updated,
		"closed_at": stamp(i.closed), "pull_request": nil,
	}
	if i.pull != nil {
		shown["pull_request"] = fields{"merged": !i.pull.merged.IsZero(), "merged_at": stamp(i.pull.merged), "draft": i.draft()}
	}
	return shown
}

func (c *call) getIssue() (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.showIssue(i), nil
}

func (c *call) listIssues() (int, any, error) {
	query := c.request.URL.Query()
	since, err := time.Parse(time.RFC3339, query.Get("since"))
	if query.Has("since") && err != nil {
		return 0, nil, invalid(err.Error())
	}
	list := []any{}
	for _, i := range slices.Backward(c.issues) {
		state := query.Get("state")
		if state == "" {
			state = "open"
		}
		if (state == "all" || state == stateOf(i)) && !i.updated.Before(since) && (query.Get("type") != "issues" || i.pull == nil) {
			list = append(list, c.showIssue(i))
		}
	}
	return http.StatusOK, c.page(list), nil
}

// edits is the body of an edit of an issue or a pull request.
type edits struct {
	Title *string `json:"title"`
	Body  *string `json:"body"`
	State *string `json:"state"`
	Base  *string `json:"base"`
}

func (c *call) createIssue() (int, any, error) {
	var wanted edits
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if wanted.Title == nil || *wanted.Title == "" {
		return 0, nil, invalid("[Title]: Required")
	}
	made := c.addIssue(c.who, *wanted.Title, text(wanted.Body))
	return http.StatusCreated, c.showIssue(made), nil
}

func text(of *string) string {
	if of == nil {
		return ""
	}
	return *of
}

func (c *call) editIssue() (int, any, error) {
	i, err := c.issue()
	if err == nil {
		err = c.edit(i)
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.showIssue(i), nil
}

// edit changes what a call asks for, which authors and writers may do.
func (c *call) edit(i *issue) error {
	var wanted edits
	if err := c.decode(&wanted); err != nil {
		return err
	}
	if c.who.ID != i.author && !c.who.writes() {
		return bare(http.StatusForbidden)
	}
	if wanted.Title != nil && *wanted.Title != "" && *wanted.Title != i.title {
		e := c.happen(i, c.who.ID, "change_title", "")
		e.oldTitle, e.newTitle = i.title, *wanted.Title
		i.title = *wanted.Title
	}
	if wanted.Body != nil {
		i.body = *wanted.Body
	}
	i.updated = c.time()
	if wanted.State != nil {
		return c.setState(c.who, i, *wanted.State)
	}
	return nil
}

func (s *Server) setState(who *account, i *issue, state string) error {
	switch {
	case i.pull != nil && !i.pull.merged.IsZero():
		return &problem{status: http.StatusPreconditionFailed, message: "cannot change state of this pull request, it was already merged"}
	case state == "closed" && i.open():
		s.close(i, who.ID)
	case state == "open" && !i.open():
		i.closed = time.Time{}
		s.happen(i, who.ID, "reopen", "")
		s.reopened(i)
	}
	return nil
}

func (s *Server) close(i *issue, who int64) {
	i.closed, i.updated = s.time(), s.time()
	s.happen(i, who, "close", "")
}

// comment finds an entry of a time line by its id, and what it belongs to.
func (c *call) comment() (*issue, *entry, error) {
	id := c.number("id")
	for _, i := range c.issues {
		for _, e := range i.entries {
			if e.id == id {
				return i, e, nil
			}
		}
	}
	return nil, nil, &problem{status: http.StatusNotFound, message: fmt.Sprintf("comment does not exist [id: %d, issue_id: 0]", id)}
}

func (s *Server) showComment(i *issue, e *entry) fields {
	return fields{
		"id": e.id, "html_url": fmt.Sprintf("%s#issuecomment-%d", s.web(i), e.id), "user": s.person(e.actor), "body": e.body,
		"created_at": e.at, "updated_at": e.updated,
	}
}

// listComments gives all of them, whatever page is asked for.
func (c *call) listComments() (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	list := []any{}
	for _, e := range i.entries {
		if e.kind == "comment" {
			list = append(list, c.showComment(i, e))
		}
	}
	c.header.Set("X-Total-Count", fmt.Sprint(len(list)))
	return http.StatusOK, list, nil
}

func (c *call) createComment() (int, any, error) {
	i, err := c.issue()
	if err != nil {
		return 0, nil, err
	}
	var wanted edits
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	if strings.TrimSpace(text(wanted.Body)) == "" {
		return 0, nil, invalid("[Body]: Required")
	}
	i.updated = c.time()
	return http.StatusCreated, c.showComment(i, c.happen(i, c.who.ID, "comment", *wanted.Body)), nil
}

// listOfIssue is a list of an issue, or, at the address of the lists of an issue "comments", one comment.
func (c *call) listOfIssue() (int, any, error) {
	list := c.request.PathValue("list")
	switch {
	case c.request.PathValue("number") == "comments":
		c.request.SetPathValue("id", list)
		return c.getComment()
	case list == "comments":
		return c.listComments()
	case list == "timeline":
		return c.timeline()
	}
	return 0, nil, notFound
}

// getComment shows a comment; an entry of another kind is an empty success.
func (c *call) getComment() (int, any, error) {
	i, e, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	if e.kind != "comment" {
		return http.StatusNoContent, nil, nil
	}
	return http.StatusOK, c.showComment(i, e), nil
}

// editComment changes a comment or the text of a review in the time line, also when its author is another. Entries of
// other kinds stay as they are, without a word.
func (c *call) editComment() (int, any, error) {
	i, e, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	var wanted edits
	if err := c.decode(&wanted); err != nil {
		return 0, nil, err
	}
	switch {
	case c.who.ID != e.actor && !c.who.writes():
		return 0, nil, bare(http.StatusForbidden)
	case e.kind != "comment" && e.kind != "review":
		return http.StatusNoContent, nil, nil
	}
	e.body, e.updated = text(wanted.Body), c.time()
	return http.StatusOK, c.showComment(i, e), nil
}

func (c *call) deleteComment() (int, any, error) {
	i, e, err := c.comment()
	if err != nil {
		return 0, nil, err
	}
	switch {
	case c.who.ID != e.actor && !c.who.writes():
		return 0, nil, bare(http.StatusForbidden)
	case e.kind != "comment" && e.kind != "review":
		return 0, nil, bare(http.StatusBadRequest)
	}
	i.entries = slices.DeleteFunc(i.entries, func(each *entry) bool { return each == e })
	return http.StatusNoContent, nil, nil
}
