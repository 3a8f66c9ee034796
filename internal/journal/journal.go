// Package journal appends entries to the ledger while others may do so too.
package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// Attempts is how often an entry is offered to a ledger that others write to meanwhile.
const Attempts = 5

// Journal appends to the ledger, entry after entry, each on the head that it has read.
type Journal struct {
	Ledger port.Ledger
	Chain  ledger.Chain
	Now    func() time.Time
	Commit string
	Intent int    // the number of the intent by which this run holds the lock; 0 before it has one
	Posted string // address of what a run without a lock has posted and now records; "" where it has changed nothing
}

// Pending is an entry that waits for its place in the chain.
type Pending struct {
	Kind     ledger.Kind
	Proposal int
	Commit   string
	Body     any
	Files    []ledger.File
}

// Record writes one entry, with the files that it names. A signal does not cut it off: what was done must be recorded.
func (j *Journal) Record(ctx context.Context, kind ledger.Kind, proposal int, body any, named ...ledger.File) error {
	return j.Write(ctx, Pending{Kind: kind, Proposal: proposal, Commit: j.Commit, Body: body, Files: named})
}

// Write appends entries in one go. What checks record meanwhile goes before them. Where the answer is lost, the ledger is
// read before anything is written again.
func (j *Journal) Write(ctx context.Context, jottings ...Pending) error {
	whole := context.WithoutCancel(ctx)
	what := jottings[len(jottings)-1].Kind
	for range Attempts {
		grown, files, err := j.draw(jottings)
		if err != nil {
			return err
		}
		refused := j.Ledger.Append(whole, j.Chain.Head, files)
		if refused == nil {
			j.Chain = grown
			return nil
		}
		present, err := j.Ledger.Load(whole)
		switch {
		case err != nil:
			return fmt.Errorf("record %s: %w", what, errors.Join(refused, err))
		case present.Contains(grown.Head):
			j.Chain = present
			return nil
		case !errors.Is(refused, ledger.ErrMoved):
			return fmt.Errorf("record %s: %w", what, refused)
		}
		if err := j.Follow(present); err != nil {
			return err
		}
	}
	return fmt.Errorf("record %s: others write to it all the time: %w", what, ledger.ErrMoved)
}

// draw gives the chain with the jottings as its next entries, and their files.
func (j *Journal) draw(jottings []Pending) (ledger.Chain, []ledger.File, error) {
	grown := j.Chain
	var files []ledger.File
	for _, d := range jottings {
		entry, file, err := grown.Next(d.Kind, j.Now(), d.Proposal, d.Commit, d.Body)
		if err != nil {
			return grown, nil, err
		}
		grown = grown.With(entry, file, d.Files...)
		files = append(append(files, file), d.Files...)
	}
	return grown, files, nil
}

// Follow takes the chain as a person else has continued it. What checks and the inbox record disturbs no run, nor does an announcement;
// another run does.
func (j *Journal) Follow(present ledger.Chain) error {
	known := len(j.Chain.Entries)
	if len(present.Entries) < known || known > 0 && !present.Contains(j.Chain.Head) {
		return errors.New("the ledger was rewritten while this run was at work")
	}
	for _, e := range present.Entries[known:] {
		switch e.Kind {
		case ledger.Opening, ledger.Decided, ledger.Incident, ledger.Erasure, ledger.Ballots:
			continue
		case ledger.Publish:
			if body, err := ledger.Body[ledger.PublishBody](e); err == nil && body.Announces != "" {
				continue
			}
		default:
		}
		return j.lost(present, e)
	}
	j.Chain = present
	return nil
}

// lost says who came in between.
func (j *Journal) lost(present ledger.Chain, e ledger.Entry) error {
	who := "another run"
	if state, err := ledger.Fold(present); err == nil {
		if lock, held, err := state.Lock(); err == nil && held {
			who = lock.Holder
		}
	}
	if j.Intent > 0 {
		return fmt.Errorf("the lock is lost: %s has recorded an entry of kind %q at %s: %w", who, e.Kind, e.Time, ledger.ErrMoved)
	}
	if j.Posted != "" {
		return &diag.Refusal{
			Why:  fmt.Sprintf("%s began meanwhile: it has recorded an entry of kind %q at %s; what this run posted at %s is not recorded", who, e.Kind, e.Time, j.Posted),
			Next: "wait until it is done, then run the same again: what was posted is found, and not posted twice",
		}
	}
	return &diag.Refusal{
		Why:  fmt.Sprintf("the ledger was changed concurrently: %s has recorded an entry of kind %q at %s, and this run has changed nothing", who, e.Kind, e.Time),
		Next: "wait until it is done, then run \"bylaw apply\" again",
	}
}
