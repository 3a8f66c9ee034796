package git

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// PeopleBranch holds who is behind the commitments of the ledger. It is one commit without a parent, made again at
// every change: that alone lets a person be erased, because the ledger is never forced.
const PeopleBranch = "bylaw-people"

const peopleRef = plumbing.ReferenceName("refs/heads/" + PeopleBranch)

const peopleFolder = "people"

// apart parts the files of people from those of the chain.
func apart(files []ledger.File) (chain, people []ledger.File) {
	for _, f := range files {
		if ledger.IsPerson(f.Path) {
			people = append(people, f)
		} else {
			chain = append(chain, f)
		}
	}
	return chain, people
}

// keep adds files of people. They go before the entries that name them, so that no entry names what cannot be had.
func (l *Ledger) keep(ctx context.Context, files []ledger.File) error {
	if len(files) == 0 {
		return nil
	}
	return l.rewrite(ctx, func(held map[string]plumbing.Hash) error {
		for _, f := range files {
			hash, err := writeBlob(l.store, f.Data)
			if err != nil {
				return fmt.Errorf("write the people of the ledger: %w", err)
			}
			held[strings.TrimPrefix(f.Path, peopleFolder+"/")] = hash
		}
		return nil
	})
}

// Drop removes files of people, by path, and leaves no commit of the branch that holds them. What others have fetched
// before, and what a server keeps of unreachable commits, is out of its reach.
func (l *Ledger) Drop(ctx context.Context, paths []string) (err error) {
	release, err := l.hold()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return l.rewrite(ctx, func(held map[string]plumbing.Hash) error {
		for _, path := range paths {
			delete(held, strings.TrimPrefix(path, peopleFolder+"/"))
		}
		return nil
	})
}

// rewrite replaces the branch of people by a commit without a parent that holds what change leaves.
func (l *Ledger) rewrite(ctx context.Context, change func(map[string]plumbing.Hash) error) error {
	tip, err := l.at(ctx, peopleRef)
	if err != nil {
		return err
	}
	read, err := l.branch(tip)
	if err != nil {
		return err
	}
	held := map[string]plumbing.Hash{}
	maps.Copy(held, read[peopleFolder])
	if err := change(held); err != nil {
		return err
	}
	if maps.Equal(held, read[peopleFolder]) {
		return nil
	}
	root, err := l.writeBranch(branch{peopleFolder: held})
	if err != nil {
		return fmt.Errorf("write the people of the ledger: %w", err)
	}
	who := Signature{Name: "bylaw", Email: "bylaw@localhost", Time: l.now()}
	next, err := writeCommit(l.store, root, who, "Who is behind the commitments of the ledger\n")
	if err != nil {
		return err
	}
	if err := l.move(ctx, peopleRef, tip, next); err != nil {
		return err
	}
	return l.heldNow(ctx, held)
}

// heldNow reads the branch back.
func (l *Ledger) heldNow(ctx context.Context, want map[string]plumbing.Hash) error {
	tip, err := l.at(ctx, peopleRef)
	if err != nil {
		return err
	}
	found, err := l.branch(tip)
	if err != nil {
		return err
	}
	if !maps.Equal(found[peopleFolder], want) {
		return fmt.Errorf("read the people of the ledger back: %d files, not the %d that were written: %w",
			len(found[peopleFolder]), len(slices.Collect(maps.Keys(want))), ledger.ErrMoved)
	}
	return nil
}
