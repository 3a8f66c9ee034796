package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Transport is the way out to the API of one server. It sends the secret to that server's host and to no other, keeps to its
// limits, reads every answer whole, and sends a request again as far as Again says. What an answer means is for the caller.
type Transport struct {
	Next    http.RoundTripper
	Base    *url.URL
	Secret  secret.Secret
	Header  http.Header               // of every request, in place of its own values
	Timeout time.Duration             // of one exchange with its answer; waiting is no part of it
	Most    int64                     // bytes of one answer
	Budget  *Budget                   // nil: nothing is waited for, and nothing sent again
	Class   func(*http.Request) Class // what a request counts as; nil: General
	// Again says whether the request of an attempt is sent again, from when on, and what is waited for until then.
	Again func(Attempt) (until time.Time, what string, again bool)
	// Saw is called with the header of each answer, whatever its status; it may be nil.
	Saw func(http.Header)
}

// Attempt is one exchange that is over. Response is nil where none came, and Err says why.
type Attempt struct {
	Request  *http.Request
	Response *http.Response
	Body     []byte
	Err      error
	Number   int // of this attempt, from 1
	Now      time.Time
}

// RoundTrip sends a request until there is an answer, or no hope of one.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	for number := 1; ; number++ {
		response, body, err := t.exchange(request)
		if t.Budget == nil || request.Context().Err() != nil {
			return response, err
		}
		until, what, again := t.Again(Attempt{request, response, body, err, number, t.Budget.Now()})
		if !again || request.Body != nil && request.GetBody == nil {
			return response, err
		}
		if err := t.Budget.SleepUntil(request.Context(), until, what); err != nil {
			return nil, err
		}
	}
}

// exchange sends a request once, as soon as it is within the budget.
func (t *Transport) exchange(request *http.Request) (*http.Response, []byte, error) {
	if t.Budget == nil {
		return t.send(request)
	}
	class := General
	if t.Class != nil {
		class = t.Class(request)
	}
	if err := t.Budget.Enter(request.Context(), class); err != nil {
		return nil, nil, err
	}
	response, body, err := t.send(request)
	var header http.Header
	if response != nil {
		header = response.Header
	}
	t.Budget.Leave(class, header)
	return response, body, err
}

// send makes one exchange within the time-out and reads the answer whole, so that a connection that breaks in the middle of a
// body is an error here and not half a value later.
func (t *Transport) send(request *http.Request) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(request.Context(), t.Timeout)
	defer cancel()
	outgoing, err := t.outgoing(ctx, request)
	if err != nil {
		return nil, nil, err
	}
	response, err := t.Next.RoundTrip(outgoing)
	if err != nil {
		return nil, nil, t.overdue(request, err)
	}
	if t.Saw != nil {
		t.Saw(response.Header)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, t.Most+1))
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return nil, nil, t.overdue(request, fmt.Errorf("read the answer: %w", err))
	}
	if int64(len(body)) > t.Most {
		return nil, nil, fmt.Errorf("the answer is larger than %d MiB", t.Most>>20)
	}
	response.Request, response.Body = outgoing, &wholeBody{bytes.NewReader(body), body}
	return response, body, nil
}

// bearer precedes the secret in the header of a request.
const bearer = "Bearer "

// outgoing is a copy of a request with the secret, and with a body of its own that can be sent.
func (t *Transport) outgoing(ctx context.Context, request *http.Request) (*http.Request, error) {
	outgoing := request.Clone(ctx)
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			return nil, err
		}
		outgoing.Body = body
	}
	maps.Copy(outgoing.Header, t.Header)
	outgoing.Header.Del("Authorization")
	if !t.Secret.Empty() && SameHost(request.URL, t.Base) {
		outgoing.Header.Set("Authorization", bearer+t.Secret.Reveal())
	}
	return outgoing, nil
}

// overdue says in plain words that the time-out of an exchange, and not the caller, ended it.
func (t *Transport) overdue(request *http.Request, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && request.Context().Err() == nil {
		return fmt.Errorf("no answer within %s: %w", t.Timeout, err)
	}
	return err
}

// SameHost compares scheme, host and port of two addresses.
func SameHost(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// wholeBody is a body that was read from the network, and can be looked at after its reader is done with it.
type wholeBody struct {
	*bytes.Reader
	all []byte
}

// Close does nothing: the connection is free already.
func (b *wholeBody) Close() error { return nil }

// BodyOf gives the body of an answer that a Transport has read, all of it also where a reader is at its end.
func BodyOf(response *http.Response) []byte {
	if whole, ok := response.Body.(*wholeBody); ok {
		return whole.all
	}
	body, _ := io.ReadAll(response.Body)
	response.Body = &wholeBody{bytes.NewReader(body), body}
	return body
}
