package ledger

import (
	"cmp"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// TaskShown is the message of a result that ends a task because the server shows what was asked for.
const TaskShown = "the server shows it"

// OpenTasks gives the tasks that the chain carries as open, by ID: those of every intent whose end no later outcome tells.
func (c Chain) OpenTasks() ([]plan.Task, error) {
	open := map[string]plan.Task{}
	for _, e := range c.Entries {
		switch e.Kind {
		case Intent:
			body, err := Body[IntentBody](e)
			if err != nil {
				return nil, err
			}
			for _, t := range body.Tasks {
				open[t.ID] = t
			}
		case Outcome:
			body, err := Body[OutcomeBody](e)
			if err != nil {
				return nil, err
			}
			maps.DeleteFunc(open, func(id string, _ plan.Task) bool { return body.Results[id].ended() })
		case Genesis, Opening, Decided, Enacted, Publish, Override, Incident, Erasure:
		}
	}
	return slices.SortedFunc(maps.Values(open), func(a, b plan.Task) int { return cmp.Compare(a.ID, b.ID) }), nil
}

// ended says whether a task with this result waits for nobody any more.
func (r Result) ended() bool { return r.Status == Done || r.Status == Withdrawn }
