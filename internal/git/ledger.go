package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/go-git/go-billy/v5/util"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// LedgerBranch is the orphan branch that holds the ledger.
const LedgerBranch = "bylaw-ledger"

const ledgerRef = plumbing.ReferenceName("refs/heads/" + LedgerBranch)

// Ledger is the ledger on its branch. It writes objects and that one ref: no work tree, no index.
type Ledger struct {
	store storage.Storer
	now   func() time.Time
	// hold keeps other writers of the same repository away until release is called.
	hold func() (release func() error, err error)
	// upstream is the repository that decides what the branch is; nil where store does.
	upstream *upstream

	mu   sync.Mutex
	last *reading // what was loaded last; nil: nothing yet
}

// reading is a chain that was verified, and the commits of both branches that it was read from.
type reading struct {
	entries, people plumbing.Hash
	chain           ledger.Chain
}

// OpenLedger opens the ledger of the repository in dir, which is made as a bare one if there is nothing yet. Now dates
// the commits; entries carry their own time.
func OpenLedger(dir string, now func() time.Time) (*Ledger, error) {
	repo, err := openOrCreate(dir)
	if err != nil {
		return nil, err
	}
	return repo.Ledger(now), nil
}

func openOrCreate(dir string) (*Repo, error) {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return Create(dir)
	}
	return Open(dir)
}

// Ledger gives the ledger branch of an open repository, for this machine alone.
func (r *Repo) Ledger(now func() time.Time) *Ledger {
	return &Ledger{store: r.git.Storer, now: now, hold: func() (func() error, error) { return holdLock(r.git.Storer) }}
}

// holdLock waits until no other process writes to the ledger. The operating system lets go of the lock when its holder
// dies, so that a crash never leaves one behind.
func holdLock(store storage.Storer) (func() error, error) {
	disk, ok := store.(*filesystem.Storage)
	if !ok {
		return func() error { return nil }, nil
	}
	file, err := disk.Filesystem().OpenFile("bylaw-ledger.lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the ledger: %w", err)
	}
	if err := file.Lock(); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the ledger: %w", err), file.Close())
	}
	return func() error { return errors.Join(file.Unlock(), file.Close()) }, nil
}

// Load reads the whole chain and verifies it. A repository without the branch has an empty chain. Where the branches are still
// at the commits that were loaded last, the chain is the one that was verified then; it must not be changed.
func (l *Ledger) Load(ctx context.Context) (ledger.Chain, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var now reading
	var err error
	if now.entries, err = l.tip(ctx); err != nil {
		return ledger.Chain{}, err
	}
	if now.people, err = l.at(ctx, peopleRef); err != nil {
		return ledger.Chain{}, err
	}
	if l.last != nil && now.entries == l.last.entries && now.people == l.last.people {
		return l.last.chain, nil
	}
	if now.chain, err = l.verified(now.entries, now.people); err == nil {
		l.last = &now
	}
	return now.chain, err
}

// verified reads and verifies the chain of two commits.
func (l *Ledger) verified(entries, people plumbing.Hash) (ledger.Chain, error) {
	files, err := l.files(entries)
	if err != nil {
		return ledger.Chain{}, err
	}
	named, err := l.files(people)
	if err != nil {
		return ledger.Chain{}, err
	}
	return ledger.Verify(append(files, named...))
}

// Append writes files on top of the entry whose hash is head, and reads them back. ledger.ErrMoved means that head is
// not the last entry any more: nothing was recorded then.
func (l *Ledger) Append(ctx context.Context, head string, files []ledger.File) (err error) {
	release, err := l.hold()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	tip, err := l.tip(ctx)
	if err != nil {
		return err
	}
	chain, people := apart(files)
	next, err := l.extend(tip, head, chain)
	if err != nil {
		return err
	}
	if err := l.keep(ctx, people); err != nil {
		return err
	}
	if err := l.move(ctx, ledgerRef, tip, next); err != nil {
		return err
	}
	return l.readBack(ctx, chain)
}

// tip is the commit of the ledger branch as it is now, zero where there is none.
func (l *Ledger) tip(ctx context.Context) (plumbing.Hash, error) { return l.at(ctx, ledgerRef) }

// at is the commit of a branch as it is now, zero where there is none. A clone that has no such branch of its own has
// what it fetched of its origin's.
func (l *Ledger) at(ctx context.Context, name plumbing.ReferenceName) (plumbing.Hash, error) {
	if err := ctx.Err(); err != nil {
		return plumbing.ZeroHash, err
	}
	if l.upstream != nil {
		if err := l.upstream.fetch(ctx, name); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	if disk, ok := l.store.(*filesystem.Storage); ok {
		disk.Reindex() // another process may have added a pack since
	}
	ref, err := l.store.Reference(name)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		ref, err = l.store.Reference(plumbing.NewRemoteReferenceName("origin", name.Short()))
	}
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return plumbing.ZeroHash, nil
	}
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("read the ledger branch: %w", err)
	}
	return ref.Hash(), nil
}

// move sets a branch, but only from the commit that was read.
func (l *Ledger) move(ctx context.Context, name plumbing.ReferenceName, from, to plumbing.Hash) error {
	next := plumbing.NewHashReference(name, to)
	var err error
	if disk, ok := l.store.(*filesystem.Storage); ok {
		err = moveOnDisk(disk, from, next)
	} else {
		err = l.store.SetReference(next) // a private copy; the push compares
	}
	if err != nil || l.upstream == nil {
		return err
	}
	return l.upstream.push(ctx, name, from)
}

// moveOnDisk replaces the file of the ref in one step, while the lock is held: go-git would empty it before it writes,
// and a process that is killed in between would leave a branch without a commit.
func moveOnDisk(store *filesystem.Storage, from plumbing.Hash, next *plumbing.Reference) error {
	now, err := store.Reference(next.Name())
	if err != nil && !errors.Is(err, plumbing.ErrReferenceNotFound) {
		return fmt.Errorf("read the ledger branch: %w", err)
	}
	if err == nil && now.Hash() != from {
		return ledger.ErrMoved
	}
	disk := store.Filesystem()
	const draft = "objects/tmp_obj_bylaw_ledger" // a name that git clears away if it is left behind
	if err := util.WriteFile(disk, draft, []byte(next.Hash().String()+"\n"), 0o644); err != nil {
		return fmt.Errorf("move the ledger branch: %w", err)
	}
	if err := disk.Rename(draft, next.Name().String()); err != nil {
		return fmt.Errorf("move the ledger branch: %w", err)
	}
	return nil
}

// readBack proves that the branch holds what was written.
func (l *Ledger) readBack(ctx context.Context, files []ledger.File) error {
	tip, err := l.tip(ctx)
	if err != nil {
		return fmt.Errorf("read the ledger back: %w", err)
	}
	branch, err := l.branch(tip)
	if err != nil {
		return fmt.Errorf("read the ledger back: %w", err)
	}
	for _, file := range files {
		if hash, ok := branch.find(file.Path); !ok || hash != plumbing.ComputeHash(plumbing.BlobObject, file.Data) {
			return fmt.Errorf("read the ledger back: %q does not hold what was written", file.Path)
		}
	}
	return nil
}
