package mastodon_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// bubble is the clock of the bubble that a test runs in: it moves when all goroutines sleep.
func bubble() time.Time { return time.Now() } //nolint:forbidigo // not the clock of the machine

// limited is a server with the real limits and a client of it, on the clock of a bubble.
func limited(t *testing.T, o mastodon.Options) (*refusals, *mastodon.Instance) {
	t.Helper()
	server := sandbox.New(sandbox.Options{RateLimits: true, Empty: true, Now: bubble})
	counted := &refusals{next: server.Transport()}
	o.URL, o.Token, o.Now, o.Next = "https://social.example", secret.New(sandbox.BotToken), bubble, counted
	return counted, mustOpen(t, o)
}

// refusals counts what a server refuses because of its limits.
type refusals struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent int
	many int
	lose bool // no answer arrives any more
}

// RoundTrip looks at each answer on its way; it takes a moment, as answers do.
func (r *refusals) RoundTrip(request *http.Request) (*http.Response, error) {
	time.Sleep(20 * time.Millisecond) // in a bubble
	response, err := r.next.RoundTrip(request)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent++
	if err == nil && response.StatusCode == http.StatusTooManyRequests {
		r.many++
	}
	if r.lose && err == nil {
		return nil, errors.Join(io.ErrUnexpectedEOF, response.Body.Close())
	}
	return response, err
}

func TestSeveralRequestsAtOnceDoNotSpendTheSameShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, instance := limited(t, mastodon.Options{})
		if _, err := instance.Whoami(t.Context()); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 100 {
					if _, _, err := instance.Current(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		began := bubble()
		group.Wait()
		if server.many != 0 || server.sent != 801 {
			t.Errorf("%d of %d requests were refused", server.many, server.sent)
		}
		if took := bubble().Sub(began); took > 11*time.Minute {
			t.Errorf("800 requests took %s", took)
		}
	})
}

func TestAFullWindowForPostsDoesNotHoldUpOtherRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, instance := limited(t, mastodon.Options{})
		texts := make([]string, 310)
		for n := range texts {
			texts[n] = fmt.Sprintf("Article %d.", n)
		}
		done := make(chan error, 1)
		go func() {
			_, err := instance.Post(t.Context(), constitution("aaaa1111aaaa", texts...))
			done <- err
		}()
		time.Sleep(time.Hour) // in a bubble
		began := bubble()
		if _, err := instance.Read(t.Context(), "domain_blocks", nil); err != nil {
			t.Fatal(err)
		}
		if took := bubble().Sub(began); took > time.Second {
			t.Errorf("reading took %s", took)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if server.many != 0 {
			t.Errorf("%d requests were refused", server.many)
		}
		if took := bubble().Sub(began) + time.Hour; took < 3*time.Hour-10*time.Minute || took > 3*time.Hour+15*time.Minute {
			t.Errorf("310 posts took %s", took)
		}
	})
}

func TestAStopOnRequestEndsTheWaitAndSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		server, instance := limited(t, mastodon.Options{Stop: stop, Waiting: func(time.Time) { close(stop) }})
		whole := context.WithoutCancel(t.Context())
		var err error
		for n := 0; err == nil; n++ {
			err = instance.Execute(whole, block(fmt.Sprintf("d%d.example", n), "noop"))
		}
		wantMessage(t, err, "stopped on request while waiting for the server's rate limit")
		if !errors.Is(err, plan.ErrNotTried) {
			t.Error("it does not say that nothing of the change was sent")
		}
		if server.sent != 290 {
			t.Errorf("%d requests were sent, want the window without its reserve", server.sent)
		}
		if err := instance.Execute(whole, block("after.example", "noop")); err == nil || server.sent != 290 {
			t.Errorf("after the stop: %v, %d requests", err, server.sent)
		}
	})
}

func TestAStopAfterTheFirstWriteOfAChangeDoesNotCallItUntried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		server, instance := limited(t, mastodon.Options{Stop: stop, Waiting: func(time.Time) { close(stop) }})
		for n := range 289 {
			if err := instance.Execute(t.Context(), block(fmt.Sprintf("d%d.example", n), "noop")); err != nil {
				t.Fatal(err)
			}
		}
		server.lose = true
		err := instance.Execute(t.Context(), block("lost.example", "noop"))
		wantMessage(t, err, "whether it was done is not known")
		if errors.Is(err, plan.ErrNotTried) || server.sent != 290 {
			t.Errorf("%v, after %d requests", err, server.sent)
		}
	})
}

func TestAResetThatIsYearsAwayIsNotWaitedFor(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	header := map[string]string{
		"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2099-01-01T00:00:00.000000Z",
	}
	w.server.Fail(sandbox.Fault{Path: "/api/v2/instance", Kind: sandbox.StatusBefore, Status: 429, Header: header})
	_, err := w.instance.Describe(t.Context())
	if err == nil || !strings.Contains(err.Error(), "2099-01-01T00:00:00Z") || len(w.slept) != 0 {
		t.Errorf("error %v after sleeping %v", err, w.slept)
	}
	if _, err := w.instance.Describe(t.Context()); err != nil {
		t.Errorf("the next try: %v", err)
	}
}

func TestHeadersThatSayHalfAreNoLimit(t *testing.T) {
	whole := http.Header{"X-Ratelimit-Limit": {"300"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"2026-11-21T12:05:00.000000Z"}}
	for missing := range whole {
		_, instance := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for key, values := range whole {
				if key != missing {
					w.Header()[key] = values
				}
			}
			fmt.Fprint(w, "[]")
		})
		for range 2 {
			if _, err := instance.Read(t.Context(), "domain_blocks", nil); err != nil {
				t.Errorf("without %s: %v", missing, err)
			}
		}
	}
}

// A server takes five sign-ups in half an hour, and counts nothing else in that window.
func TestASignUpHoldsUpNothingElse(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.instance = w.withSecrets(t)
	must(t, w.instance.Execute(t.Context(), signUp("newton")))
	for range 20 {
		_ = w.readOne(t, plan.PersonResource, "@newton")
	}
	if len(w.slept) > 0 {
		t.Errorf("slept %v", w.slept)
	}
}
