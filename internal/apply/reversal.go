package apply

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// declaredChanges gives what is desired now and was not in force, with the enacted decisions that it takes back.
func declaredChanges(record ledger.State, base, want plan.State, now time.Time) ([]facts.Change, error) {
	past, err := record.Enactments(nil, now)
	if err != nil || len(past) == 0 {
		return nil, err
	}
	return facts.Reversed(facts.Entries(base.Items, want.Items), past), nil
}
