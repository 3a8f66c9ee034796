package opa

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"
)

// evaluationTimeout is how long one evaluation, or one unit test of policies, may take.
const evaluationTimeout = 30 * time.Second

// bounds are those of one evaluation. An ordinary one takes milliseconds and a few megabytes; a community's own policy may
// ask for more than there is.
type bounds struct {
	timeout time.Duration
	maxHeap uint64 // bytes of heap beyond what was in use before
}

func usualBounds() bounds { return bounds{evaluationTimeout, 1 << 30} }

// ErrTooExpensive means that a policy took too long or too much memory and was stopped.
var ErrTooExpensive = errors.New("a policy is too expensive to evaluate")

// watched gives a context that ends, with ErrTooExpensive as its cause, when an evaluation passes its bounds. The heap is
// looked at every 50 ms, which stops what grows and cannot stop a single huge allocation.
func (b bounds) watched(ctx context.Context) (context.Context, func()) {
	late := fmt.Errorf("%w: it took longer than %s", ErrTooExpensive, b.timeout)
	timed, done := context.WithTimeoutCause(ctx, b.timeout, late)
	bounded, stop := context.WithCancelCause(timed)
	go func() {
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		start := heap()
		for {
			select {
			case <-bounded.Done():
				return
			case <-ticker.C:
				if heap() > start+b.maxHeap {
					stop(fmt.Errorf("%w: it took more than %d MiB", ErrTooExpensive, b.maxHeap>>20))
				}
			}
		}
	}()
	return bounded, func() { stop(nil); done() }
}

// heap is asked for in a way that does not stop the program, which would take longer than many an evaluation.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
