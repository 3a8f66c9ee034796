package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/tomnomnom/linkheader"

	"github.com/bylaw-dev/bylaw/internal/secret"
)

// ErrCredentials is what errors.Is finds in every error that a missing, wrong or revoked token causes.
var ErrCredentials = errors.New("the server does not accept the access token")

// StatusError is an answer with status 400 or more. Message is the server's own sentence, in whatever language it speaks: callers
// branch on Status and on fields of Body alone. An adapter embeds it, to say what a status means at its API.
type StatusError struct {
	Method  string
	Path    string
	Status  int
	Message string // on one line, without control characters; "" where the answer holds none
	Body    []byte // as received, without the secret should the server echo it
}

// NewStatusError keeps what an error answer says, without the secret that its request carried; messageOf finds the server's
// sentence in its body.
func NewStatusError(response *http.Response, messageOf func(body []byte) string) StatusError {
	token := secret.New(strings.TrimPrefix(response.Request.Header.Get("Authorization"), bearer))
	body := []byte(token.Redact(string(BodyOf(response))))
	return StatusError{response.Request.Method, response.Request.URL.Path, response.StatusCode, Plain(messageOf(body)), body}
}

// Error quotes the server, so that its words cannot be taken for ours.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
	if e.Message == "" {
		return text
	}
	return fmt.Sprintf("%s: %q", text, e.Message)
}

// Is reports 401 as ErrCredentials.
func (e *StatusError) Is(target error) bool {
	return target == ErrCredentials && e.Status == http.StatusUnauthorized
}

// LimitError is the refusal of a limit that is not waited for, or no longer. Until is the server's time, zero where it names
// none.
type LimitError struct {
	Method    string
	Path      string
	Secondary bool // a limit on pace, next to the one that counts requests
	Until     time.Time
	After     time.Duration // what Retry-After says; counts from the answer
}

// Error says which limit it is and when it ends.
func (l *LimitError) Error() string {
	kind := "rate limit"
	if l.Secondary {
		kind = "secondary rate limit"
	}
	text := fmt.Sprintf("%s %s: %s reached", l.Method, l.Path, kind)
	switch {
	case l.After > 0:
		return fmt.Sprintf("%s, retry after %s", text, l.After)
	case !l.Until.IsZero():
		return fmt.Sprintf("%s until %s", text, l.Until.UTC().Format(time.RFC3339))
	}
	return text + ", and the server does not say for how long"
}

// NextPage gives the link by which an answer names the next page of its list, nil at the end of the list.
func NextPage(header http.Header) (*url.URL, error) {
	links := linkheader.ParseMultiple(header.Values("Link")).FilterByRel("next")
	if len(links) == 0 {
		return nil, nil
	}
	next, err := url.Parse(links[0].URL)
	if err != nil {
		return nil, fmt.Errorf("link to the next page: %w", err)
	}
	return next, nil
}

// plainMax bounds a server's sentence in our messages, in characters.
const plainMax = 300

// Plain makes a text from outside safe to show on one line: no control or formatting characters, no long runs.
func Plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.In(r, unicode.Cf) || r == unicode.ReplacementChar:
			return -1
		default:
			return r
		}
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > plainMax {
		return string(runes[:plainMax]) + "..."
	}
	return text
}
