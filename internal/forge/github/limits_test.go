package github_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

const pullRoute = "GET /repos/{owner}/{repo}/pulls/{number}"

// patient is a client that waits on the world's clock, and what it waited for.
type patient struct {
	*github.Client
	slept []time.Duration
	said  []string
}

func (w *world) patient(login string) *patient {
	w.Helper()
	p := &patient{}
	now := func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.now
	}
	p.Client = w.as(login, func(o *forge.Options) {
		o.Now = now
		o.Sleep = func(ctx context.Context, d time.Duration) error {
			p.slept = append(p.slept, d)
			w.mu.Lock()
			defer w.mu.Unlock()
			w.now = w.now.Add(d)
			return ctx.Err()
		}
		o.Waiting = func(until time.Time, what string) {
			if !until.After(now()) {
				w.Errorf("waits until %s at %s", until, now())
			}
			p.said = append(p.said, what)
		}
	})
	return p
}

// answers lines up an answer for some requests in a row.
func (w *world) answers(times int, fault sandbox.Fault) {
	for range times {
		w.forge.Script(fault)
	}
}

func TestLimitsAndFailuresAreWaitedFor(t *testing.T) {
	retry := func(seconds string) map[string]string { return map[string]string{"Retry-After": seconds} }
	reset := func(w *world, in time.Duration) map[string]string {
		return map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "1000", "X-RateLimit-Reset": strconv.FormatInt(w.now.Add(in).Unix(), 10)}
	}
	for name, test := range map[string]struct {
		times  int
		fault  func(*world) sandbox.Fault
		slept  []time.Duration
		said   string
		failed bool
	}{
		"a limit that says when": {1, func(*world) sandbox.Fault { return sandbox.Fault{Status: 429, Header: retry("30"), Body: "{}"} }, []time.Duration{30 * time.Second}, "the rate limit of ", false},
		"a limit on pace": {2, func(*world) sandbox.Fault {
			return sandbox.Fault{Status: 403, Body: `{"message":"You have exceeded a secondary rate limit"}`}
		}, []time.Duration{time.Minute, 2 * time.Minute}, "the rate limit of ", false},
		"a limit of the hour": {1, func(w *world) sandbox.Fault {
			return sandbox.Fault{Status: 403, Header: reset(w, 20*time.Minute), Body: "{}"}
		}, []time.Duration{20 * time.Minute}, "the rate limit of ", false},
		"a limit of the day": {1, func(w *world) sandbox.Fault {
			return sandbox.Fault{Status: 403, Header: reset(w, 24*time.Hour), Body: "{}"}
		}, nil, "", true},
		"a limit without end":      {9, func(*world) sandbox.Fault { return sandbox.Fault{Status: 429, Header: retry("60"), Body: "{}"} }, []time.Duration{time.Minute, time.Minute, time.Minute}, "the rate limit of ", true},
		"a bad gateway":            {2, func(*world) sandbox.Fault { return sandbox.Fault{Status: 502, Body: "<html>"} }, []time.Duration{time.Second, 2 * time.Second}, ", which answers 502 Bad Gateway", false},
		"unavailable, and says so": {1, func(*world) sandbox.Fault { return sandbox.Fault{Status: 503, Header: retry("7"), Body: "{}"} }, []time.Duration{7 * time.Second}, ", which answers 503 Service Unavailable", false},
		"a lasting failure":        {9, func(*world) sandbox.Fault { return sandbox.Fault{Status: 500, Body: "{}"} }, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, ", which answers 500", true},
		"no answer":                {1, func(*world) sandbox.Fault { return sandbox.Fault{Hangup: true} }, []time.Duration{time.Second}, ", which gives no answer", false},
		"an empty answer":          {1, func(*world) sandbox.Fault { return sandbox.Fault{Status: 200} }, []time.Duration{time.Second}, ", which answers 200 OK", false},
		"no right": {1, func(*world) sandbox.Fault {
			return sandbox.Fault{Status: 403, Body: `{"message":"Resource not accessible by integration"}`}
		}, nil, "", true},
		"nothing there": {1, func(*world) sandbox.Fault { return sandbox.Fault{Status: 404, Body: "{}"} }, nil, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			client := w.patient("bot")
			w.answers(test.times, test.fault(w))
			_, err := client.Pull(t.Context(), n)
			if (err != nil) != test.failed || len(client.slept) != len(test.slept) {
				t.Fatalf("%v after %v, want %v", err, client.slept, test.slept)
			}
			for i, want := range test.slept {
				if apart := (client.slept[i] - want).Abs(); apart > 2*time.Second || want < 10*time.Second && apart > 0 {
					t.Errorf("slept %v, want %v", client.slept, test.slept)
				}
				if host, err := url.Parse(w.url); err != nil || !strings.Contains(client.said[i], host.Host) || !strings.Contains(client.said[i], test.said) {
					t.Errorf("said %q, want %q", client.said, test.said)
				}
			}
		})
	}
}

