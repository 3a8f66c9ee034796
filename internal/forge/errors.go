package forge

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// What callers branch on; every *Error matches at most one of the first four.
var (
	ErrCredentials  = httpapi.ErrCredentials
	ErrForbidden    = facts.ErrForbidden
	ErrNotFound     = facts.ErrNotFound
	ErrInvalid      = facts.ErrInvalid
	ErrNoAnswer     = errors.New("the server answered success with nothing, or not with JSON")
	ErrTooLong      = errors.New("the list has more pages than are read")
	ErrRedirect     = errors.New("the server redirects to another host")
	ErrHeadMoved    = facts.ErrHeadMoved
	ErrBaseMoved    = facts.ErrBaseMoved
	ErrNotMergeable = facts.ErrNotMergeable
)

// Error is an answer of the API that is no success.
type Error struct {
	httpapi.StatusError
	RequestID string // for the support of the server
}

// Is matches the sentinel of the status.
func (e *Error) Is(target error) bool {
	switch e.Status {
	case http.StatusForbidden:
		return target == ErrForbidden
	case http.StatusNotFound, http.StatusGone:
		return target == ErrNotFound
	case http.StatusUnprocessableEntity:
		return target == ErrInvalid
	}
	return e.StatusError.Is(target)
}

// classify turns an answer that is no success into a typed error.
func classify(response *http.Response, body []byte, token secret.Secret) error {
	if limit := limitOf(response, body); limit != nil {
		return diag.WithHint(limit, "wait for it to end; the jobs of a repository share the requests of GITHUB_TOKEN, 1,000 an hour")
	}
	err := &Error{httpapi.NewStatusError(response, token, messageIn), response.Header.Get("X-GitHub-Request-Id")}
	if err.Status == http.StatusNotFound && wholeRepository.MatchString(err.Path) {
		return diag.WithHint(err, "check that forge.repository in bylaw.yaml, or GITHUB_REPOSITORY, names the repository, and that GITHUB_TOKEN may read it: "+
			"GitHub hides what a token may not see")
	}
	return err
}

// wholeRepository is the path of a repository or of a list of it, which is there wherever the repository is.
var wholeRepository = regexp.MustCompile(`/repos/[^/]+/[^/]+(/(pulls|issues|activity|commits))?$`)

// unreached is an exchange that brought no answer, with what to check; one that the caller ended stays as it is.
func unreached(err error, host string) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, httpapi.ErrStopped) {
		return err
	}
	return diag.WithHint(err, "check that %s is up and can be reached from here, and that GITHUB_API_URL, if it is set, names the API; https://www.githubstatus.com says how GitHub is", host)
}

func seconds(header string) time.Duration {
	n, err := strconv.ParseInt(header, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// messageIn joins the message of an answer and its details.
func messageIn(body []byte) string {
	var answer struct {
		Message string `json:"message"`
		Errors  []any  `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return ""
	}
	text := answer.Message
	for _, each := range answer.Errors {
		switch detail := each.(type) {
		case string:
			text += ": " + detail
		case map[string]any:
			if said, ok := detail["message"].(string); ok {
				text += ": " + said
			}
		}
	}
	return text
}
