package demo

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// record verifies the ledger and shows it.
func (t *Theatre) record(ctx context.Context) (string, error) {
	proof, err := audit.Verify(ctx, audit.Archive{
		Ledger: t.world.Ledger, Trees: t.world.Trees, History: t.votes.History, Judge: t.votes.Judge,
	})
	if err != nil {
		return "", err
	}
	if len(proof.Faults) > 0 {
		return "", fmt.Errorf("the ledger is not valid: %+v", proof.Faults[0])
	}
	chain, err := t.world.Ledger.Load(ctx)
	if err != nil {
		return "", err
	}
	text, err := render.Log(chain)
	return fmt.Sprintf("Ledger valid: %s, each naming the hash of the one before.\n%s re-evaluated with the same result.\n%s",
		render.Entries(proof.Entries), render.Count(proof.Decisions, "decision"), text), err
}

// page shows the proposal as a member reads it later.
func (t *Theatre) page(ctx context.Context) (string, error) {
	chain, err := t.world.Ledger.Load(ctx)
	if err != nil {
		return "", err
	}
	minutes, err := audit.History(chain, t.number)
	return render.HistoryText(minutes, render.Style{}), err
}
