// Package httpapi is what the adapters to HTTP APIs share: a budget that keeps to the limits that a server states, and a
// transport that waits for them and tries again what may be tried again.
package httpapi

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"
)

// ErrStopped ends a wait for the server's limits on request. Nothing was sent.
var ErrStopped = errors.New("stopped on request while waiting for the server's rate limit")

// Class names requests that a server counts apart.
type Class string

// General is the class that every request counts as; those of another class count a second time.
const General Class = "general"

// Window is what the headers of one answer say of the server's limits.
type Window struct {
	Limit, Remaining int
	End              int64     // the reset as the server states it, in seconds since the epoch: it distinguishes windows
	Reset            time.Time // the same by our clock, so that a server whose clock is wrong is waited for rightly
}

// Limits says how a server's limits are kept. Nothing in them is guessed: without headers there is no waiting.
type Limits struct {
	Read    func(header http.Header, now time.Time) (w Window, ok bool)
	Reserve int           // how many requests of a window are left to others with the same token, at most a tenth of it
	Longest time.Duration // a reset that is further away is not waited for
	Name    string        // of the limits, as in "the server's rate limit"
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Waiting func(until time.Time, what string) // called before each sleep with what is waited for; may be nil
	Stop    <-chan struct{}                    // closed to end every wait; nil: the context alone does
}

// Budget keeps what a server says about its limits and lets requests through as long as they are within them. Each request
// holds its share of every window that counts it until its answer states what is left, so that several at a time cannot spend
// the same one.
type Budget struct {
	Limits
	mu        sync.Mutex
	windows   map[windowKey]window
	flying    map[Class]int
	announced time.Time
}

// NewBudget gives a budget that knows of no window yet.
func NewBudget(l Limits) *Budget {
	return &Budget{Limits: l, windows: map[windowKey]window{}, flying: map[Class]int{}}
}

// windowKey distinguishes the windows that answers describe. An answer states one only, of the one with the fewest
// requests left, and does not name it: a class may have several at a time. The reset's fraction of a second is that of the
// answer, and does not count.
type windowKey struct {
	class Class
	limit int
	end   int64
}

// window is what is known of one window, its reset by our clock.
type window struct {
	remaining int
	reset     time.Time
}

// Enter waits until a request of a class is within the limits, and takes its share, which Leave gives back.
func (b *Budget) Enter(ctx context.Context, c Class) error {
	for {
		until := b.take(c)
		if until.IsZero() {
			return nil
		}
		if err := b.SleepUntil(ctx, until, b.Name); err != nil {
			return err
		}
	}
}

// take counts a request as flying, or gives the moment before which it must not be sent.
func (b *Budget) take(c Class) (until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.Now()
	maps.DeleteFunc(b.windows, func(_ windowKey, w window) bool { return !w.reset.After(now) })
	for key, w := range b.windows {
		if !key.counts(c) || w.remaining-b.held(key) > min(b.Reserve, key.limit/10) {
			continue
		}
		if w.reset.After(until) {
			until = w.reset
		}
	}
	if until.IsZero() {
		b.flying[c]++
	}
	return until
}

// counts reports whether a window counts requests of a class.
func (k windowKey) counts(c Class) bool { return k.class == General || k.class == c }

// held is how many requests in flight have a share of a window.
func (b *Budget) held(key windowKey) int {
	if key.class != General {
		return b.flying[key.class]
	}
	sum := 0
	for _, n := range b.flying {
		sum += n
	}
	return sum
}

// Leave gives the share of a request back and notes what its answer says; nil is for no answer.
func (b *Budget) Leave(c Class, header http.Header) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flying[c]--
	stated, ok := b.Read(header, b.Now())
	named := windowKey{c, stated.Limit, stated.End}
	for key, w := range b.windows {
		if key.counts(c) && (!ok || key.limit != named.limit || key.end != named.end) {
			w.remaining-- // the server counted it here as well, and named another window
			b.windows[key] = w
		}
	}
	if !ok || stated.Reset.Sub(b.Now()) > b.Longest {
		return
	}
	b.note(named, stated)
	if all := (windowKey{General, stated.Limit, stated.End}); all != named {
		if _, known := b.windows[all]; known {
			b.note(all, stated)
		}
	}
}

// note keeps the fewest that any answer stated of a window: within one it only falls, and answers overtake each other.
func (b *Budget) note(key windowKey, said Window) {
	w, known := b.windows[key]
	if !known || said.Remaining < w.remaining {
		w.remaining = said.Remaining
	}
	w.reset = said.Reset
	b.windows[key] = w
}

// SleepUntil waits for a reset, and announces it once. A stop on request or the end of the context ends it early.
func (b *Budget) SleepUntil(ctx context.Context, until time.Time, what string) error {
	left := until.Sub(b.Now())
	if left <= 0 {
		return nil
	}
	select {
	case <-b.Stop:
		return ErrStopped
	default:
	}
	b.announce(until, what)
	whole, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-b.Stop:
			cancel(ErrStopped)
		case <-whole.Done():
		}
	}()
	err := b.Sleep(whole, left)
	if cause := context.Cause(whole); cause != nil {
		return cause
	}
	return err
}

func (b *Budget) announce(until time.Time, what string) {
	b.mu.Lock()
	again := !until.After(b.announced)
	b.announced = until
	b.mu.Unlock()
	if b.Waiting != nil && !again {
		b.Waiting(until, what)
	}
}

// Pause is the sleep of a real run; it ends early with the context's error.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ByOurClock gives a moment that a server states by our own clock, as far as its answer says what time it is there. The second
// on top covers the Date header, which is cut to whole seconds.
func ByOurClock(moment time.Time, header http.Header, now time.Time) time.Time {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return moment
	}
	return now.Add(moment.Sub(date) + time.Second)
}
