package wire

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Preview opens the ledger and the trees alone: a preview touches nothing else. Outside git there is no record.
func (w *Wire) Preview(sandbox bool) (apply.Ports, error) {
	if sandbox {
		if err := w.InSandbox(); err != nil {
			return apply.Ports{}, err
		}
	}
	book := &sandboxLedger{path: w.sandboxLedgerPath(), now: w.Now}
	if sandbox {
		return apply.Ports{Trees: book, Ledger: book, Now: w.Now}, nil
	}
	repo, err := git.Open(w.Repository())
	if errors.Is(err, git.ErrNotRepository) {
		return apply.Ports{Trees: book, Ledger: noLedger{}, Now: w.Now}, nil
	}
	if err != nil {
		return apply.Ports{}, err
	}
	return apply.Ports{Trees: repo, Ledger: repo.Ledger(w.Now), Now: w.Now}, nil
}

// noLedger is the ledger of a folder that has none.
type noLedger struct{}

// Load gives an empty chain.
func (noLedger) Load(context.Context) (ledger.Chain, error) { return ledger.Verify(nil) }

// Append refuses: there is nowhere to write to.
func (noLedger) Append(context.Context, string, []ledger.File) error {
	return git.ErrNotRepository
}
