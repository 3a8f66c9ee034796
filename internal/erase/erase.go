// Package erase removes what the ledger knows of a person.
package erase

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Ledger is a record from which people can be erased.
type Ledger interface {
	port.Ledger
	// Drop removes files of people, by path, and keeps no commit that holds them.
	Drop(ctx context.Context, paths []string) error
}

// Prepared is whom Erase would drop, by commitments.
type Prepared struct {
	People []string
	chain  ledger.Chain
}

// Prepare finds everything that a record says of a person: a seat, a login, a handle or an id. It is a Refusal where
// the ledger does not know the person.
func Prepare(ctx context.Context, book Ledger, who string) (Prepared, error) {
	chain, err := book.Load(ctx)
	if err != nil {
		return Prepared{}, err
	}
	people := chain.Named(who)
	if len(people) == 0 {
		return Prepared{}, &diag.Refusal{Why: fmt.Sprintf("the ledger knows no one called %q", who), Next: "name a seat, a login, a handle or an id, as \"bylaw log\" shows them"}
	}
	return Prepared{people, chain}, nil
}

// Run records an erasure and drops the files of the person. The entry comes first: a file that is still there after a
// crash is no longer read, and the next erasure drops it.
func Run(ctx context.Context, book Ledger, e Prepared, reason string, now time.Time) (entry int, err error) {
	next, file, err := e.chain.Next(ledger.Erasure, now.UTC(), 0, "", ledger.ErasureBody{People: e.People, Reason: reason})
	if err != nil {
		return 0, err
	}
	whole := context.WithoutCancel(ctx)
	if err := book.Append(whole, e.chain.Head, []ledger.File{file}); err != nil {
		return 0, fmt.Errorf("record the erasure: %w", err)
	}
	state, err := ledger.Fold(e.chain.With(next, file))
	if err != nil {
		return next.Seq, err
	}
	var paths []string
	for sum := range state.Erased {
		paths = append(paths, ledger.PersonPath(sum))
	}
	return next.Seq, book.Drop(whole, paths)
}