func TestALimitThatIsTooLongSaysUntilWhen(t *testing.T) {
	w := newWorld(t)
	w.answers(1, sandbox.Fault{Status: 429, Header: map[string]string{"Retry-After": "86400"}, Body: "{}"})
	_, err := w.patient("bot").Pull(t.Context(), 1)
	if _, ok := errors.AsType[*httpapi.LimitError](err); !ok || !strings.Contains(err.Error(), "retry after 24h0m0s") || diag.HintOf(err) == "" {
		t.Errorf("%v, hint %q", err, diag.HintOf(err))
	}
}

func TestWhatWasToBeWrittenIsSentAgainOnlyIfTheServerDidNothing(t *testing.T) {
	for name, test := range map[string]struct {
		fault sandbox.Fault
		made  int // comments in the end
		tries int
	}{
		"a limit":                       {sandbox.Fault{Status: 403, Body: `{"message":"You have exceeded a secondary rate limit"}`}, 1, 2},
		"unavailable, and says so":      {sandbox.Fault{Status: 503, Header: map[string]string{"Retry-After": "1"}, Body: "{}"}, 1, 2},
		"failed, perhaps when done":     {sandbox.Fault{Status: 502, Body: "{}", Acted: true}, 1, 1},
		"no answer, perhaps when done":  {sandbox.Fault{Hangup: true, Acted: true}, 1, 1},
		"failed, perhaps before it was": {sandbox.Fault{Status: 502, Body: "{}"}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			client := w.patient("ada")
			const route = "POST /repos/{owner}/{repo}/issues/{number}/comments"
			test.fault.Route = route
			w.answers(1, test.fault)
			_, err := client.PostComment(t.Context(), n, "once")
			all, listErr := client.Comments(t.Context(), n)
			if tries := w.forge.Requests()[route]; (err == nil) != (test.tries == 2) || listErr != nil || len(all) != test.made || tries != test.tries {
				t.Errorf("%v, %d comments after %d tries", err, len(all), tries)
			}
		})
	}
}

func TestNoRequestIsSentWhileNoneIsLeft(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	w.forge.Configure(sandbox.Settings{HourlyRequests: 2})
	client := w.patient("bot")
	for range 3 {
		_, err := client.Pull(t.Context(), n)
		w.must(err)
	}
	if sent := w.forge.Requests()[pullRoute]; sent != 3 || len(client.slept) != 1 || client.slept[0] < 59*time.Minute {
		t.Errorf("%d requests, slept %v", sent, client.slept)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.answers(9, sandbox.Fault{Status: 429, Header: map[string]string{"Retry-After": "60"}, Body: "{}"})
	client := w.patient("bot")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.Pull(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAPageInTheMiddleIsAskedForAgain(t *testing.T) {
	w := newWorld(t)
	n := w.propose("ada")
	for i := range 150 {
		w.review("grace", n, "COMMENT", fmt.Sprint(i))
	}
	w.forge.Script(sandbox.Fault{Route: reviewsRoute, Skip: 1, Status: 502, Body: "{}"})
	got, err := w.patient("bot").Reviews(t.Context(), n)
	if err != nil || len(got) != 150 || !slices.IsSortedFunc(got, func(a, b facts.Review) int { return int(a.ID - b.ID) }) {
		t.Errorf("%d reviews, %v", len(got), err)
	}
}

func TestAMergeIsTriedAgainWhileItsTargetMoves(t *testing.T) {
	const route = "PUT /repos/{owner}/{repo}/pulls/{number}/merge"
	moving := sandbox.Fault{Route: route, Status: 405, Body: `{"message":"Base branch was modified. Review and try the merge again."}`}
	conflict := sandbox.Fault{Route: route, Status: 405, Body: `{"message":"Pull Request is not mergeable"}`}
	for name, test := range map[string]struct {
		times int
		fault sandbox.Fault
		slept []time.Duration
		want  error
	}{
		"once":        {1, moving, []time.Duration{time.Second}, nil},
		"three times": {3, moving, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, nil},
		"all along":   {9, moving, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}, forge.ErrBaseMoved},
		"a conflict":  {1, conflict, nil, forge.ErrNotMergeable},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			n := w.propose("ada")
			w.answers(test.times, test.fault)
			client := w.patient("bot")
			commit, err := client.Merge(t.Context(), n, w.head, "merge")
			if !errors.Is(err, test.want) || (commit == "") != (test.want != nil) || !slices.Equal(client.slept, test.slept) {
				t.Errorf("%q, %v after %v", commit, err, client.slept)
			}
		})
	}
}
