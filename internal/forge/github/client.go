// Package github is the adapter to GitHub: it reads proposals and votes and posts statuses, comments and merges, through
// go-github. What it reads is handed on as the server states it, and it holds no rule.
package github

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"sync"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
)

// PublicAPI is the API of github.com. Other servers name theirs in GITHUB_API_URL.
const PublicAPI = "https://api.github.com"

// Client talks to one repository.
type Client struct {
	*forge.API
	self *self
}

// self is whose token it is, once that was asked for: until then its id is 0.
type self struct {
	mu     sync.Mutex
	person facts.Person
}

// Open checks the options and makes a client. It sends nothing yet. Without an address of an API it is PublicAPI.
func Open(o forge.Options) (*Client, error) {
	o.API = cmp.Or(o.API, PublicAPI)
	api, err := forge.Open(o)
	if err != nil {
		return nil, err
	}
	return &Client{API: api, self: &self{}}, nil
}

// library is go-github for one call. A client of several would refuse later calls by itself once an answer says that no
// request remains; the transport waits for that instead.
func (c *Client) library() *gogithub.Client {
	library := gogithub.NewClient(c.HTTP)
	library.BaseURL, library.UserAgent = c.Base, c.UserAgent
	return library
}

// judged is the value that a call of go-github found, or the error that the answer states: by itself the library takes an
// empty success for an empty value, and knows limits by one status only.
func judged[T any](found T, response *gogithub.Response, err error) (T, error) {
	return found, answered(response, err)
}

// answered is judged for a call that finds nothing.
func answered(response *gogithub.Response, err error) error {
	if response == nil {
		return forge.Unreached(err, "GITHUB_API_URL, if it is set, names the API; https://www.githubstatus.com says how GitHub is")
	}
	stated := forge.Judge(response.Response)
	if stated == nil {
		return err
	}
	if response.StatusCode == http.StatusNotFound && wholeRepository.MatchString(response.Request.URL.Path) {
		return diag.WithHint(stated, "check that forge.repository in bylaw.yaml, or GITHUB_REPOSITORY, names the repository, and that GITHUB_TOKEN may read it: "+
			"GitHub hides what a token may not see")
	}
	return stated
}

// wholeRepository is the path of a repository or of a list of it, which is there wherever the repository is.
var wholeRepository = regexp.MustCompile(`/repos/[^/]+/[^/]+(/(pulls|issues|activity|commits))?$`)

// do makes one request for which go-github has no method that keeps what is needed.
func (c *Client) do(ctx context.Context, method, address string, body, into any) (*gogithub.Response, error) {
	library := c.library()
	request, err := library.NewRequest(method, address, body)
	if err != nil {
		return nil, err
	}
	response, err := library.Do(ctx, request, into)
	return response, answered(response, err)
}

func (c *Client) get(ctx context.Context, address string, into any) error {
	_, err := c.do(ctx, http.MethodGet, address, nil, into)
	return err
}
