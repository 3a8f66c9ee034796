package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Preview composes the constitution's thread as it would be posted now, whether or not it hangs already. Of the world it
// needs the ledger and the trees alone.
func Preview(ctx context.Context, w World, desired Source, limits thread.Limits) (thread.Thread, error) {
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return thread.Thread{}, err
	}
	e, err := w.edition(ctx, chain, desired, limits)
	if err != nil {
		return thread.Thread{}, err
	}
	return e.thread()
}

func (w World) edition(ctx context.Context, chain ledger.Chain, desired Source, limits thread.Limits) (edition, error) {
	base, err := w.lastEnacted(ctx, chain, desired)
	if err != nil {
		return edition{}, err
	}
	return w.asFirst(ctx, edition{
		law: desired.Law, base: base, chain: chain, limits: limits, now: w.Now().UTC(), proposal: desired.proposalSince(base.commit, plan.Plan{}),
	}, desired)
}
