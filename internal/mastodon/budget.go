package mastodon

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"
)

// reserveDefault is how many requests of a window are left to others with the same token or account, such as a moderator
// who looks something up while a long apply runs; of small windows it is a tenth.
const reserveDefault = 10

// waitMax bounds a wait. No limit of Mastodon counts for longer than a day: a reset past that is not one to wait for.
const waitMax = 24 * time.Hour

// errStopped ends a wait for the server's limits on request. Nothing was sent.
var errStopped = errors.New("stopped on request while waiting for the server's rate limit")

// budget keeps what the server says about its rate limits and lets requests through as long as they are within them.
// Nothing in it is guessed: without headers there is no waiting. Each request holds its share of every window that counts
// it until its answer tells what is left, so that several at a time cannot spend the same one.
type budget struct {
	reserve int
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	waiting func(until time.Time)
	stop    <-chan struct{}

	mu        sync.Mutex
	windows   map[windowKey]window
	flying    map[class]int
	announced time.Time
}

// enter waits until a request of a class is within the limits, and takes its share. Whoever enters must leave.
func (b *budget) enter(ctx context.Context, c class) error {
	for {
		until := b.take(c)
		if until.IsZero() {
			return nil
		}
		if err := b.sleepUntil(ctx, until); err != nil {
			return err
		}
	}
}

// take counts a request as flying, or gives the moment before which it must not be sent.
func (b *budget) take(c class) (until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	maps.DeleteFunc(b.windows, func(_ windowKey, w window) bool { return !w.reset.After(now) })
	for key, w := range b.windows {
		if !key.counts(c) || w.remaining-b.held(key) > min(b.reserve, key.limit/10) {
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

// counts tells whether a window counts requests of a class.
func (k windowKey) counts(c class) bool { return k.class == general || k.class == c }

// held is how many requests in flight have a share of a window.
func (b *budget) held(key windowKey) int {
	if key.class != general {
		return b.flying[key.class]
	}
	sum := 0
	for _, n := range b.flying {
		sum += n
	}
	return sum
}

// leave gives the share of a request back and notes what its answer says; nil stands for no answer. It gives the end of
// the window that the answer tells of, zero where it does not say.
func (b *budget) leave(c class, header http.Header) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flying[c]--
	said, ok := limitsIn(header, b.now())
	told := windowKey{c, said.limit, said.end}
	for key, w := range b.windows {
		if key.counts(c) && (!ok || key.limit != told.limit || key.end != told.end) {
			w.remaining-- // the server counted it here as well, and told of another window
			b.windows[key] = w
		}
	}
	if !ok || said.reset.Sub(b.now()) > waitMax {
		return said.reset
	}
	b.note(told, said)
	if everyone := (windowKey{general, said.limit, said.end}); everyone != told {
		if _, known := b.windows[everyone]; known {
			b.note(everyone, said)
		}
	}
	return said.reset
}

// note keeps the fewest that any answer told of a window: within one it only falls, and answers overtake each other.
func (b *budget) note(key windowKey, said limits) {
	w, known := b.windows[key]
	if !known || said.remaining < w.remaining {
		w.remaining = said.remaining
	}
	w.reset = said.reset
	b.windows[key] = w
}

// sleepUntil waits for a reset, and tells of it once. A stop on request or the end of the context ends it early.
func (b *budget) sleepUntil(ctx context.Context, until time.Time) error {
	left := until.Sub(b.now())
	if left <= 0 {
		return nil
	}
	select {
	case <-b.stop:
		return errStopped
	default:
	}
	b.announce(until)
	whole, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-b.stop:
			cancel(errStopped)
		case <-whole.Done():
		}
	}()
	err := b.sleep(whole, left)
	if cause := context.Cause(whole); cause != nil {
		return cause
	}
	return err
}

func (b *budget) announce(until time.Time) {
	b.mu.Lock()
	again := !until.After(b.announced)
	b.announced = until
	b.mu.Unlock()
	if b.waiting != nil && !again {
		b.waiting(until)
	}
}

// pause is the sleep of a real run; it ends early with the context's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
