package matrix_test

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// errPush is a ledger branch that refuses every push.
var errPush = errors.New("push: remote rejected")

// faultyLedger refuses an append, or loses the answer to it, at the index given; where stays is set, it refuses all later ones.
type faultyLedger struct {
	port.Ledger
	at, seen int
	written  bool // the entry is there, only the answer is lost
	stays    bool
}

// Append counts, and passes on what it does not refuse.
func (l *faultyLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	index := l.seen
	l.seen++
	if index < l.at || index > l.at && !l.stays {
		return l.Ledger.Append(ctx, head, files)
	}
	if l.written && index == l.at {
		if err := l.Ledger.Append(ctx, head, files); err != nil {
			return err
		}
	}
	return errPush
}

// memoryLedger is a ledger without files on disk: the matrix begins again hundreds of times.
type memoryLedger struct{ files []ledger.File }

// Load verifies the chain.
func (l *memoryLedger) Load(context.Context) (ledger.Chain, error) { return ledger.Verify(l.files) }

// Append compares and swaps.
func (l *memoryLedger) Append(_ context.Context, head string, files []ledger.File) error {
	chain, err := ledger.Verify(l.files)
	if err != nil {
		return err
	}
	if chain.Head != head {
		return ledger.ErrMoved
	}
	l.files = append(l.files, files...)
	return nil
}

// memoryTrees keeps governed trees by their hashes.
type memoryTrees map[string]facts.Tree

// Keep stores a tree.
func (m memoryTrees) Keep(_ context.Context, files fs.FS) (string, error) {
	tree, sum := facts.Tree{}, sha1.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, path)
		blob := sha1.Sum(data)
		tree[path] = facts.Blob{Mode: facts.Regular, Hash: hex.EncodeToString(blob[:]), Data: data}
		fmt.Fprintf(sum, "%s %x\n", path, blob)
		return err
	})
	hash := hex.EncodeToString(sum.Sum(nil))
	m[hash] = tree
	return hash, err
}

// Enacted returns a tree that was stored.
func (m memoryTrees) Enacted(_ context.Context, _, tree string) (facts.Tree, error) {
	files, ok := m[tree]
	if !ok {
		return nil, fmt.Errorf("no tree %s", tree)
	}
	return files, nil
}
