package plan

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// TiesResource is the resource of live states whose items say how many follows there are between the server and another
// one. It is nobody's to change, and never asked for but about domains that a plan severs.
const TiesResource = "ties"

// tiesMax is about how many domains a server is asked: counting is work for it.
const tiesMax = 20

const (
	tiesHere  = "follows"   // by people of the server
	tiesThere = "followers" // by people of the other one
)

// TiesItem is the item of a live state that carries the counts of one domain.
func TiesItem(domain string, follows, followers int) Item {
	return Item{Resource: TiesResource, Target: domain, Params: map[string]any{tiesHere: follows, tiesThere: followers}}
}

// severs tells a change that cuts a server off which was not cut off before.
func severs(c Change) bool {
	return c.Skill == skill.BlockDomain && c.After["severity"] == skill.Suspend && c.Before["severity"] != skill.Suspend
}

// Severed gives the first domains that a plan cuts off, as many as a server may be asked about.
func (p Plan) Severed() []string {
	var domains []string
	for _, c := range p.Changes {
		if len(domains) == tiesMax {
			break
		}
		if severs(c) {
			domains = append(domains, c.Target)
		}
	}
	return domains
}

// WithTies says beside each domain that a plan cuts off how many follows end with that; nothing where there are none. A plan
// of which nobody knows that says so. What is said changes no digest.
func (p Plan) WithTies(items []Item) Plan {
	p.Changes = slices.Clone(p.Changes)
	counts := map[string]map[string]any{}
	for _, item := range items {
		counts[item.Target] = item.Params
	}
	var untold []string
	for n, c := range p.Changes {
		if !severs(c) {
			continue
		}
		known, told := counts[c.Target]
		if !told {
			untold = append(untold, c.Target)
			continue
		}
		here, _ := known[tiesHere].(int)
		there, _ := known[tiesThere].(int)
		if here+there > 0 {
			p.Changes[n].Also = append(slices.Clone(c.Also), fmt.Sprintf("cuts follows for ever: %d by people here, %d by people there", here, there))
		}
	}
	switch {
	case len(untold) == 0:
	case len(items) == 0:
		p.Notes = append(slices.Clone(p.Notes), fmt.Sprintf("how many follows end when %s is severed is not known: the server tells it since 4.0, to a token "+
			"with the scope admin:read whose role may view the dashboard", few(untold)))
	default:
		p.Notes = append(slices.Clone(p.Notes), fmt.Sprintf("follows were counted for the first %d domains that are severed, and not for %s", tiesMax, few(untold)))
	}
	return p
}
