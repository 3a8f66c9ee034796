// Package wire opens the parts that use cases work with: the ledger and the trees of a repository, or of its sandbox. It
// knows adapters, and neither flags nor output: cli hands in what a command line says, and prints what comes back.
package wire

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Options say which repository is opened, and with what.
type Options struct {
	Dir      string // the folder of the governance repository
	Sandbox  bool   // the sandbox in it instead
	Now      func() time.Time
	Judge    port.Judge
	Policies string // the version of the embedded policies, which a ledger names
}

// SandboxFolder is where the files of a sandbox lie, below the governance repository.
func SandboxFolder(dir string) string { return filepath.Join(dir, ".bylaw", "sandbox") }

// Ledger opens the ledger of the repository or of its sandbox; a sandbox's that was never begun is empty. It returns
// git.ErrNotRepository where the folder is in no repository, except for a sandbox, which needs the governed files alone.
func Ledger(o Options) (port.Ledger, error) {
	if o.Sandbox {
		if _, err := git.WorkTree(o.Dir); err != nil {
			return nil, err
		}
		return Sandbox(o), nil
	}
	repo, err := git.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	return repo.Ledger(o.Now), nil
}

// Archive opens the ledger like Ledger, and what it is verified against. Nothing is fetched.
func Archive(o Options) (audit.Archive, error) {
	book, err := Ledger(o)
	if err != nil {
		return audit.Archive{}, err
	}
	archive := audit.Archive{Ledger: book, Judge: o.Judge, Sandbox: o.Sandbox, Policies: o.Policies}
	if o.Sandbox {
		archive.Trees = Sandbox(o)
		return archive, nil
	}
	repo, err := git.Open(o.Dir)
	if err != nil {
		return audit.Archive{}, err
	}
	archive.Trees, archive.History = repo, repo.Following(git.Remote{})
	return archive, nil
}

// Preview opens the ledger and the trees alone: a preview touches nothing else. Outside git there is no ledger.
func Preview(o Options) (apply.Ports, error) {
	box := Sandbox(o)
	if o.Sandbox {
		return apply.Ports{Trees: box, Ledger: box, Now: o.Now}, nil
	}
	repo, err := git.Open(o.Dir)
	if errors.Is(err, git.ErrNotRepository) {
		return apply.Ports{Trees: box, Ledger: noLedger{}, Now: o.Now}, nil
	}
	if err != nil {
		return apply.Ports{}, err
	}
	return apply.Ports{Trees: repo, Ledger: repo.Ledger(o.Now), Now: o.Now}, nil
}

// noLedger is the ledger of a folder that has none.
type noLedger struct{}

// Load gives an empty chain.
func (noLedger) Load(context.Context) (ledger.Chain, error) { return ledger.Verify(nil) }

// Append refuses: there is nowhere to write to.
func (noLedger) Append(context.Context, string, []ledger.File) error {
	return git.ErrNotRepository
}
