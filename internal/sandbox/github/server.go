// Package github is a fake GitHub: the part of its REST API that bylaw calls, over real bare git repositories, with
// the permissions, refusals, limits and paging of the real one. Pull requests, reviews and the rest live in memory; ids
// and answers depend on nothing but what was done and the clock. What it does not know it refuses by name.
package github

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options is what a server starts with.
type Options struct {
	Now   func() time.Time
	Owner string // the login of the community's account
	Repo  string
	Dir   string // the bare repository, which must exist
	Forks string // where forks are made, a folder for each account; "" makes none over the API
	// Private hides the repository from everyone without a permission of their own.
	Private bool
	Settings
}

// Settings are what an owner of a real repository could set. They may be changed between requests by Configure.
type Settings struct {
	ReviewLimits      bool     // only people with a permission of their own may approve or object
	DismissStale      bool     // a push dismisses approvals
	RequiredContexts  []string // statuses without which nothing merges
	MergeMethods      []string // empty: all three
	ActionsMayPropose bool     // bots of workflows may open pull requests and approve
	NoActivity        bool     // no log of ref updates, as on an old server
	HourlyRequests    int      // of one account; 0: 5,000, of the Actions bot 1,000
	// PullsLag and ActivityLag are how long after it a merge is missing among the pull requests of its commits, and an
	// update of a ref in the log of such updates. The real server takes some seconds for each.
	PullsLag, ActivityLag time.Duration
	// MergeRace is how long after a change of its base a merge is refused because that was modified.
	MergeRace time.Duration
	Setup
}

// Server is an http.Handler with the API at its root and below /api/v3 (for GraphQL next to it), and git over HTTP at /OWNER/REPO.git.
type Server struct {
	mu       sync.Mutex
	now      func() time.Time
	settings Settings
	mux      *http.ServeMux
	base     *repository
	forks    string
	repos    map[string]*repository
	accounts map[int64]*account
	teams    map[string][]int64 // ids of accounts, by the team's name
	tokens   map[string]int64
	pulls    []*pull // pull requests and issues, by number-1
	statuses map[string][]*status
	runs     []Run
	scripted []*Fault
	counts   map[string]int
	unknown  []string
	windows  map[int64]*window
	last     int64
}

// New opens the bare repository of o.Dir and serves it. The Actions bot has an account from the start.
func New(o Options) (*Server, error) {
	s := &Server{
		now: o.Now, settings: o.Settings, mux: http.NewServeMux(), forks: o.Forks, repos: map[string]*repository{},
		accounts: map[int64]*account{}, tokens: map[string]int64{}, statuses: map[string][]*status{},
		counts: map[string]int{}, windows: map[int64]*window{}, last: 1000,
	}
	var err error
	if s.base, err = s.addRepository(o.Owner, o.Repo, o.Dir); err != nil {
		return nil, err
	}
	s.base.private = o.Private
	s.join(Account{ID: ActionsBot, Login: "github-actions[bot]", Type: "Bot", Permission: "write"})
	s.routes()
	return s, nil
}

// Configure replaces the settings.
func (s *Server) Configure(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = settings
}

func (s *Server) id() int64 {
	s.last++
	return s.last
}

// time is the server's clock: UTC, in whole seconds, as every time in the API.
func (s *Server) time() time.Time { return s.now().UTC().Truncate(time.Second) }

// call is one request on its way through a route.
type call struct {
	*Server
	request *http.Request
	body    []byte
	header  http.Header // of the answer
	who     *account    // nil: anonymous
	repo    *repository
}

// route answers a call with a status and a JSON value, or with an error.
type route func(c *call) (status int, answer any, err error)

// ServeHTTP answers one request after the other.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.time().Format(http.TimeFormat)) // its own clock, and not the machine's
	if rest, ok := strings.CutPrefix(r.URL.Path, "/api/v3/"); ok {
		r.URL.Path = "/" + rest
		r.URL.RawPath = ""
	}
	if r.URL.Path == "/api/graphql" {
		r.URL.Path = "/graphql"
	}
	s.mux.ServeHTTP(w, r)
}

// serve wraps a route with counting, scripted faults, accounts and limits.
func (s *Server) serve(pattern string, answer route) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		fault := s.meet(nameOf(pattern, r))
		if fault.replaces() && !fault.Acted {
			fault.write(w)
			return
		}
		if fault.replaces() {
			s.perform(newRecorder(), r, answer)
			fault.write(w)
			return
		}
		s.perform(w, r, answer)
	})
}

func (s *Server) perform(w http.ResponseWriter, r *http.Request, answer route) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.open(w, r)
	var status int
	var value any
	if err == nil {
		status, value, err = answer(c)
	}
	if err != nil {
		writeProblem(w, err)
		return
	}
	writeAnswer(w, r, status, value)
}

// open finds out who asks for which repository, and counts it against their limit.
func (s *Server) open(w http.ResponseWriter, r *http.Request) (*call, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		return nil, &problem{status: http.StatusBadRequest, message: "Problems parsing JSON"}
	}
	c := &call{Server: s, request: r, body: body, header: w.Header()}
	if c.who, err = s.authenticate(r); err != nil {
		return nil, err
	}
	if err := s.spend(w, c.who); err != nil {
		return nil, err
	}
	if r.PathValue("owner") == "" {
		return c, nil
	}
	c.repo = s.repos[strings.ToLower(r.PathValue("owner")+"/"+r.PathValue("repo"))]
	if c.repo == nil || c.repo.private && !c.may("read") {
		return nil, notFound
	}
	return c, nil
}

// number reads a number from the path.
func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(c.request.PathValue(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// Unknown gives the requests, method and path, that met no route, in the order in which they came.
func (s *Server) Unknown() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unknown)
}

// Requests counts the requests since the start by route pattern, as in "GET /repos/{owner}/{repo}/pulls".
func (s *Server) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[string]int, len(s.counts))
	for pattern, n := range s.counts {
		counts[pattern] = n
	}
	return counts
}

func (s *Server) strange(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := r.Method + " " + r.URL.Path
	s.unknown = append(s.unknown, name)
	writeProblem(w, &problem{status: http.StatusNotFound, message: "Not Found: this embedded server has no route " + name})
}

// recorder takes an answer that is not sent.
type recorder struct {
	bytes.Buffer
	header http.Header
}

func newRecorder() *recorder               { return &recorder{header: http.Header{}} }
func (r *recorder) Header() http.Header    { return r.header }
func (r *recorder) WriteHeader(status int) {}
