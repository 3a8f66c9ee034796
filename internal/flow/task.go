package flow

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// tasksMoved says whether the record must hear of tasks: of one that it does not carry yet, or of one that has ended.
func (p Prospect) tasksMoved() bool {
	fresh := func(t plan.Task) bool {
		return !slices.ContainsFunc(p.open, func(known plan.Task) bool { return known.ID == t.ID })
	}
	return len(p.Plan.Closed) > 0 || slices.ContainsFunc(p.Plan.Tasks, fresh)
}

// closed gives the ends of tasks as results, to be recorded with the outcomes of the changes.
func closed(p plan.Plan) []Result {
	var ends []Result
	for _, c := range p.Closed {
		end := Result{ID: c.ID, State: State(c.State)}
		if c.State == plan.Shown {
			end.Message = ledger.TaskShown
		}
		ends = append(ends, end)
	}
	return ends
}
