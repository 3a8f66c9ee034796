package ledger

import (
	"fmt"
	"maps"
	"time"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Run is a run of apply, by the intent that it wrote.
type Run struct {
	Entry   Entry
	Intent  IntentBody
	Results map[string]Result // what is known, by change ID; a later result replaces an earlier one
	// Overrides says that no one decided on what the run was to do. Such a run is never enacted.
	Overrides bool
	Ended     moment.Time // when it wrote last
	Finished  bool        // what it was to do was enacted

	expires  moment.Time
	released bool
}

func (r *Run) outcome(e Entry, body OutcomeBody) {
	maps.Copy(r.Results, body.Results)
	r.Ended, r.released = e.Time, r.released || body.Released
	if !body.Expires.IsZero() {
		r.expires = body.Expires
	}
}

// Unfinished gives the last run if nothing was enacted after its intent, nil otherwise: it crashed, or stopped part-way. The
// run after it must read back before it repeats a call that has no result.
func (s State) Unfinished() *Run {
	if len(s.Runs) == 0 {
		return nil
	}
	return s.LastRun
}

// Lock says which run may write to the server. It lies in the ledger itself: an intent takes it, outcomes renew it, and
// it ends when something is enacted, when the run gives it up, or at its time.
type Lock struct {
	Holder string
	Since  time.Time // when the holder took it
	Until  time.Time // when it ends unless it is renewed
}

// Lock gives the lock as the chain has it; ok is false where no one holds one. It may have expired: the person who asks compares
// Until with the present.
func (s State) Lock() (lock Lock, ok bool, err error) {
	run := s.Unfinished()
	if run == nil || run.Intent.Holder == "" || run.released {
		return Lock{}, false, nil
	}
	until, err := run.expires.Read()
	if err != nil {
		return Lock{}, false, fmt.Errorf("the end of the lock of ledger entry %d: %w", run.Entry.Seq, err)
	}
	return Lock{run.Intent.Holder, run.Entry.Time.Time, until}, true, nil
}

// Deed names a change across the runs that tried it. Lineage counts what was enacted before it, so that a block that is
// made, lifted and made again is three deeds, while a run and the one that resumes it speak of the same. A one-off action
// happens once for ever, and its lineage is -1.
type Deed struct {
	Lineage int    `json:"lineage"`
	Change  string `json:"change"` // plan.Change.ID
}

// ActDeed names a one-off action by the ID of its change.
func ActDeed(change string) Deed { return Deed{-1, change} }
