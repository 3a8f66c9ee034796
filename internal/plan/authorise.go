package plan

import (
	"fmt"
	"slices"
)

// Authorise completes a plan. It fills in which provisions govern each change, given their citations by change ID, and
// refuses the changes that none governs; a measure that ends by its own date needs none, because the decision that voted
// the date is its authority. Then it counts, and seals the plan with its digest. publishing is how many API requests
// publishing the constitution takes; 0 counts as the fewest possible.
func Authorise(p Plan, provisions map[string][]string, publishing int) Plan {
	changes := p.Changes
	p.Changes, p.Refused = nil, slices.Clone(p.Refused)
	for _, c := range changes {
		c.Provisions = list(slices.Clone(provisions[c.ID]))
		if len(c.Provisions) == 0 && c.Origin != Sunset {
			p.Refused = append(p.Refused, Refusal{c.ID, fmt.Sprintf("no provision grants this power (%s)", c.Skill)})
			continue
		}
		p.Changes = append(p.Changes, c)
	}
	return p.sealed(publishing)
}
