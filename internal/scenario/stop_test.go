package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
)

// A change that waits for the server's limit when it is asked to stop did not fail: nothing of it was sent.
func TestAStopWhileAChangeWaitsLeavesItUntried(t *testing.T) {
	domains := make([]string, 300)
	for n := range domains {
		domains[n] = fmt.Sprintf("d%03d.example", n)
	}
	s := newTestEnv(t)
	source := s.source(blocks(domains...))
	stop := make(chan struct{})
	s.stoppable(stop, func(ctx context.Context, _ time.Duration) error {
		close(stop)
		<-ctx.Done()
		return ctx.Err()
	})
	_, receipt, err := apply.Run(t.Context(), s.world, source, apply.Options{})
	partway, ok := errors.AsType[*apply.Partway](err)
	if !ok || receipt.Count(apply.Failed) != 0 || receipt.Count(apply.NotTried) == 0 || receipt.Enacted {
		t.Fatalf("%v: %d done, %d failed, %d not tried", err, receipt.Count(apply.Done), receipt.Count(apply.Failed), receipt.Count(apply.NotTried))
	}
	want := "stopped on request before " + receipt.Results[receipt.Count(apply.Done)].ID + ", while waiting for the server's rate limit"
	if !strings.HasSuffix(partway.Error(), want) {
		t.Errorf("it says %q, want %q at its end", partway, want)
	}
	s.reconnect()
	s.Advance(time.Hour)
	s.mustApply(source)
	if live := s.liveTargets(); len(live) != len(domains) {
		t.Errorf("%d blocks after the next run", len(live))
	}
}
