package wire

import (
	"context"
	"io/fs"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// SandboxLedger opens the ledger of the sandbox; one that was never begun is empty.
func (w *Wire) SandboxLedger() (port.Ledger, error) {
	if _, err := git.WorkTree(w.Repository()); err != nil {
		return nil, err
	}
	return &sandboxLedger{path: w.sandboxLedgerPath(), now: w.Now}, nil
}

// sandboxLedger is the ledger of a sandbox and the trees that it names, in a bare repository that is made at the first
// writing: a plan alone leaves no trace.
type sandboxLedger struct {
	path string
	now  func() time.Time
	book *git.Ledger // nil until it is used
}

// open opens the ledger, and makes its repository where there is none yet.
func (b *sandboxLedger) open() (book *git.Ledger, err error) {
	if b.book == nil {
		b.book, err = git.OpenLedger(b.path, b.now)
	}
	return b.book, err
}

// Load reads the chain.
func (b *sandboxLedger) Load(ctx context.Context) (ledger.Chain, error) {
	if !fileExists(b.path) {
		return ledger.Verify(nil)
	}
	book, err := b.open()
	if err != nil {
		return ledger.Chain{}, err
	}
	return book.Load(ctx)
}

// Append writes entries.
func (b *sandboxLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	book, err := b.open()
	if err != nil {
		return err
	}
	return book.Append(ctx, head, files)
}

// Enacted opens a tree that Keep stored; the commit may have been a dirty one, so it does not count here.
func (b *sandboxLedger) Enacted(ctx context.Context, _, tree string) (facts.Tree, error) {
	repo, err := git.Open(b.path)
	if err != nil {
		return nil, err
	}
	return repo.Governed(ctx, tree)
}

// Keep stores a governed tree.
func (b *sandboxLedger) Keep(ctx context.Context, files fs.FS) (string, error) {
	if _, err := b.open(); err != nil {
		return "", err
	}
	repo, err := git.Open(b.path)
	if err != nil {
		return "", err
	}
	return repo.Keep(ctx, files)
}
