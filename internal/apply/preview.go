package apply

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Preview composes the constitution's thread as it would be posted now, whether or not it is published already. Of the world it
// needs the ledger and the trees alone.
func Preview(ctx context.Context, w Ports, desired branch.Source, limits thread.Limits) (thread.Thread, error) {
	past, err := w.load(ctx)
	if err != nil {
		return thread.Thread{}, err
	}
	e, err := w.edition(ctx, past, desired, limits)
	if err != nil {
		return thread.Thread{}, err
	}
	return e.thread()
}

func (w Ports) edition(ctx context.Context, past ledger.State, desired branch.Source, limits thread.Limits) (edition, error) {
	base, err := w.lastEnacted(ctx, past, desired)
	if err != nil {
		return edition{}, err
	}
	return w.asFirst(ctx, edition{
		charter: desired.Charter, base: base, past: past, limits: limits, now: w.Now().UTC(), proposal: desired.ProposalSince(base.commit, plan.Plan{}),
	}, desired)
}
