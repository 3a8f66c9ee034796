package scenario_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"sync"
	"syscall"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// errPush is a ledger branch that takes nothing more.
var errPush = errors.New("push: remote rejected")

// mishap gives the answer that the client sees; send does the request.
type mishap func(s *saboteur, send func() (*http.Response, error)) (*http.Response, error)

// fault is one way in which a request goes wrong.
type fault struct {
	name    string
	stays   bool // from its request on nothing else happens any more
	often   bool // belongs to the part of the matrix that always runs
	refuses bool // the answer says that the server did nothing
	meet    mishap
}

// faults are all ways in which a request to the server goes wrong.
func faults() []fault {
	return []fault{
		{name: "refused", meet: dropped(syscall.ECONNREFUSED)},
		{name: "refused for good", stays: true, meet: dropped(syscall.ECONNREFUSED)},
		{name: "reset before it acts", meet: dropped(syscall.ECONNRESET)},
		{name: "reset after it acted", often: true, meet: lostAnswer(syscall.ECONNRESET)},
		{name: "reset after it acted, then gone", stays: true, often: true, meet: lostAnswer(syscall.ECONNRESET)},
		{name: "time-out", meet: lostAnswer(context.DeadlineExceeded)},
		{name: "500", meet: status(http.StatusInternalServerError, false)},
		{name: "500 for good", stays: true, often: true, meet: status(http.StatusInternalServerError, false)},
		{name: "500 after it acted", meet: status(http.StatusInternalServerError, true)},
		{name: "503", meet: status(http.StatusServiceUnavailable, false)},
		{name: "429", refuses: true, meet: status(http.StatusTooManyRequests, false)},
		{name: "429 without a reset", stays: true, refuses: true, meet: status(http.StatusTooManyRequests, false)},
		{name: "truncated JSON", meet: truncated(nil)},
		{name: "an answer that breaks off", meet: truncated(io.ErrUnexpectedEOF)},
	}
}

func dropped(err error) mishap {
	return func(*saboteur, func() (*http.Response, error)) (*http.Response, error) { return nil, err }
}

// lostAnswer lets the server act the first time, and never answers.
func lostAnswer(err error) mishap {
	return func(s *saboteur, send func() (*http.Response, error)) (*http.Response, error) {
		if s.met > 1 {
			return nil, err
		}
		if response, sent := send(); sent == nil {
			_ = response.Body.Close()
		}
		return nil, err
	}
}

func status(code int, acts bool) mishap {
	return func(s *saboteur, send func() (*http.Response, error)) (*http.Response, error) {
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

// truncated lets the server act, and gives half of its answer.
func truncated(end error) mishap {
	return func(_ *saboteur, send func() (*http.Response, error)) (*http.Response, error) {
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

// saboteur stands between the client and the server and lets one request go wrong, the one with the index at, or else the
// first that is like upon; -1 and "" are none.
type saboteur struct {
	mu      sync.Mutex // one request at a time, so that each has an index
	next    http.RoundTripper
	now     func() time.Time
	fault   fault
	at      int
	upon    string   // "METHOD path" as in path.Match
	seen    []string // method and path of each request
	reached []string // those that the server got
	met     int
}

// RoundTrip hands a request on, or not.
func (s *saboteur) RoundTrip(request *http.Request) (*http.Response, error) {
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
	s.met++
	return s.fault.meet(s, send)
}

// clumsyLedger refuses an append, or loses the answer to it, at the index given, and from then on where it stays so.
type clumsyLedger struct {
	port.Ledger
	at, seen int
	written  bool // the entry is there, only the answer is lost
	stays    bool
}

// Append counts, and hands on what it does not spoil.
func (l *clumsyLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	index := l.seen
	l.seen++
	if index < l.at || index > l.at && !l.stays {
		return l.Ledger.Append(ctx, head, files)
	}
	if l.written && index == l.at {
		if err := l.Ledger.Append(ctx, head, files); err != nil {
			return err
		}
	}
	return errPush
}

// memoryLedger is a ledger that costs nothing: the matrix begins anew hundreds of times.
type memoryLedger struct{ files []ledger.File }

// Load verifies the chain.
func (l *memoryLedger) Load(context.Context) (ledger.Chain, error) { return ledger.Verify(l.files) }

// Append compares and swaps.
func (l *memoryLedger) Append(_ context.Context, head string, files []ledger.File) error {
	chain, err := ledger.Verify(l.files)
	if err != nil {
		return err
	}
	if chain.Head != head {
		return ledger.ErrMoved
	}
	l.files = append(l.files, files...)
	return nil
}
