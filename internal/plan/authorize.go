package plan

import (
	"fmt"
	"slices"
)

// Authorize completes a plan. It fills in which provisions govern each change and each task, given their citations by ID, and
// refuses those that none governs; a measure that ends by its own date needs none, because the decision that voted
// the date is its authority. Then it counts, and seals the plan with its digest. publishing is how many API requests
// publishing the constitution takes; 0 counts as the fewest possible.
func Authorize(p Plan, provisions map[string][]string, publishing int) Plan {
	changes := p.Changes
	p.Changes, p.Refused = make([]Change, 0, len(changes)), slices.Clone(p.Refused)
	for _, c := range changes {
		c.Provisions = list(slices.Clone(provisions[c.ID]))
		if len(c.Provisions) == 0 && c.Origin != Sunset {
			p.refuse(c)
			continue
		}
		p.Changes = append(p.Changes, c)
	}
	tasks := p.Tasks
	p.Tasks = nil
	for _, t := range tasks {
		t.Provisions = list(slices.Clone(provisions[t.ID]))
		if len(t.Provisions) == 0 && t.Origin != Sunset {
			p.refuse(t.change())
			continue
		}
		p.Tasks = append(p.Tasks, t)
	}
	return p.withDigest(publishing)
}

// refuse refuses what nothing governs.
func (p *Plan) refuse(c Change) {
	why := fmt.Sprintf("no provision grants this power (%s)", c.Skill)
	p.Refused = append(p.Refused, Refusal{ID: c.ID, Why: why, State: Refused, Change: recorded(c)})
}
