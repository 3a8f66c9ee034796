// Package gitea is a fake Gitea: the part of its API that bylaw calls, over real bare git repositories, as strict as the answers
// of a Gitea 1.27.3 that it was made from. A page holds fifty items at most, whatever is asked for; a push by force takes entries
// of the time line away; a draft of a review keeps the time when it was begun. What it does not know it refuses by name.
package gitea

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/githost"
)

// version is what the server says it is.
const version = "1.27.3"

// Options is what a server starts with.
type Options struct {
	Now   func() time.Time
	Owner string // the login of the community's account
	Repo  string
	Dir   string // the bare repository, which must exist
	// Required are the contexts of statuses without which nothing merges into the default branch.
	Required []string
}

// Server is an http.Handler with the API below /api/v1 and git over HTTP at /OWNER/REPO.git. Everyone may read.
type Server struct {
	mu       sync.Mutex
	now      func() time.Time
	mux      *http.ServeMux
	repo     *githost.Repository
	owner    string
	name     string
	required []string
	accounts map[int64]*account
	tokens   map[string]int64
	issues   []*issue // pull requests too, by number-1
	comments int64    // ids of entries of time lines, of all issues
	reviews  int64    // ids of reviews
	statuses map[string][]*status
	feed     []*feedRow // oldest first
	unknown  []string
}

// New opens the bare repository of o.Dir and serves it.
func New(o Options) (*Server, error) {
	repo, err := githost.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{
		now: o.Now, mux: http.NewServeMux(), repo: repo, owner: o.Owner, name: o.Repo, required: o.Required,
		accounts: map[int64]*account{}, tokens: map[string]int64{}, statuses: map[string][]*status{},
	}
	s.routes()
	return s, nil
}

// time is the server's clock: UTC, in whole seconds, as every time in the API.
func (s *Server) time() time.Time { return s.now().UTC().Truncate(time.Second) }

// ServeHTTP answers one request after the other.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.time().Format(http.TimeFormat)) // its own clock, and not the machine's
	s.mux.ServeHTTP(w, r)
}

// Unknown gives the requests, method and path, that met no route, in the order in which they came.
func (s *Server) Unknown() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unknown)
}

// call is one request on its way through a route.
type call struct {
	*Server
	request *http.Request
	body    []byte
	header  http.Header // of the answer
	who     *account    // nil: anonymous
}

// route answers a call with a status and a JSON value, nil for none, or with an error.
type route func(c *call) (status int, answer any, err error)

func (s *Server) routes() {
	for pattern, answer := range table() {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.perform(w, r, answer) })
	}
	s.gitRoutes()
	s.mux.HandleFunc("/", s.strange)
}

// table lists the API that this server has.
func table() map[string]route {
	const repo = "/api/v1/repos/{owner}/{repo}"
	return map[string]route{
		"GET /api/v1/version":                                      (*call).version,
		"GET /api/v1/user":                                         (*call).self,
		"GET /api/v1/users/search":                                 (*call).searchUsers,
		"GET /api/v1/users/{login}":                                (*call).userByLogin,
		"GET " + repo:                                              (*call).repository,
		"GET " + repo + "/pulls":                                   (*call).listPulls,
		"POST " + repo + "/pulls":                                  (*call).createPull,
		"GET " + repo + "/pulls/{number}":                          (*call).getPull,
		"PATCH " + repo + "/pulls/{number}":                        (*call).editPull,
		"POST " + repo + "/pulls/{number}/merge":                   (*call).mergePull,
		"GET " + repo + "/pulls/{number}/reviews":                  (*call).listReviews,
		"POST " + repo + "/pulls/{number}/reviews":                 (*call).createReview,
		"POST " + repo + "/pulls/{number}/reviews/{id}":            (*call).submitReview,
		"DELETE " + repo + "/pulls/{number}/reviews/{id}":          (*call).deleteReview,
		"POST " + repo + "/pulls/{number}/reviews/{id}/dismissals": (*call).dismissReview,
		"GET " + repo + "/issues":                                  (*call).listIssues,
		"POST " + repo + "/issues":                                 (*call).createIssue,
		"GET " + repo + "/issues/{number}":                         (*call).getIssue,
		"PATCH " + repo + "/issues/{number}":                       (*call).editIssue,
		"GET " + repo + "/issues/{number}/{list}":                  (*call).listOfIssue,
		"POST " + repo + "/issues/{number}/comments":               (*call).createComment,
		"PATCH " + repo + "/issues/comments/{id}":                  (*call).editComment,
		"DELETE " + repo + "/issues/comments/{id}":                 (*call).deleteComment,
		"GET " + repo + "/statuses/{sha}":                          (*call).listStatuses,
		"POST " + repo + "/statuses/{sha}":                         (*call).createStatus,
		"GET " + repo + "/commits/{sha}/pull":                      (*call).pullOfCommit,
		"GET " + repo + "/git/refs/{ref...}":                       (*call).gitRefs,
		"GET " + repo + "/activities/feeds":                        (*call).feeds,
	}
}

func (s *Server) perform(w http.ResponseWriter, r *http.Request, answer route) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, request: r, header: w.Header()}
	var status int
	var value any
	err := c.open()
	if err == nil {
		status, value, err = answer(c)
	}
	if err != nil {
		writeProblem(w, err)
		return
	}
	writeAnswer(w, status, value)
}

// open finds out who asks, and whether for this repository.
func (c *call) open() (err error) {
	if c.body, err = io.ReadAll(io.LimitReader(c.request.Body, 4<<20)); err != nil {
		return &problem{status: http.StatusUnprocessableEntity, message: err.Error()}
	}
	if c.who, err = c.authenticate(c.request); err != nil {
		return err
	}
	if owner := c.request.PathValue("owner"); owner != "" && !c.is(owner, c.request.PathValue("repo")) {
		return notFound
	}
	if c.request.Method != http.MethodGet && c.who == nil {
		return anonymous
	}
	return nil
}

func (s *Server) is(owner, name string) bool {
	return strings.EqualFold(owner, s.owner) && strings.EqualFold(name, s.name)
}

// number reads a number from the path.
func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(c.request.PathValue(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (s *Server) strange(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unknown = append(s.unknown, r.Method+" "+r.URL.Path)
	http.Error(w, "404 page not found", http.StatusNotFound)
}

func (c *call) version() (int, any, error) {
	return http.StatusOK, fields{"version": version}, nil
}

func (c *call) repository() (int, any, error) { return http.StatusOK, c.showRepository(c.who), nil }

// gitRefs shows a ref, as a list of one.
func (c *call) gitRefs() (int, any, error) {
	ref := "refs/" + c.request.PathValue("ref")
	tip := c.repo.Tip(ref)
	if tip.IsZero() {
		return 0, nil, notFound
	}
	return http.StatusOK, []any{fields{"ref": ref, "object": fields{"type": "commit", "sha": tip.String()}}}, nil
}
