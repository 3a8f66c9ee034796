package notify

import (
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// lastRun says from the ledger how the last run of apply went; nil where none has begun.
func lastRun(chain ledger.Chain) (*render.ApplyRun, error) {
	state, err := ledger.Fold(chain)
	if err != nil || state.LastRun == nil {
		return nil, err
	}
	last := state.LastRun
	run := &render.ApplyRun{
		Entry: last.Entry.Seq, Began: last.Entry.Time.String(), Ended: last.Ended.String(), By: chain.Clear(last.Intent.Holder), Commit: last.Entry.Commit,
		Changes: len(last.Intent.Changes), Finished: last.Finished,
	}
	for _, end := range last.Results {
		if end.Status == ledger.Done {
			run.Done++
		}
		if end.Status == ledger.Failed {
			run.Failed++
		}
	}
	return run, nil
}
