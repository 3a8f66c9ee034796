package forge

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// What callers branch on; every *Error matches at most one of the first four.
var (
	ErrCredentials  = errors.New("the token is missing, wrong or expired")
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
	Method    string
	Path      string
	Status    int
	Message   string // the server's own words, cut to 300 bytes
	RequestID string // for the support of the server
}

// Error gives method, path, status and message.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, e.Message)
}

// Is matches the sentinel of the status.
func (e *Error) Is(target error) bool {
	switch e.Status {
	case http.StatusUnauthorized:
		return target == ErrCredentials
	case http.StatusForbidden:
		return target == ErrForbidden
	case http.StatusNotFound, http.StatusGone:
		return target == ErrNotFound
	case http.StatusUnprocessableEntity:
		return target == ErrInvalid
	}
	return false
}

// LimitError means that too much was asked for. Until is the server time to wait for, zero where it names none: then a
// minute at least, and twice as long each time.
type LimitError struct {
	Cause     Error
	Secondary bool // a limit on pace; the primary one counts requests an hour
	Until     time.Time
	After     time.Duration // what retry-after says; counts from the answer
}

// Error says which limit it is and when it ends.
func (l *LimitError) Error() string {
	kind := "rate limit"
	if l.Secondary {
		kind = "secondary rate limit"
	}
	switch {
	case l.After > 0:
		return fmt.Sprintf("%s %s: %s reached, retry after %s", l.Cause.Method, l.Cause.Path, kind, l.After)
	case !l.Until.IsZero():
		return fmt.Sprintf("%s %s: %s reached until %s", l.Cause.Method, l.Cause.Path, kind, l.Until.Format(time.RFC3339))
	}
	return fmt.Sprintf("%s %s: %s reached", l.Cause.Method, l.Cause.Path, kind)
}

// classify turns an answer that is no success into a typed error.
func classify(response *http.Response, body []byte) error {
	if limit := limitOf(response, body); limit != nil {
		return diag.WithHint(limit, "wait for it to end; the jobs of a repository share the requests of GITHUB_TOKEN, 1,000 an hour")
	}
	cause := causeOf(response, body)
	return &cause
}

func causeOf(response *http.Response, body []byte) Error {
	request := response.Request
	return Error{
		Method: request.Method, Path: request.URL.Path, Status: response.StatusCode,
		Message: messageOf(response.StatusCode, body), RequestID: response.Header.Get("X-GitHub-Request-Id"),
	}
}

func seconds(header string) time.Duration {
	n, err := strconv.ParseInt(header, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(n) * time.Second
}

func messageOf(status int, body []byte) string {
	var answer struct {
		Message string `json:"message"`
		Errors  []any  `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Message == "" {
		return http.StatusText(status)
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
	return text[:min(len(text), 300)]
}
