package mastodon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/internal/httpapi"
)

// answerMax bounds one answer in bytes: a page of 500 domain blocks with the longest comments stays below it.
const answerMax = 16 << 20

// throttledMax is how often a request is sent again after waiting out a 429.
const throttledMax = 3

// transport is the one way out to the server, for go-mastodon's calls and for ours. Against the habit of a RoundTripper it
// turns redirects and error answers into typed errors: go-mastodon would follow the first, sleep for hours on 429, and
// drop the body of the others.
type transport struct {
	next     http.RoundTripper
	base     *url.URL
	token    Token
	agent    string
	timeout  time.Duration
	budget   *httpapi.Budget
	requests atomic.Int64
	writes   *atomic.Int64 // requests that are no GET and were not refused by a limit; those with another token count as well
}

// RoundTrip sends a request to the operator's host, waits where the server's limits ask for it, and gives an answer whose
// body is read to its end.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != t.base.Scheme || request.URL.Host != t.base.Host {
		return nil, fmt.Errorf("request to %q: allowed is only %q", request.URL.Host, t.base.Host)
	}
	kind := classOf(request)
	var reset time.Time
	for range throttledMax {
		response, body, end, err := t.exchange(request, kind)
		if err != nil {
			return nil, err
		}
		if response.StatusCode != http.StatusTooManyRequests {
			if err := t.verdict(request, response, body); err != nil {
				return nil, err
			}
			return response, nil
		}
		if request.Method != http.MethodGet {
			t.writes.Add(-1) // the server did nothing of it
		}
		if reset = end; reset.IsZero() || reset.Sub(t.budget.Now()) > waitMax {
			break
		}
		if err := t.budget.SleepUntil(request.Context(), reset, t.budget.Name); err != nil {
			return nil, err
		}
	}
	return nil, &ThrottledError{request.Method, request.URL.Path, reset}
}

// exchange sends a request once, as soon as it is within the budget, and gives the end of the window that its answer
// tells of.
func (t *transport) exchange(request *http.Request, kind httpapi.Class) (*http.Response, []byte, time.Time, error) {
	if err := t.budget.Enter(request.Context(), kind); err != nil {
		return nil, nil, time.Time{}, err
	}
	response, body, err := t.send(request)
	if err != nil {
		t.budget.Leave(kind, nil)
		return nil, nil, time.Time{}, err
	}
	return response, body, t.budget.Leave(kind, response.Header), nil
}

// verdict is the error that an answer stands for, or nil for success.
func (t *transport) verdict(request *http.Request, response *http.Response, body []byte) error {
	switch {
	case response.StatusCode >= 400:
		return newAPIError(request, response.StatusCode, body, t.token)
	case response.StatusCode >= 300:
		return &RedirectError{request.Method, request.URL.Path, placeOf(request.URL, response.Header.Get("Location"))}
	default:
		return nil
	}
}

// placeOf gives scheme and host of a redirect's target.
func placeOf(from *url.URL, location string) string {
	to, err := from.Parse(location)
	if err != nil {
		return plain(location)
	}
	return plain((&url.URL{Scheme: to.Scheme, Host: to.Host}).String())
}

// send makes one exchange within the time-out and reads the answer whole, so that a connection that breaks in the middle
// of a body is an error here and not half a value later.
func (t *transport) send(request *http.Request) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(request.Context(), t.timeout)
	defer cancel()
	outgoing, err := t.dress(ctx, request)
	if err != nil {
		return nil, nil, err
	}
	t.requests.Add(1)
	if request.Method != http.MethodGet {
		t.writes.Add(1)
	}
	response, err := t.next.RoundTrip(outgoing)
	if err != nil {
		return nil, nil, t.overdue(request, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, answerMax+1))
	if err != nil {
		return nil, nil, t.overdue(request, err)
	}
	if len(body) > answerMax {
		return nil, nil, &AnswerError{request.Method, request.URL.Path, fmt.Sprintf("the answer is larger than %d bytes", answerMax)}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, body, nil
}

// overdue says in plain words that our own time-out, and not the caller's, ended an exchange.
func (t *transport) overdue(request *http.Request, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && request.Context().Err() == nil {
		return fmt.Errorf("no answer within %s: %w", t.timeout, err)
	}
	return err
}

// dress gives a copy of a request the headers that every request has. Whatever Authorization it came with is replaced:
// the secret is held by the transport alone.
func (t *transport) dress(ctx context.Context, request *http.Request) (*http.Request, error) {
	outgoing := request.Clone(ctx)
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			return nil, err
		}
		outgoing.Body = body
	}
	outgoing.Header.Del("Authorization")
	if !t.token.Empty() {
		outgoing.Header.Set("Authorization", "Bearer "+t.token.Reveal())
	}
	outgoing.Header.Set("User-Agent", t.agent)
	outgoing.Header.Set("Accept", "application/json")
	if key, ok := ctx.Value(keyContext{}).(string); ok {
		outgoing.Header.Set("Idempotency-Key", key)
	}
	return outgoing, nil
}

type keyContext struct{}

// withKey makes the requests of a context carry an Idempotency-Key.
func withKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyContext{}, key)
}
