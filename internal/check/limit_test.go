package check

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// pass lets time pass in the bubble that a test runs in.
func pass(d time.Duration) { time.Sleep(d) } //nolint:forbidigo // not the clock of the machine

func TestTheLimitOfAProposalDoesNotPassWhileAServerIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := limited(t.Context())
		defer stop()
		over := Waiting(ctx)
		pass(time.Hour)
		if ctx.Err() != nil {
			t.Fatal("the wait counts")
		}
		over()
		pass(proposalLimit - time.Second)
		if ctx.Err() != nil {
			t.Fatal("it ends too early")
		}
		pass(time.Second)
		synctest.Wait()
		if !errors.Is(context.Cause(ctx), ErrTooLong) {
			t.Errorf("it ends with %v", context.Cause(ctx))
		}
		Waiting(ctx)()
		Waiting(t.Context())()
	})
}
