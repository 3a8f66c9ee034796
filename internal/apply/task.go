package apply

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// undoneNow gives what the plan leaves undone although it was decided.
func (p Planned) undoneNow() []plan.Refusal {
	var undone []plan.Refusal
	for _, r := range slices.Concat(p.Plan.Refused, p.Plan.Unreadable) {
		if r.Change != nil {
			undone = append(undone, r)
		}
	}
	return undone
}

// refusalsChanged says whether the last enacted entry names other things as undone, or as left by choice, than there are now.
func (p Planned) refusalsChanged() bool {
	return !canonical.Equal(namesOf(p.undone), namesOf(p.undoneNow())) || !canonical.Equal(p.kept, p.Plan.Chosen())
}

// namesOf gives what is undone without the words: another version may give another reason for the same.
func namesOf(undone []plan.Refusal) []string {
	names := []string{}
	for _, r := range undone {
		names = append(names, r.ID+" "+string(r.State))
	}
	slices.Sort(names)
	return names
}

// tasksChanged says whether the ledger must hear of tasks: of one that it does not carry yet, or of one that has ended.
func (p Planned) tasksChanged() bool {
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
