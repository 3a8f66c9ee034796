package check

import (
	"context"
	"errors"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/parallel"
)

// proposalLimit bounds the work on one proposal, so that one that is expensive to read does not keep the others waiting.
const proposalLimit = 2 * time.Minute

// ErrTooLong means that a proposal was given up on. It is decided on again by the next check.
var ErrTooLong = errors.New("reading and deciding on it took longer than 2 minutes")

// limitKey is that of the timer in the context of a proposal.
type limitKey struct{}

// limited gives a context that ends with ErrTooLong.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	timer := time.AfterFunc(proposalLimit, func() { end(ErrTooLong) })
	return context.WithValue(ctx, limitKey{}, timer), func() {
		timer.Stop()
		end(nil)
	}
}

// Waiting keeps the limit of a proposal from passing while a server's own limit is waited for; it begins again with the
// function that Waiting gives. A context without a limit is left alone.
func Waiting(ctx context.Context) (over func()) {
	timer, ok := ctx.Value(limitKey{}).(*time.Timer)
	if !ok || !timer.Stop() {
		return func() {}
	}
	return func() { timer.Reset(proposalLimit) }
}

// bounded is finding within the limit.
func (s *evaluation) bounded(ctx context.Context, pull facts.Pull) (Finding, error) {
	limit := s.Limit
	if limit == nil {
		limit = limited
	}
	ctx, stop := limit(ctx)
	defer stop()
	f, err := s.finding(ctx, pull)
	if err != nil && errors.Is(context.Cause(ctx), ErrTooLong) {
		return Finding{}, diag.WithHint(ErrTooLong, "make the changed files smaller, or remove what is nested or repeated in them")
	}
	return f, err
}

// faults gives what would keep a tree from being law: policies that do not compile, and text that its reviewers cannot see.
func (s *evaluation) faults(ctx context.Context, next charter.Charter, c branch.Content) (diag.List, error) {
	return parallel.Until(ctx, func() diag.List {
		return append(s.Judge.Lint(ctx, next.Constitution), lint.Unseen(c.After, c.After.Differing(c.Before))...)
	})
}
