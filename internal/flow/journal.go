package flow

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// journal appends to the ledger, entry after entry, each on the head that it has read.
type journal struct {
	ledger Ledger
	chain  ledger.Chain
	now    func() time.Time
	commit string
}

// record writes one entry, with the files that it names. A signal does not cut it off: what was done must be on the record.
func (j *journal) record(ctx context.Context, kind ledger.Kind, proposal int, body any, named ...ledger.File) error {
	entry, file, err := j.chain.Next(kind, j.now(), proposal, j.commit, body)
	if err != nil {
		return err
	}
	if err := j.ledger.Append(context.WithoutCancel(ctx), j.chain.Head, append([]ledger.File{file}, named...)); err != nil {
		return fmt.Errorf("record %s: %w", kind, err)
	}
	j.chain = j.chain.With(entry, file, named...)
	return nil
}
