package gitea

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// user is an account in an answer; nil where the server names none. Deleted accounts all have the id -1.
type user struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
}

// person keeps ID 0 for an account that is gone: it never matches a seat.
func person(u *user) facts.Person {
	if u == nil {
		return facts.Person{}
	}
	return facts.Person{Login: u.Login, ID: max(u.ID, 0)}
}

func utc(at *time.Time) time.Time {
	if at == nil || at.IsZero() {
		return time.Time{}
	}
	return at.UTC()
}

// side is the head or the base of a pull request.
type side struct {
	Ref  string `json:"ref"`
	SHA  string `json:"sha"`
	Repo *struct {
		FullName string `json:"full_name"`
	} `json:"repo"`
}

func (s side) repository() string {
	if s.Repo == nil {
		return ""
	}
	return s.Repo.FullName
}

type pullAnswer struct {
	ID       int64      `json:"id"`
	Number   int        `json:"number"`
	Title    string     `json:"title"`
	Body     string     `json:"body"`
	HTMLURL  string     `json:"html_url"`
	User     *user      `json:"user"`
	State    string     `json:"state"`
	Draft    bool       `json:"draft"`
	Head     side       `json:"head"`
	Base     side       `json:"base"`
	Created  *time.Time `json:"created_at"`
	Updated  *time.Time `json:"updated_at"`
	Closed   *time.Time `json:"closed_at"`
	Merged   *time.Time `json:"merged_at"`
	MergedBy *user      `json:"merged_by"`
	Merge    string     `json:"merge_commit_sha"`
	Comments int        `json:"comments"`
	// Mergeable is false for a draft too, and while the server works it out.
	Mergeable bool `json:"mergeable"`
}

func pull(p *pullAnswer) facts.Pull {
	converted := facts.Pull{
		ID: p.ID, Number: p.Number, Title: p.Title, Body: p.Body, URL: p.HTMLURL, Author: person(p.User),
		Open: p.State == "open", Draft: p.Draft,
		Head: p.Head.SHA, HeadRef: p.Head.Ref, HeadRepo: p.Head.repository(), Base: p.Base.SHA, BaseRef: p.Base.Ref,
		Created: utc(p.Created), Updated: utc(p.Updated), Closed: utc(p.Closed),
		Merged: utc(p.Merged), MergedBy: person(p.MergedBy), Comments: p.Comments, Counted: true,
	}
	if !converted.Merged.IsZero() {
		converted.Merge = p.Merge
	}
	return converted
}

type commentAnswer struct {
	ID      int64      `json:"id"`
	HTMLURL string     `json:"html_url"`
	User    *user      `json:"user"`
	Body    string     `json:"body"`
	Created *time.Time `json:"created_at"`
	Updated *time.Time `json:"updated_at"`
}

func comment(c *commentAnswer) facts.Comment {
	return facts.Comment{ID: c.ID, URL: c.HTMLURL, Author: person(c.User), Body: c.Body, Created: utc(c.Created), Updated: utc(c.Updated)}
}

type issueAnswer struct {
	Number  int        `json:"number"`
	HTMLURL string     `json:"html_url"`
	Title   string     `json:"title"`
	Body    string     `json:"body"`
	User    *user      `json:"user"`
	State   string     `json:"state"`
	Created *time.Time `json:"created_at"`
	Updated *time.Time `json:"updated_at"`
	Pull    *struct{}  `json:"pull_request"` // of a pull request, which is numbered along with issues
}

func issue(i *issueAnswer) facts.Issue {
	return facts.Issue{
		Number: i.Number, URL: i.HTMLURL, Title: i.Title, Body: i.Body, Author: person(i.User),
		Open: i.State == "open", Created: utc(i.Created), Updated: utc(i.Updated),
	}
}
