// Package forge reads proposals and votes from GitHub and posts statuses, comments and merges, through go-github. What
// it reads is handed on as the server states it, and it holds no rule. It waits for the server's limits and asks a question
// again that the server failed to answer; what was to be written is sent again only where the server says that it did nothing.
package forge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// PublicAPI is the API of github.com. Other servers name theirs in GITHUB_API_URL.
const PublicAPI = "https://api.github.com"

// Options is what a client needs to know. Zero values of API, Transport, Timeout and Pages take the defaults named.
type Options struct {
	API        string            // PublicAPI
	Repository string            // "owner/name"
	Token      secret.Secret     // none: anonymous, 60 requests an hour on github.com
	UserAgent  string            // program, version and contact URL
	Transport  http.RoundTripper // http.DefaultTransport
	Timeout    time.Duration     // 30 s, of one request with its answer
	Pages      int               // 100: a longer list is an error, never cut short
	// Sleep waits for the server's limits, and before a question is asked again. Nil waits for nothing and asks once.
	Sleep   func(context.Context, time.Duration) error
	Now     func() time.Time                   // needed with Sleep
	Waiting func(until time.Time, what string) // called before each sleep; may be nil
}

// Client talks to one repository.
type Client struct {
	github *github.Client
	budget *httpapi.Budget // nil: it waits for nothing
	owner  string
	name   string
	pages  int
	self   *self
	last   *atomic.Pointer[httpapi.Answered] // the last answer
}

// self is whose token it is, once that was asked for: until then its id is 0.
type self struct {
	mu     sync.Mutex
	person facts.Person
}

// Open checks the options and makes a client. It sends nothing yet.
func Open(o Options) (*Client, error) {
	base, err := parseAPI(o)
	if err != nil {
		return nil, err
	}
	owner, name, ok := strings.Cut(o.Repository, "/")
	if !ok || owner == "" || name == "" || strings.ContainsAny(name, "/?#") {
		return nil, diag.WithHint(fmt.Errorf("repository %q is not of the form owner/name", o.Repository), "set forge.repository in bylaw.yaml")
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Pages == 0 {
		o.Pages = 100
	}
	budget := o.budget(base)
	out := &httpapi.Transport{
		Next: o.Transport, Base: base, Secret: o.Token, Timeout: o.Timeout, Most: maxAnswer, Budget: budget, Again: again,
	}
	last := new(atomic.Pointer[httpapi.Answered])
	out.Saw = func(header http.Header) { last.Store(o.answered(header)) }
	client := github.NewClient(&http.Client{Transport: &transport{out, o.Token}, CheckRedirect: stayOn(base)})
	client.BaseURL = base
	client.UserAgent = o.UserAgent
	return &Client{github: client, budget: budget, owner: owner, name: name, pages: o.Pages, self: &self{}, last: last}, nil
}

// answered dates an answer, as far as there is a clock.
func (o Options) answered(header http.Header) *httpapi.Answered {
	answer := &httpapi.Answered{Header: header}
	if o.Now != nil {
		answer.At = o.Now()
	}
	return answer
}

// budget keeps to the limits of the server of a client that waits.
func (o Options) budget(base *url.URL) *httpapi.Budget {
	if o.Sleep == nil {
		return nil
	}
	return httpapi.NewBudget(httpapi.Limits{
		Read: windowIn, Longest: waitMax, Name: "the rate limit of " + base.Host, Now: o.Now, Sleep: o.Sleep, Waiting: o.Waiting,
	})
}

// parseAPI takes the URL as GitHub gives it to workflows. go-github's own way of adding a path fits only some servers.
func parseAPI(o Options) (*url.URL, error) {
	if o.API == "" {
		o.API = PublicAPI
	}
	base, err := url.Parse(o.API)
	switch {
	case err != nil:
		return nil, fmt.Errorf("API URL: %w", err)
	case base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("API URL %q is not an http or https URL", o.API)
	case base.User != nil:
		return nil, errors.New("the API URL holds a password: give the token by GITHUB_TOKEN")
	case base.Scheme == "http" && !loopback(base.Hostname()):
		return nil, diag.WithHint(fmt.Errorf("API URL %q would be used in clear text", o.API), "use https")
	}
	base.Path = strings.TrimSuffix(base.Path, "/") + "/"
	base.RawQuery, base.Fragment = "", ""
	return base, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// path gives a path below the repository.
func (c *Client) path(format string, args ...any) string {
	return "repos/" + url.PathEscape(c.owner) + "/" + url.PathEscape(c.name) + fmt.Sprintf(format, args...)
}
