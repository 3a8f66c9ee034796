package plan

import (
	"fmt"
	"slices"
)

// Authorise fills in which provisions govern each change, given their citations by change ID, and refuses the changes
// that none governs. A measure that ends by its own date needs none: the decision that voted the date is its authority.
func Authorise(p Plan, provisions map[string][]string) Plan {
	publishing := p.publishing()
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

// publishing is what the plan counted for publishing the constitution.
func (p Plan) publishing() int {
	all := p.Requests
	for _, c := range p.Changes {
		if c.Skill != PublishSkill {
			all -= requests(c, 0)
		}
	}
	return all
}
