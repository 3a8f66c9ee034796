package wire

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// waits notes what a person is asked to wait for.
type waits []time.Time

func (*waits) Change(int, int, apply.Result) {}
func (*waits) Wait(time.Time, string)        {}
func (w *waits) Limit(until time.Time)       { *w = append(*w, until) }

// Whatever asks the operator's server waits for its limits, and says so.
func TestTheServersLimitsAreWaitedForAndReported(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for name, ask := range map[string]func(*Wire) (thread.Limits, error){
		"post limits": func(w *Wire) (thread.Limits, error) { return w.PostLimits(t.Context(), branch.Source{}) },
		"board": func(w *Wire) (thread.Limits, error) {
			board, err := w.Board()
			if err != nil {
				return thread.Limits{}, err
			}
			return board.Describe(t.Context())
		},
	} {
		asked, noted, slept := 0, &waits{}, 0
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			if asked++; asked == 1 {
				rw.Header().Set("Date", now.Format(http.TimeFormat))
				rw.Header().Set("X-RateLimit-Limit", "300")
				rw.Header().Set("X-RateLimit-Remaining", "0")
				rw.Header().Set("X-RateLimit-Reset", now.Add(time.Minute).Format(time.RFC3339Nano))
				rw.WriteHeader(http.StatusTooManyRequests)
				return
			}
			fmt.Fprint(rw, `{"domain":"social.example","version":"4.5.0","configuration":{"statuses":{"max_characters":700,"characters_reserved_per_url":23}}}`)
		}))
		defer server.Close()
		w := New(Options{
			Env: func(name string) string {
				return map[string]string{"MASTODON_URL": server.URL, "MASTODON_ACCESS_TOKEN": "token"}[name]
			},
			Now: func() time.Time { return now }, Progress: noted, Sleep: func(context.Context, time.Duration) error { slept++; now = now.Add(2 * time.Minute); return nil },
		})
		if limits, err := ask(w); err != nil || limits.Characters != 700 || slept != 1 || len(*noted) != 1 {
			t.Errorf("%s: %+v, %v; slept %d times, noted %d", name, limits, err, slept, len(*noted))
		}
	}
}
