package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// attempts is how often an entry is offered to a ledger that others write to meanwhile.
const attempts = 5

// journal appends to the ledger, entry after entry, each on the head that it has read.
type journal struct {
	ledger Ledger
	chain  ledger.Chain
	now    func() time.Time
	commit string
	intent int    // the number of the intent by which this run holds the lock; 0 before it has one
	posted string // address of what a run without a lock has posted and now records; "" where it has changed nothing
}

// jotting is an entry that waits for its place in the chain.
type jotting struct {
	kind     ledger.Kind
	proposal int
	commit   string
	body     any
	named    []ledger.File
}

// record writes one entry, with the files that it names. A signal does not cut it off: what was done must be on the record.
func (j *journal) record(ctx context.Context, kind ledger.Kind, proposal int, body any, named ...ledger.File) error {
	return j.write(ctx, jotting{kind, proposal, j.commit, body, named})
}

// write appends entries in one go. What checks record meanwhile goes before them. Where the answer is lost, the ledger is
// read before anything is written again.
func (j *journal) write(ctx context.Context, jottings ...jotting) error {
	whole := context.WithoutCancel(ctx)
	what := jottings[len(jottings)-1].kind
	for range attempts {
		grown, files, err := j.draw(jottings)
		if err != nil {
			return err
		}
		refused := j.ledger.Append(whole, j.chain.Head, files)
		if refused == nil {
			j.chain = grown
			return nil
		}
		present, err := j.ledger.Load(whole)
		switch {
		case err != nil:
			return fmt.Errorf("record %s: %w", what, errors.Join(refused, err))
		case present.Contains(grown.Head):
			j.chain = present
			return nil
		case !errors.Is(refused, ledger.ErrMoved):
			return fmt.Errorf("record %s: %w", what, refused)
		}
		if err := j.follow(present); err != nil {
			return err
		}
	}
	return fmt.Errorf("record %s: others write to it all the time: %w", what, ledger.ErrMoved)
}

// draw gives the chain with the jottings as its next entries, and their files.
func (j *journal) draw(jottings []jotting) (ledger.Chain, []ledger.File, error) {
	grown := j.chain
	var files []ledger.File
	for _, d := range jottings {
		entry, file, err := grown.Next(d.kind, j.now(), d.proposal, d.commit, d.body)
		if err != nil {
			return grown, nil, err
		}
		grown = grown.With(entry, file, d.named...)
		files = append(append(files, file), d.named...)
	}
	return grown, files, nil
}

// follow takes the chain as somebody else has continued it. What checks record disturbs no run, nor does an announcement;
// another run does.
func (j *journal) follow(present ledger.Chain) error {
	known := len(j.chain.Entries)
	if len(present.Entries) < known || known > 0 && !present.Contains(j.chain.Head) {
		return errors.New("somebody has rewritten the ledger while this run was at work")
	}
	for _, e := range present.Entries[known:] {
		switch e.Kind {
		case ledger.Opening, ledger.Decided, ledger.Incident, ledger.Erasure:
			continue
		case ledger.Publish:
			if body, err := ledger.Body[ledger.PublishBody](e); err == nil && body.Announces != "" {
				continue
			}
		default:
		}
		return j.lost(present, e)
	}
	j.chain = present
	return nil
}

// lost says who came in between.
func (j *journal) lost(present ledger.Chain, e ledger.Entry) error {
	who := "another run"
	if lock, held, err := present.Lock(); err == nil && held {
		who = lock.Holder
	}
	if j.intent > 0 {
		return fmt.Errorf("the lock is lost: %s has recorded an entry of kind %q at %s: %w", who, e.Kind, e.Time, ledger.ErrMoved)
	}
	if j.posted != "" {
		return &diag.Refusal{
			Why:  fmt.Sprintf("%s began meanwhile: it has recorded an entry of kind %q at %s; what this run posted at %s is not on record", who, e.Kind, e.Time, j.posted),
			Next: "wait until it is done, then run the same again: what was posted is found, and not posted twice",
		}
	}
	return &diag.Refusal{
		Why:  fmt.Sprintf("%s was faster: it has recorded an entry of kind %q at %s, and this run has changed nothing", who, e.Kind, e.Time),
		Next: "wait until it is done, then run \"bylaw apply\" again",
	}
}
