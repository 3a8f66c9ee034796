package community

import (
	_ "embed"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

//go:embed page.html
var pageSource string

// The paths of the page's forms. The API has none that begin like these.
const (
	votePath  = "/sandbox/vote"
	mergePath = "/sandbox/merge"
)

// pageView is what the page of the sandbox shows.
type pageView struct {
	*Community
	Now       time.Time
	ClockPath string // "" without a clock that can be moved
	VotePath  string
	MergePath string
	Proposals []github.Overview
}

// pages is the fake GitHub with a page at its root, for people who have no other page to look at or to vote on.
func (c *Community) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.page)
	mux.HandleFunc("POST "+votePath, func(w http.ResponseWriter, r *http.Request) { c.act(w, r, c.vote) })
	mux.HandleFunc("POST "+mergePath, func(w http.ResponseWriter, r *http.Request) { c.act(w, r, c.merge) })
	mux.Handle("/", c.GitHub)
	if c.clock == nil {
		return mux
	}
	return c.clock.Handle(mux)
}

func (c *Community) page(w http.ResponseWriter, _ *http.Request) {
	view := pageView{Community: c, Now: c.now(), VotePath: votePath, MergePath: mergePath, Proposals: c.GitHub.Overview()}
	if c.clock != nil {
		view.ClockPath = sandbox.ClockPath
	}
	page := sandbox.Page{Source: pageSource, Policy: "; form-action 'self'", Functions: template.FuncMap{
		"moment": func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
	}}
	page.Show(w, http.StatusOK, view)
}

// act does what a form asks for as the account that it names, and leads back to the page. What GitHub refuses is shown.
func (c *Community) act(w http.ResponseWriter, r *http.Request, do func(login string, number int, r *http.Request) error) {
	number, err := strconv.Atoi(r.FormValue("number"))
	if err == nil {
		err = do(r.FormValue("login"), number, r)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (c *Community) vote(login string, number int, r *http.Request) error {
	_, err := c.GitHub.Review(login, number, github.Ballot{Event: r.FormValue("event"), Body: r.FormValue("body")})
	return err
}

func (c *Community) merge(login string, number int, _ *http.Request) error {
	_, err := c.GitHub.Merge(login, number, "", "merge")
	return err
}
