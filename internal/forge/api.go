// Package forge is what the adapters to forges share: the way to the API of one repository, which waits for the server's
// limits and asks a question again that the server failed to answer, and what an answer means as an error. What was to be
// written is sent again only where the server says that it did nothing.
package forge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const maxAnswer = 64 << 20 // bytes of one answer

// Options is what an adapter needs to know. Zero values of Transport, Timeout and Pages take the defaults named.
type Options struct {
	API        string            // address of the API
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

// API is the way to one repository.
type API struct {
	Base        *url.URL // ends with a slash
	HTTP        *http.Client
	Budget      *httpapi.Budget // nil: it waits for nothing
	Owner, Name string
	UserAgent   string
	Pages       int
	last        *httpapi.LastAnswer
}

// Open checks the options and prepares the way. It sends nothing.
func Open(o Options) (*API, error) {
	base, err := parseAPI(o.API)
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
	last := &httpapi.LastAnswer{Window: windowIn, Now: o.Now}
	budget := o.budget(base)
	client := &http.Client{CheckRedirect: stayOn(base), Transport: &httpapi.Transport{
		Next: o.Transport, Base: base, Secret: o.Token, Timeout: o.Timeout, Most: maxAnswer, Budget: budget, Again: again, Saw: last.Saw,
	}}
	return &API{Base: base, HTTP: client, Budget: budget, Owner: owner, Name: name, UserAgent: o.UserAgent, Pages: o.Pages, last: last}, nil
}

// budget keeps to the limits of the server of an adapter that waits.
func (o Options) budget(base *url.URL) *httpapi.Budget {
	if o.Sleep == nil {
		return nil
	}
	return httpapi.NewBudget(httpapi.Limits{
		Read: windowIn, Longest: waitMax, Name: "the rate limit of " + base.Host, Now: o.Now, Sleep: o.Sleep, Waiting: o.Waiting,
	})
}

// parseAPI takes the URL as the forge gives it to workflows.
func parseAPI(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("API URL: %w", err)
	case base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("API URL %q is not an http or https URL", address)
	case base.User != nil:
		return nil, errors.New("the API URL holds a password: give the token by GITHUB_TOKEN")
	case base.Scheme == "http" && !loopback(base.Hostname()):
		return nil, diag.WithHint(fmt.Errorf("API URL %q would be used in clear text", address), "use https")
	}
	base.Path = strings.TrimSuffix(base.Path, "/") + "/"
	base.RawQuery, base.Fragment = "", ""
	return base, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// stayOn follows a redirect on the API's own host, as of a renamed repository, and no other.
func stayOn(api *url.URL) func(*http.Request, []*http.Request) error {
	return func(request *http.Request, via []*http.Request) error {
		if !httpapi.SameHost(request.URL, api) {
			return fmt.Errorf("%w: %q", ErrRedirect, request.URL.Host)
		}
		if len(via) > 5 {
			return fmt.Errorf("%d redirects for one request", len(via))
		}
		return nil
	}
}

// Path gives a path below the repository.
func (a *API) Path(format string, args ...any) string {
	return "repos/" + url.PathEscape(a.Owner) + "/" + url.PathEscape(a.Name) + fmt.Sprintf(format, args...)
}

// Of is the way to another repository of the same server, named "owner/name"; "" is this one.
func (a *API) Of(repository string) *API {
	of := *a
	if repository != "" {
		of.Owner, of.Name, _ = strings.Cut(repository, "/")
	}
	return &of
}

// Exchange is what the last answer of the server said of its limits and its clock.
func (a *API) Exchange() inspect.Exchange { return a.last.Exchange() }
