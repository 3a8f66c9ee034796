package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// ErrCredentials is what errors.Is finds in every error that a missing, wrong or revoked token causes.
var ErrCredentials = httpapi.ErrCredentials

// ErrScope is what errors.Is finds in the refusal of a token that has too few scopes: a new token mends it.
var ErrScope = errors.New("the access token does not have a scope that is needed")

// APIError is an answer with status 400 or more.
type APIError struct{ httpapi.StatusError }

// Is reports a reading that is forbidden as plan.ErrUnreadable: the token's scopes or its owner's role do not allow it. A write
// that is forbidden may as well be about the rank or the state of an object.
func (e *APIError) Is(target error) bool {
	unreadable := e.Status == http.StatusForbidden && e.Method == http.MethodGet
	return e.StatusError.Is(target) || target == plan.ErrUnreadable && unreadable || target == ErrScope && e.scopeMissing()
}

// failure is the error that an answer states, with the next step where there is one; nil for a success.
func (i *Instance) failure(response *http.Response) error {
	method, at := response.Request.Method, response.Request.URL
	switch status := response.StatusCode; {
	case status < 300:
		return nil
	case status < 400:
		to := hostOf(at, response.Header.Get("Location"))
		return diag.WithHint(&RedirectError{method, at.Path, to}, "set MASTODON_URL to %q if that is the community's server", to)
	case status == http.StatusTooManyRequests:
		limit, _ := limitsIn(response.Header, i.transport.Budget.Now())
		return &httpapi.LimitError{Method: method, Path: at.Path, Until: limit.Reset}
	}
	return hinted(&APIError{httpapi.NewStatusError(response, messageIn)})
}

// hostOf gives scheme and host of a redirect's target.
func hostOf(from *url.URL, location string) string {
	to, err := from.Parse(location)
	if err != nil {
		return httpapi.Plain(location)
	}
	return httpapi.Plain((&url.URL{Scheme: to.Scheme, Host: to.Host}).String())
}

// messageIn gives the "error" of a JSON body, and what is no JSON as it is.
func messageIn(body []byte) string {
	var parsed struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &parsed) != nil {
		return string(body)
	}
	return parsed.Error
}

// RedirectError is a redirect. None is followed: the API needs none, and the token belongs to one host.
type RedirectError struct {
	Method string
	Path   string
	To     string // scheme and host of the new place
}

// Error names the place that was not gone to.
func (e *RedirectError) Error() string {
	return fmt.Sprintf("%s %s: the server redirects to %q, and the token goes to no other place than the operator named", e.Method, e.Path, e.To)
}

// AnswerError is an answer that says success and cannot be read: empty, cut off, or not the JSON that was asked for.
type AnswerError struct {
	Method string
	Path   string
	Why    string
}

// Error says what is wrong with the answer.
func (e *AnswerError) Error() string { return fmt.Sprintf("%s %s: %s", e.Method, e.Path, e.Why) }

// ForeignError is a server that answers, but not as Mastodon does.
type ForeignError struct {
	Host string
	Why  string
}

// Error says by what the server is known to be something else.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("server at %s is not Mastodon: %s", e.Host, e.Why)
}

// ParentError is a domain block that the server refuses because a block of a parent domain is at least as strict.
type ParentError struct {
	Domain   string
	Parent   string
	Severity string // of the parent's block
}

// Error names both blocks.
func (e *ParentError) Error() string {
	return fmt.Sprintf("domain block %q: the block of its parent %q (severity %q) is stricter, and the server keeps no weaker one below it", e.Domain, e.Parent, e.Severity)
}

// MismatchError is a write that the server answered with success and that is not what was asked.
type MismatchError struct {
	Target string
	Field  string
	Want   any
	Got    any
}

// Error names the first field that differs.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("%q: the server answers %s = %q, asked was %q", e.Target, e.Field, httpapi.Plain(fmt.Sprint(e.Got)), httpapi.Plain(fmt.Sprint(e.Want)))
}

// NetworkError is an exchange that brought no answer: refused, broken off, or out of time.
type NetworkError struct {
	Method string
	Path   string // with the host
	Err    error
}

// Error names the request and what became of it.
func (e *NetworkError) Error() string { return fmt.Sprintf("%s %s: %v", e.Method, e.Path, e.Err) }

// Unwrap gives the cause, such as context.Canceled.
func (e *NetworkError) Unwrap() error { return e.Err }

// noAnswer is what an error of http.Client means: a stop before the request was sent, or an exchange without an answer.
func noAnswer(err error) error {
	if errors.Is(err, httpapi.ErrStopped) {
		return httpapi.ErrStopped
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		failed := &NetworkError{strings.ToUpper(wrapped.Op), pathOf(wrapped.URL), wrapped.Err}
		if errors.Is(err, context.Canceled) {
			return failed
		}
		return diag.WithHint(failed, "check that MASTODON_URL names the community's server, and that it is up and can be reached from here")
	}
	return err
}

// hinted adds the next step to the answers that mean the same everywhere.
func hinted(e *APIError) error {
	switch e.Status {
	case http.StatusUnauthorized:
		return diag.WithHint(e, "check MASTODON_ACCESS_TOKEN: a token ends when its account's password changes or its application is deleted")
	case http.StatusNotFound:
		return diag.WithHint(e, "check that MASTODON_URL names the community's Mastodon server: this address is not there, or not for this token")
	case http.StatusForbidden:
		if e.scopeMissing() {
			return diag.WithHint(e, "the token does not have the scope %s: \"bylaw login\" gets one with every scope that the constitution needs", scopeOf(e.Method, e.Path))
		}
		if !json.Valid(e.Body) {
			return diag.WithHint(e, "the server may refuse this machine's network: look for an IP block or a firewall")
		}
		return diag.WithHint(e, "the token may not have the scope, or its account's role the permission, that this call needs")
	default:
		return e
	}
}

func pathOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return "request"
	}
	return parsed.Host + parsed.Path
}

// lost reports whether a failed write may have been done all the same: no answer, an unreadable one, one that says something
// else than was asked, or a server error. What was never sent is not lost.
func lost(err error) bool {
	if errors.Is(err, httpapi.ErrStopped) {
		return false
	}
	_, network := errors.AsType[*NetworkError](err)
	_, unreadable := errors.AsType[*AnswerError](err)
	_, mismatch := errors.AsType[*MismatchError](err)
	return network || unreadable || mismatch || statusOf(err) >= http.StatusInternalServerError
}

// statusOf gives the status of an error answer, or 0.
func statusOf(err error) int {
	if api, ok := errors.AsType[*APIError](err); ok {
		return api.Status
	}
	return 0
}
