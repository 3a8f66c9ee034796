// Package gitea is the adapter to Gitea and Forgejo: it reads proposals and votes, as far as these servers prove them, and posts
// statuses, comments and merges. What it reads is handed on in the words of the core, and it holds no rule. The calls are its
// own: the library of Gitea's makers keeps one context for all calls, and gives a refusal as a text.
package gitea

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// apiPath ends the address of every API of Gitea and of Forgejo, and of none of GitHub's.
const apiPath = "/api/v1/"

// Serves says whether an address is that of the API of a Gitea or a Forgejo, as their runners give it to workflows. It asks
// nothing.
func Serves(api string) bool { return strings.HasSuffix(strings.TrimSuffix(api, "/")+"/", apiPath) }

// Client talks to one repository.
type Client struct{ *forge.API }

// Open checks the options and makes a client. It sends nothing yet.
func Open(o forge.Options) (*Client, error) {
	api, err := forge.Open(o)
	if err != nil {
		return nil, err
	}
	return &Client{api}, nil
}

// Software is the name and the version of the server, such as "Gitea 1.22.6".
func (c *Client) Software(ctx context.Context) (string, error) {
	answer, err := get[versionAnswer](ctx, c, "version")
	if err != nil {
		return "", fmt.Errorf("version of the server: %w", err)
	}
	// Forgejo names the Gitea that it is compatible with after a plus.
	if version, _, forked := strings.Cut(answer.Version, "+gitea-"); forked {
		return "Forgejo " + version, nil
	}
	return "Gitea " + answer.Version, nil
}

type versionAnswer struct {
	Version string `json:"version"`
}

// get reads one object.
func get[T any](ctx context.Context, c *Client, path string) (*T, error) {
	return send[T](ctx, c, http.MethodGet, path, nil)
}

// send makes a request that answers one object.
func send[T any](ctx context.Context, c *Client, method, path string, in any) (*T, error) {
	var found *T
	err := c.call(ctx, method, path, in, &found)
	if err == nil && found == nil {
		err = fmt.Errorf("%s %s: null in place of an object: %w", method, path, forge.ErrNoAnswer)
	}
	return found, err
}

// call makes one request. A body of in is sent as JSON; out, unless nil, takes the answer.
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	request, err := c.request(ctx, method, path, in)
	if err != nil {
		return err
	}
	response, err := c.HTTP.Do(request)
	if err != nil {
		return forge.Unreached(err, "GITHUB_API_URL names its API")
	}
	defer response.Body.Close()
	judge := forge.Judge
	if out == nil {
		judge = forge.Refusal // a success may be empty
	}
	if err := hinted(judge(response)); err != nil || out == nil {
		return err
	}
	if response.StatusCode == http.StatusNoContent {
		return fmt.Errorf("%s %s: %w", method, request.URL.Path, errEmpty)
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("%s %s: %w: %w", method, request.URL.Path, forge.ErrNoAnswer, err)
	}
	return nil
}

// errEmpty is a success that says to have no content, where some was asked for.
var errEmpty = fmt.Errorf("no content: %w", forge.ErrNoAnswer)

func (c *Client) request(ctx context.Context, method, path string, in any) (*http.Request, error) {
	target, err := c.Base.Parse(path)
	if err != nil {
		return nil, err
	}
	request, err := httpapi.NewRequest(ctx, method, target.String(), in)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	if c.UserAgent != "" {
		request.Header.Set("User-Agent", c.UserAgent)
	}
	return request, nil
}

// hinted gives the error of a repository that is not found its next step.
func hinted(err error) error {
	answer, ok := errors.AsType[*forge.Error](err)
	if !ok || answer.Status != http.StatusNotFound || !wholeRepository.MatchString(answer.Path) {
		return err
	}
	return diag.WithHint(err, "check that forge.repository in bylaw.yaml, or GITHUB_REPOSITORY, names the repository, and that GITHUB_TOKEN may read it")
}

// wholeRepository is the path of a repository or of a list of it, which is there wherever the repository is.
var wholeRepository = regexp.MustCompile(`/repos/[^/]+/[^/]+(/(pulls|issues))?$`)
