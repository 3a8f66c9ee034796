package notify

import (
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// lastRun tells from the record how the last run of apply went; nil where none has begun.
func lastRun(chain ledger.Chain) (*render.ApplyRun, error) {
	at := len(chain.Entries) - 1
	for at >= 0 && chain.Entries[at].Kind != ledger.Intent {
		at--
	}
	if at < 0 {
		return nil, nil //nolint:nilnil // no run is no error, and there is nothing to tell of it.
	}
	begun := chain.Entries[at]
	intent, err := ledger.Body[ledger.IntentBody](begun)
	if err != nil {
		return nil, err
	}
	run := &render.ApplyRun{
		Entry: begun.Seq, Began: begun.Time, Ended: begun.Time, By: chain.Clear(intent.Holder), Commit: begun.Commit, Changes: len(intent.Changes),
	}
	return run, follow(run, chain.Entries[at+1:])
}

// follow takes what a run did after its intent, up to its end.
func follow(run *render.ApplyRun, later []ledger.Entry) error {
	ends := map[string]ledger.Status{}
	for _, e := range later {
		if run.Finished || e.Kind != ledger.Outcome && e.Kind != ledger.Publish && e.Kind != ledger.Enacted {
			continue
		}
		run.Ended, run.Finished = e.Time, e.Kind == ledger.Enacted
		if e.Kind != ledger.Outcome {
			continue
		}
		body, err := ledger.Body[ledger.OutcomeBody](e)
		if err != nil {
			return err
		}
		for id, result := range body.Results {
			ends[id] = result.Status
		}
	}
	for _, end := range ends {
		if end == ledger.Done {
			run.Done++
		}
		if end == ledger.Failed {
			run.Failed++
		}
	}
	return nil
}
