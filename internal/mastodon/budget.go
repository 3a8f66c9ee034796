package mastodon

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// budget keeps what the server says about its rate limits, for each class of requests that it counts apart. Nothing in
// it is guessed: without headers there is no waiting.
type budget struct {
	mu      sync.Mutex
	windows map[string]window
	reserve int
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	waiting func(until time.Time)
}

// window is what one answer said. Its reset is in our clock, so that a server whose clock is wrong is waited for rightly.
type window struct {
	limit, remaining int
	reset            time.Time
}

// classOf names the bucket that a request falls into besides the general one.
func classOf(request *http.Request) string {
	query, statuses := request.URL.Query(), strings.HasPrefix(request.URL.Path, "/api/v1/statuses")
	switch {
	case query.Has("max_id") || query.Has("min_id") || query.Has("since_id") || query.Has("page"):
		return "paging"
	case statuses && request.Method == http.MethodDelete:
		return "deleting"
	case request.URL.Path == "/api/v1/statuses" && request.Method == http.MethodPost, statuses && request.Method == http.MethodPut:
		return "posting"
	default:
		return "general"
	}
}

// wait sleeps until the window of a class is over if only the reserve is left in it.
func (b *budget) wait(ctx context.Context, class string) error {
	b.mu.Lock()
	w, known := b.windows[class]
	b.mu.Unlock()
	if !known || w.remaining > min(b.reserve, w.limit/10) {
		return nil
	}
	return b.sleepUntil(ctx, w.reset)
}

func (b *budget) sleepUntil(ctx context.Context, until time.Time) error {
	left := until.Sub(b.now())
	if left <= 0 {
		return nil
	}
	if b.waiting != nil {
		b.waiting(until)
	}
	return b.sleep(ctx, left)
}

// observe notes the headers of an answer and gives the end of its window, zero where it does not say.
func (b *budget) observe(class string, header http.Header) time.Time {
	limit, err := strconv.Atoi(header.Get("X-RateLimit-Limit"))
	if err != nil {
		return time.Time{}
	}
	remaining, err := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	if err != nil {
		return time.Time{}
	}
	reset, err := time.Parse(time.RFC3339, header.Get("X-RateLimit-Reset"))
	if err != nil {
		return time.Time{}
	}
	// The second on top covers the Date header, which is cut to whole seconds.
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		reset = b.now().Add(reset.Sub(date) + time.Second)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.windows[class] = window{limit, remaining, reset}
	return reset
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

// reset gives the end of a class's window, as last heard.
func (b *budget) reset(class string) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.windows[class].reset
}
