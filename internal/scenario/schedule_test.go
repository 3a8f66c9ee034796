package scenario_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// slow is a way to the server on which each answer takes exchangeTime of the testEnv's clock.
type slow struct {
	testEnv *testEnv
	next    http.RoundTripper
}

const exchangeTime = 50 * time.Millisecond

// RoundTrip lets exchangeTime pass.
func (s slow) RoundTrip(request *http.Request) (*http.Response, error) {
	_ = s.testEnv.Sleep(request.Context(), exchangeTime)
	return s.next.RoundTrip(request)
}

// limited gives the testEnv a server with the real limits, and a client that waits on the testEnv's clock.
func (s *testEnv) limited() { s.stoppable(nil, s.Sleep) }

// stoppable does so with a client that can be asked to stop, and that sleeps as the test wants.
func (s *testEnv) stoppable(stop <-chan struct{}, sleep func(context.Context, time.Duration) error) {
	s.t.Helper()
	s.server = sandbox.New(sandbox.Options{Now: s.Now, Empty: true, RateLimits: true})
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "test", Contact: "https://social.example",
		Next: slow{s, s.server.Transport()}, Now: s.Now,
		Sleep: sleep, Stop: stop,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.world.Instance, s.world.Board = instance, instance
}

// best is the shortest time that n requests can take: as many at once as each window lets through, and the last ones
// right after the last reset. Windows are aligned to the epoch.
func best(begin time.Time, n, limit int, window time.Duration) time.Duration {
	full := (n - 1) / limit
	if full == 0 {
		return time.Duration(n) * exchangeTime
	}
	first := begin.Truncate(window).Add(window).Sub(begin)
	return first + time.Duration(full-1)*window + time.Duration(n-full*limit)*exchangeTime
}

func TestTwoThousandBlocksTakeHardlyLongerThanTheLimitsDemand(t *testing.T) {
	const n = 2000
	for _, into := range []time.Duration{0, 2 * time.Minute} {
		s := newTestEnv(t)
		s.Advance(into)
		s.limited()
		settings := strings.Replace(s.file("governance/bylaw.yaml"), "changes: 500", "changes: 5000", 1)
		domains := make([]string, n)
		for i := range domains {
			domains[i] = fmt.Sprintf("d%04d.example", i)
		}
		few, many := blocks(), blocks(domains...)
		few["bylaw.yaml"], many["bylaw.yaml"] = settings, settings
		s.mustApply(s.source(few))

		s.Set(s.Now().Truncate(5 * time.Minute).Add(10*time.Minute + into))
		began := s.Now()
		s.server.ForgetRequests()
		prospect, receipt, err := apply.Run(t.Context(), s.world, s.source(many), apply.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if receipt.Count(apply.Done) != n || len(s.server.Unknown()) > 0 {
			t.Errorf("%d of %d blocks are done", receipt.Count(apply.Done), n)
		}
		took, shortest := s.Now().Sub(began), best(began, n, 300, 5*time.Minute)
		t.Logf("%d blocks in %d requests, begun %s into a window: %s; the best schedule takes %s; the plan said %d s",
			n, len(s.server.Requests()), into, took, shortest, prospect.Plan.Seconds)
		if took > shortest+shortest/20 {
			t.Errorf("%s is more than 5 %% above the best schedule, %s", took, shortest)
		}
		if said := time.Duration(prospect.Plan.Seconds) * time.Second; said < took*2/3 || said > took*3/2 {
			t.Errorf("the plan said %s, and it took %s", said, took)
		}
	}
}
