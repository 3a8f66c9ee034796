package forge

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
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

// Judge is the error that an answer states, nil for a success: that of Refusal, or ErrNoAnswer where a success holds no JSON
// although it should.
func Judge(response *http.Response) error {
	err := Refusal(response)
	if err == nil && !whole(response.StatusCode, httpapi.BodyOf(response)) {
		err = ErrNoAnswer
	}
	return err
}

// Refusal is the error of an answer that is no success, nil for one that is: a limit, or an *Error.
func Refusal(response *http.Response) error {
	if limit := limitOf(response, httpapi.BodyOf(response)); limit != nil {
		return diag.WithHint(limit, "wait for it to end; the jobs of a repository share the requests of GITHUB_TOKEN, 1,000 an hour")
	}
	if response.StatusCode < http.StatusBadRequest {
		return nil
	}
	return &Error{httpapi.NewStatusError(response, messageIn), response.Header.Get("X-GitHub-Request-Id")}
}

// whole says whether an answer without an error holds what it should: JSON, unless it is a redirect or needs no body.
func whole(status int, body []byte) bool {
	return status == http.StatusNoContent || status >= 300 || json.Valid(body)
}

// Unreached is an exchange that brought no answer, with what to check next; what the caller ended and what never left stay as
// they are.
func Unreached(err error, next string) error {
	failed, ok := errors.AsType[*url.Error](err)
	if !ok || errors.Is(err, context.Canceled) || errors.Is(err, httpapi.ErrStopped) || errors.Is(err, ErrRedirect) {
		return err
	}
	host := failed.URL
	if at, parseErr := url.Parse(failed.URL); parseErr == nil {
		host = at.Host
	}
	return diag.WithHint(err, "check that %s is up and can be reached from here, and that %s", host, next)
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
