package cli

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// meter shows on standard error how far an apply has come: a bar that is drawn again in its place on a terminal, plain
// lines elsewhere, such as in CI, and nothing with --quiet.
type meter struct {
	app   *app
	began time.Time

	mu    sync.Mutex
	work  render.Work
	drawn bool
}

func (a *app) newMeter() *meter { return &meter{app: a, began: a.Now()} }

// columns is the width of the terminal that the bar is drawn on, 0 where there is none.
func (m *meter) columns() int {
	if m.app.Width == nil || m.app.quiet || m.app.Env("TERM") == "dumb" {
		return 0
	}
	return m.app.Width()
}

// Change says of a change that is finished: each one by the bar; in lines every fifty, and each that failed.
func (m *meter) Change(finished, total int, result apply.Result) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.work = render.Work{Finished: finished, Total: total, Elapsed: m.app.Now().Sub(m.began)}
	if result.State == apply.Failed {
		m.line("failed: %s%s: %s", render.Outside(result.ID), render.Governed(result.Provisions), render.Outside(result.Message))
		if result.Hint != "" {
			m.line("hint: %s", render.Outside(result.Hint))
		}
	}
	if columns := m.columns(); columns > 0 {
		m.draw(m.work, columns)
		return
	}
	if finished%50 == 0 && finished < total {
		m.line("%d of %d changes done", finished, total)
	}
}

// count shows on a terminal how many of something are finished. The bar is taken away with the last one.
func (m *meter) count(finished, total int, noun string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	columns := m.columns()
	if columns == 0 {
		return
	}
	if finished == total {
		m.clear()
		return
	}
	m.draw(render.Work{Finished: finished, Total: total, Noun: noun, Elapsed: m.app.Now().Sub(m.began)}, columns)
}

// Limit says that the server's limits are waited for.
func (m *meter) Limit(until time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	columns := m.columns()
	if columns == 0 || m.work.Total == 0 {
		m.line("waiting until %s for the server's rate limit", until.UTC().Format(time.RFC3339))
		return
	}
	m.work.Waiting = until
	m.draw(m.work, columns)
}

// Wait says that a server is waited for while nothing is counted.
func (m *meter) Wait(until time.Time, what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.line("waiting until %s for %s", until.UTC().Format(time.RFC3339), render.Outside(what))
}

// stopWith says once a stop is asked for that it was heard. The function that it gives takes the bar away.
func (m *meter) stopWith(ctx context.Context) (clear func()) {
	ignore := context.AfterFunc(ctx, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.line("stopping: the write in flight is finished and recorded; a second signal kills at once")
	})
	return func() {
		ignore()
		m.mu.Lock()
		defer m.mu.Unlock()
		m.clear()
	}
}

// draw replaces the bar: carriage return, the line, and "erase to the end of the line".
func (m *meter) draw(work render.Work, columns int) {
	fmt.Fprintf(m.app.Stderr, "\r%s\x1b[K", render.Bar(work, columns))
	m.drawn = true
}

func (m *meter) clear() {
	if m.drawn {
		fmt.Fprint(m.app.Stderr, "\r\x1b[K")
	}
	m.drawn = false
}

// line writes a line above the bar, which the next change draws again.
func (m *meter) line(format string, args ...any) {
	m.clear()
	m.app.note(format, args...)
}
