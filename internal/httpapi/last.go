package httpapi

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// LastAnswer keeps what the last answer of a server says of itself, and counts the answers.
type LastAnswer struct {
	Window func(header http.Header, now time.Time) (w Window, ok bool) // reads the limits
	Now    func() time.Time                                            // nil: the server's clock is compared with nothing
	last   atomic.Pointer[dated]
	count  atomic.Int64
}

// dated is the header of an answer and when it came, by our clock.
type dated struct {
	header http.Header
	at     time.Time
}

// Saw takes the header of an answer.
func (l *LastAnswer) Saw(header http.Header) {
	answer := &dated{header: header}
	if l.Now != nil {
		answer.at = l.Now()
	}
	l.last.Store(answer)
	l.count.Add(1)
}

// Count is how many answers there were.
func (l *LastAnswer) Count() int { return int(l.count.Load()) }

// Exchange is what the last answer says of the server's limits and of its clock, which states whole seconds.
func (l *LastAnswer) Exchange() (e inspect.Exchange) {
	answer := l.last.Load()
	if answer == nil {
		return e
	}
	if w, ok := l.Window(answer.header, answer.at); ok {
		e.Limit, e.Remaining, e.Reset = w.Limit, w.Remaining, w.Reset
	}
	date, err := http.ParseTime(answer.header.Get("Date"))
	e.Ahead, e.Dated = date.Sub(answer.at).Truncate(time.Second), err == nil && !answer.at.IsZero()
	return e
}
