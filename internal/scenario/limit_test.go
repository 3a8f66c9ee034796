package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// slowForge never answers about the reviews of some proposals: it ends their limit, or the whole run.
type slowForge struct {
	port.Forge
	slow map[int]bool
	end  func()
	err  error // where it answers, and fails
}

func (f *slowForge) Reviews(ctx context.Context, number int) ([]facts.Review, error) {
	if !f.slow[number] {
		return f.Forge.Reviews(ctx, number)
	}
	if f.err != nil {
		return nil, f.err
	}
	f.end()
	<-ctx.Done()
	return nil, ctx.Err()
}

// all checks every proposal.
func (c *testCommunity) all(ctx context.Context) (check.Checked, error) {
	return check.All(ctx, c.votes, nil)
}

// slowed puts a slow forge in front of three proposals, the second of which never ends.
func slowed(t *testing.T) (*testCommunity, *slowForge) {
	t.Helper()
	c := newTestCommunity(t)
	for _, domain := range []string{"one.example", "two.example", "three.example"} {
		c.propose(strings.TrimSuffix(domain, ".example"), blocking(domain))
	}
	forge := &slowForge{Forge: c.votes.Forge, slow: map[int]bool{2: true}}
	c.votes.Forge = forge
	c.votes.Limit = func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, end := context.WithCancelCause(ctx)
		forge.end = func() { end(check.ErrTooLong) }
		return ctx, func() { end(nil) }
	}
	return c, forge
}

func TestCheckAllGoesOnPastAProposalThatTakesTooLongOrFails(t *testing.T) {
	c, forge := slowed(t)
	for want, err := range map[error]error{check.ErrTooLong: nil, facts.ErrForbidden: facts.ErrForbidden} {
		forge.err = err
		checked, err := c.all(t.Context())
		c.must(err)
		if len(checked.Findings) != 3 {
			t.Fatalf("%d findings", len(checked.Findings))
		}
		for _, f := range checked.Findings {
			if slow := f.Pull.Number == 2; slow != errors.Is(f.Problem, want) || slow != (f.Decision.Outcome != decision.Open) {
				t.Errorf("#%d is %q: %v", f.Pull.Number, f.Decision.Outcome, f.Problem)
			}
		}
	}
}

func TestCheckAllEndsWithItsContext(t *testing.T) {
	c, forge := slowed(t)
	ctx, stop := context.WithCancel(t.Context())
	c.votes.Limit = func(ctx context.Context) (context.Context, context.CancelFunc) { return context.WithCancel(ctx) }
	forge.end = stop
	if checked, err := c.all(ctx); !errors.Is(err, context.Canceled) || len(checked.Findings) != 1 {
		t.Errorf("%d findings, %v", len(checked.Findings), err)
	}
}

// deafJudge compiles for ever, whatever happens to the context.
type deafJudge struct {
	port.Judge
	end      func()
	released chan struct{}
}

func (j deafJudge) Lint(context.Context, constitution.Constitution) diag.List {
	j.end()
	<-j.released
	return nil
}

func TestCheckEndsWithItsContextAlsoInWorkThatCannotBeInterrupted(t *testing.T) {
	c := newTestCommunity(t)
	c.propose("one", blocking("one.example"))
	ctx, stop := context.WithCancel(t.Context())
	judge := deafJudge{c.votes.Judge, stop, make(chan struct{})}
	defer close(judge.released)
	c.votes.Judge = judge
	if checked, err := c.all(ctx); !errors.Is(err, context.Canceled) || len(checked.Findings) != 0 {
		t.Errorf("%d findings, %v", len(checked.Findings), err)
	}
}
