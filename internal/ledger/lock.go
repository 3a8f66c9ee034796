package ledger

import (
	"fmt"
	"time"
)

// Lock says which run may write to the server. It lies in the ledger itself: an intent takes it, outcomes renew it, and
// it ends when something is enacted, when the run gives it up, or at its time.
type Lock struct {
	Holder string
	Since  time.Time // when the holder took it
	Until  time.Time // when it ends unless it is renewed
}

// Lock gives the lock as the chain has it; ok is false where nobody holds one. It may have expired: whoever asks compares
// Until with the present.
func (c Chain) Lock() (lock Lock, ok bool, err error) {
	intent, ok := c.last(Intent)
	enacted, _ := c.LastEnacted()
	if !ok || enacted.Seq > intent.Seq {
		return Lock{}, false, nil
	}
	body, err := Body[IntentBody](intent)
	if err != nil || body.Holder == "" {
		return Lock{}, false, err
	}
	lock.Holder = body.Holder
	if lock.Since, err = time.Parse(time.RFC3339, intent.Time); err != nil {
		return Lock{}, false, fmt.Errorf("the time of ledger entry %d: %w", intent.Seq, err)
	}
	expires := body.Expires
	for _, e := range c.Entries[intent.Seq:] {
		if e.Kind != Outcome {
			continue
		}
		outcome, err := Body[OutcomeBody](e)
		if err != nil || outcome.Released {
			return Lock{}, false, err
		}
		if outcome.Expires != "" {
			expires = outcome.Expires
		}
	}
	if lock.Until, err = time.Parse(time.RFC3339, expires); err != nil {
		return Lock{}, false, fmt.Errorf("the end of the lock of ledger entry %d: %w", intent.Seq, err)
	}
	return lock, true, nil
}
