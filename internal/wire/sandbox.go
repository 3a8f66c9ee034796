package wire

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Sandbox gives the ledger of the sandbox in a repository, without opening it.
func Sandbox(o Options) *SandboxLedger {
	return &SandboxLedger{path: filepath.Join(SandboxFolder(o.Dir), "ledger.git"), now: o.Now}
}

// SandboxLedger is the ledger of a sandbox and the trees that it names, in a bare repository that is made at the first
// writing: a plan alone leaves no trace.
type SandboxLedger struct {
	path string
	now  func() time.Time
	book *git.Ledger // nil until it is used
}

func (b *SandboxLedger) begun() bool {
	_, err := os.Stat(b.path)
	return err == nil
}

// open opens the ledger, and makes its repository where there is none yet.
func (b *SandboxLedger) open() (book *git.Ledger, err error) {
	if b.book == nil {
		b.book, err = git.OpenLedger(b.path, b.now)
	}
	return b.book, err
}

// Load reads the chain.
func (b *SandboxLedger) Load(ctx context.Context) (ledger.Chain, error) {
	if !b.begun() {
		return ledger.Verify(nil)
	}
	book, err := b.open()
	if err != nil {
		return ledger.Chain{}, err
	}
	return book.Load(ctx)
}

// Append writes entries.
func (b *SandboxLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	book, err := b.open()
	if err != nil {
		return err
	}
	return book.Append(ctx, head, files)
}

// Enacted opens a tree that Keep stored; the commit may have been a dirty one, so it does not count here.
func (b *SandboxLedger) Enacted(ctx context.Context, _, tree string) (facts.Tree, error) {
	repo, err := git.Open(b.path)
	if err != nil {
		return nil, err
	}
	return repo.Governed(ctx, tree)
}

// Keep stores a governed tree.
func (b *SandboxLedger) Keep(ctx context.Context, files fs.FS) (string, error) {
	if _, err := b.open(); err != nil {
		return "", err
	}
	repo, err := git.Open(b.path)
	if err != nil {
		return "", err
	}
	return repo.Keep(ctx, files)
}
