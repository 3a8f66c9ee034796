// Package mastodon is a fake Mastodon server: the part of the API that bylaw calls, with the validation, errors,
// permissions, paging and limits of the real one. It serves sandboxes and tests, calls no other server, and keeps its state in
// one file. A route that it does not know is an error and is remembered, so that no call of ours goes unanswered unseen.
//
// One resource is one file: its type in the state, its routes, its rules.
package mastodon

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// requestMax bounds the body of one request in bytes.
const requestMax = 1 << 20

// Options say what kind of server it is; the zero value is a small community on a stopped clock.
type Options struct {
	Domain     string           // of its handles; social.example where empty
	Now        func() time.Time // nil is a clock stopped at the beginning of 2026
	RateLimits bool             // refuse what goes beyond the limits, as the real server does; counted it is in any case
	Characters int              // of a post; 500 where 0
	Pins       int              // pinned posts of one account; 5 where 0
	Software   string           // what it acts as: GoToSocial, Akkoma, or "" for Mastodon itself
	Version    string           // of Mastodon; DefaultVersion where empty
	ClockPath  string           // where its page sends what moves the clock; "" shows no form and no tokens
	Empty      bool             // no members, no posts, no blocks: only the bot, the moderator and their tokens
}

// Server is one fake server. It serves one request at a time, in the order of their arrival.
type Server struct {
	options Options
	release release
	mux     *http.ServeMux
	handler http.Handler // the mux, or what makes it look like other software

	mu       sync.Mutex
	state    *State
	blocks   map[string]*DomainBlock // by domain; nil when it has to be rebuilt
	counters map[string]*counter
	faults   []*pendingFault
	requests []Request
	unknown  []string
}

// Request is one line of the server's log.
type Request struct {
	Method string
	Path   string
	Query  string
	Key    string // the Idempotency-Key
}

// Writes reports whether the request is one that changes something. The counts of the dashboard are asked for by POST.
func (r Request) Writes() bool {
	return r.Method != http.MethodGet && r.Path != "/api/v1/admin/measures"
}

// New starts a server with its seed. Nothing listens: it is an http.Handler, and Transport reaches it without a socket.
func New(o Options) *Server {
	if o.Now == nil {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		o.Now = func() time.Time { return start }
	}
	if o.Domain == "" {
		o.Domain = "social.example"
	}
	if o.Characters == 0 {
		o.Characters = 500
	}
	if o.Pins == 0 {
		o.Pins = 5
	}
	if o.Version == "" {
		o.Version = DefaultVersion
	}
	s := &Server{options: o, release: parseRelease(o.Version), mux: http.NewServeMux(), counters: map[string]*counter{}}
	s.state = seed(o)
	for _, r := range s.routes() {
		s.mux.HandleFunc(r.pattern, func(w http.ResponseWriter, request *http.Request) { s.serve(r, w, request) })
	}
	s.mux.HandleFunc("GET /{$}", s.servePage)
	s.mux.HandleFunc("GET /oauth/authorize", s.serveAuthorize)
	s.mux.HandleFunc("POST /oauth/authorize", s.serveDecision)
	s.mux.HandleFunc("DELETE /oauth/authorize", s.serveDecision)
	s.mux.HandleFunc("GET /oauth/authorize/native", s.serveCode)
	s.mux.HandleFunc("/", s.serveUnknown)
	s.handler = s.mux
	if v, other := s.variant(); other {
		s.handler = v
	}
	return s
}

// call is one request on its way through an endpoint.
type call struct {
	*Server
	request *http.Request
	header  http.Header // of the answer
	params  params
	token   *Token   // nil where none was sent
	account *Account // the token's, nil for an application's token
	now     time.Time
	filters []string // the query parameters that links to other pages keep
	vanish  bool     // what is created is answered and not kept
}

// refusal is an answer with an error status. Extra holds further fields of the body.
type refusal struct {
	status int
	text   string
	extra  map[string]any
	plain  bool // no JSON: the answer comes from in front of the API
}

func (r *refusal) Error() string { return r.text }

func refuse(status int, text string) error { return &refusal{status: status, text: text} }

// invalid refuses a record that fails its validations.
func invalid(mistakes ...string) error {
	return refuse(http.StatusUnprocessableEntity, "Validation failed: "+strings.Join(mistakes, ", "))
}

// broken is the answer to what the real server does not expect.
var broken = &refusal{status: http.StatusInternalServerError, text: "This page is not correct"}

var errNotFound = &refusal{status: http.StatusNotFound, text: "Record not found"}

// serve walks one request through limits, access, parameters and its endpoint.
func (s *Server) serve(r route, w http.ResponseWriter, request *http.Request) {
	c := &call{Server: s, request: request, header: w.Header(), now: s.options.Now().UTC()}
	body, err := s.answer(r, c)
	if refused, ok := errors.AsType[*refusal](err); ok {
		if refused.plain {
			http.Error(w, refused.text, refused.status)
			return
		}
		answer := map[string]any{"error": refused.text}
		for key, value := range refused.extra {
			answer[key] = value
		}
		writeJSON(w, refused.status, answer)
		return
	}
	writeJSON(w, http.StatusOK, body)
}

func (s *Server) answer(r route, c *call) (any, error) {
	c.advance()
	c.identify()
	if c.shutOut() {
		return nil, &refusal{status: http.StatusForbidden, text: "Forbidden", plain: true}
	}
	if err := s.limit(c); err != nil {
		return nil, err
	}
	var err error
	if c.params, err = parseParams(c.request); err != nil {
		return nil, err
	}
	if err := c.authorise(r); err != nil {
		return nil, err
	}
	c.vanish = vanishing(c.request)
	return r.serve(c)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		encoded, status = []byte(`{"error":"not encodable"}`), http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(encoded) // the answer is a buffer, and a client that left has no use for it
}

// serveUnknown answers a route that does not exist here, and remembers it.
func (s *Server) serveUnknown(w http.ResponseWriter, request *http.Request) {
	s.missing(request.Method + " " + request.URL.Path)
	writeJSON(w, http.StatusNotFound, map[string]any{
		"error": "the embedded server has no route " + request.Method + " " + request.URL.Path,
	})
}

// missing remembers something that was asked for and is not built.
func (s *Server) missing(what string) { s.unknown = append(s.unknown, what) }

// Unknown gives what was asked for and does not exist here: routes, and parameters of known routes.
func (s *Server) Unknown() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unknown)
}

// Requests gives the log of all requests so far, faults included.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count counts the requests that matched a method, "" for any, and a path pattern as in path.Match.
func (s *Server) Count(method, pattern string) int {
	n := 0
	for _, r := range s.Requests() {
		if matches(method, pattern, r.Method, r.Path) {
			n++
		}
	}
	return n
}

// ForgetRequests empties the log, so that a test counts from here.
func (s *Server) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// Edit changes the state as an administrator at the database would; later requests see it.
func (s *Server) Edit(change func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.state)
	s.blocks = nil
}
