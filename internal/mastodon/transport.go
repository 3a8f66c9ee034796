package mastodon

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

	gomastodon "github.com/mattn/go-mastodon"
)

// answerMax bounds one answer in bytes: a page of 500 domain blocks with the longest comments stays below it.
const answerMax = 16 << 20

// roundTrip is a RoundTripper that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (f roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// countWrites counts the requests that may have changed the server: no GET, and not refused by a limit.
func countWrites(next http.RoundTripper, writes *atomic.Int64) roundTrip {
	return func(request *http.Request) (*http.Response, error) {
		if request.Method == http.MethodGet {
			return next.RoundTrip(request)
		}
		writes.Add(1)
		response, err := next.RoundTrip(request)
		if err == nil && response.StatusCode == http.StatusTooManyRequests {
			writes.Add(-1)
		}
		return response, err
	}
}

// clientOver follows no redirect: the API needs none, and the token belongs to one host.
func clientOver(transport http.RoundTripper) http.Client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return http.Client{Transport: transport, CheckRedirect: stay}
}

// ask makes one of go-mastodon's reading calls about an id, which the library puts into the path as it is. By itself it would
// wait for a limit by the clock of the machine, and drop what an error answer says: such an answer ends the call, and the error
// is made of it here.
func ask[T any](ctx context.Context, i *Instance, call func(*gomastodon.Client, context.Context, gomastodon.ID) (T, error), id string) (T, error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	var path string
	var failed error
	lib := gomastodon.NewClient(&gomastodon.Config{Server: i.base.String()})
	lib.Client = clientOver(roundTrip(func(request *http.Request) (*http.Response, error) {
		response, err := i.http.Transport.RoundTrip(request)
		if err != nil {
			return nil, err
		}
		if path, failed = request.URL.Path, i.failure(response); failed != nil {
			end()
		}
		return response, nil
	}))
	answer, err := call(lib, ctx, gomastodon.ID(url.PathEscape(id)))
	_, unsent := errors.AsType[*url.Error](err)
	switch {
	case failed != nil:
		return answer, failed
	case unsent:
		return answer, noAnswer(err)
	case err != nil:
		return answer, &AnswerError{http.MethodGet, path, "the answer is not the JSON that was asked for"}
	}
	return answer, nil
}
