package parallel_test

import (
	"context"
	"errors"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/parallel"
)

func TestUntilGivesUpOnWorkWhenTheContextEnds(t *testing.T) {
	if got, err := parallel.Until(t.Context(), func() int { return 7 }); got != 7 || err != nil {
		t.Errorf("got %d, %v", got, err)
	}
	ctx, stop := context.WithCancelCause(t.Context())
	enough, begun, released := errors.New("enough"), make(chan struct{}), make(chan struct{})
	go func() { <-begun; stop(enough) }()
	got, err := parallel.Until(ctx, func() int { close(begun); <-released; return 7 })
	if got != 0 || !errors.Is(err, enough) {
		t.Errorf("got %d, %v", got, err)
	}
	close(released)
	if _, err := parallel.Until(ctx, func() int { t.Error("it ran"); return 7 }); !errors.Is(err, enough) {
		t.Errorf("after the end: %v", err)
	}
}
