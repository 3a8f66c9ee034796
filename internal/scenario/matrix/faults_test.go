package matrix_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"sync"
	"syscall"
	"time"
)

// behavior returns the answer that the client sees; send does the request.
type behavior func(s *faultyTransport, send func() (*http.Response, error)) (*http.Response, error)

// fault is one way in which a request goes wrong.
type fault struct {
	name    string
	stays   bool // every request after it goes wrong, too
	often   bool // part of the fixed part of the matrix
	refuses bool // the answer says that the server did nothing
	answer  behavior
}

// faults are all ways in which a request to the server goes wrong.
func faults() []fault {
	return []fault{
		{name: "refused", answer: dropped(syscall.ECONNREFUSED)},
		{name: "refused for good", stays: true, answer: dropped(syscall.ECONNREFUSED)},
		{name: "reset before it acts", answer: dropped(syscall.ECONNRESET)},
		{name: "reset after it acted", often: true, answer: lostAnswer(syscall.ECONNRESET)},
		{name: "reset after it acted, then gone", stays: true, often: true, answer: lostAnswer(syscall.ECONNRESET)},
		{name: "time-out", answer: lostAnswer(context.DeadlineExceeded)},
		{name: "500", answer: status(http.StatusInternalServerError, false)},
		{name: "500 for good", stays: true, often: true, answer: status(http.StatusInternalServerError, false)},
		{name: "500 after it acted", answer: status(http.StatusInternalServerError, true)},
		{name: "503", answer: status(http.StatusServiceUnavailable, false)},
		{name: "429", refuses: true, answer: status(http.StatusTooManyRequests, false)},
		{name: "429 without a reset", stays: true, refuses: true, answer: status(http.StatusTooManyRequests, false)},
		{name: "truncated JSON", answer: truncated(nil)},
		{name: "an answer that breaks off", answer: truncated(io.ErrUnexpectedEOF)},
	}
}

func dropped(err error) behavior {
	return func(*faultyTransport, func() (*http.Response, error)) (*http.Response, error) { return nil, err }
}

// lostAnswer lets the server act the first time, and never answers.
func lostAnswer(err error) behavior {
	return func(s *faultyTransport, send func() (*http.Response, error)) (*http.Response, error) {
		if s.failed > 1 {
			return nil, err
		}
		if response, sent := send(); sent == nil {
			_ = response.Body.Close()
		}
		return nil, err
	}
}

func status(code int, acts bool) behavior {
	return func(s *faultyTransport, send func() (*http.Response, error)) (*http.Response, error) {
		if acts {
			if response, err := send(); err == nil {
				_ = response.Body.Close()
			}
		}
		answer := &http.Response{
			StatusCode: code, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(bytes.NewReader([]byte(`{"error":"Non."}`))),
		}
		if code == http.StatusTooManyRequests && !s.fault.stays {
			reset := s.now().Truncate(5 * time.Minute).Add(5 * time.Minute)
			answer.Header.Set("X-RateLimit-Limit", "300")
			answer.Header.Set("X-RateLimit-Remaining", "0")
			answer.Header.Set("X-RateLimit-Reset", reset.Format("2006-01-02T15:04:05.000000Z"))
		}
		return answer, nil
	}
}

// truncated lets the server act, and returns half of its answer.
func truncated(end error) behavior {
	return func(_ *faultyTransport, send func() (*http.Response, error)) (*http.Response, error) {
		response, err := send()
		if err != nil {
			return nil, err
		}
		whole, err := io.ReadAll(response.Body)
		if err != nil {
			return nil, err
		}
		var body io.Reader = bytes.NewReader(whole[:len(whole)/2])
		if end != nil {
			body = io.MultiReader(body, failing{end})
		}
		response.Body = io.NopCloser(body)
		return response, nil
	}
}

type failing struct{ err error }

// Read fails.
func (f failing) Read([]byte) (int, error) { return 0, f.err }

// faultyTransport is between the client and the server, and has a fault at one request: the one with the index at, or else
// the first that matches upon; -1 and "" are none.
type faultyTransport struct {
	mu      sync.Mutex // one request at a time, so that each has an index
	next    http.RoundTripper
	now     func() time.Time
	fault   fault
	at      int
	upon    string   // "METHOD path" as in path.Match
	seen    []string // method and path of each request
	reached []string // those that the server got
	failed  int
}

// RoundTrip passes a request on, or not.
func (s *faultyTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	index := len(s.seen)
	name := request.Method + " " + request.URL.Path
	s.seen = append(s.seen, name)
	if like, _ := path.Match(s.upon, name); like && s.at < 0 {
		s.at = index
	}
	send := func() (*http.Response, error) {
		s.reached = append(s.reached, name)
		return s.next.RoundTrip(request)
	}
	if s.at < 0 || index < s.at || index > s.at && !s.fault.stays {
		return send()
	}
	s.failed++
	return s.fault.answer(s, send)
}
