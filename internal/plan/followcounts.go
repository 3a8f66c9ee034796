package plan

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// FollowCountsResource is the resource of live states whose items say how many follows there are between the server and another
// one. It cannot be changed, and is asked for only about domains that a plan suspends.
const FollowCountsResource = "ties"

// followCountsMax is about how many domains a server is asked: counting is work for it.
const followCountsMax = 20

const (
	followsHere  = "follows"   // by people of the server
	followsThere = "followers" // by people of the other one
)

// FollowCountsItem is the item of a live state that carries the counts of one domain.
func FollowCountsItem(domain string, follows, followers int) Item {
	return Item{Resource: FollowCountsResource, Target: domain, Params: map[string]any{followsHere: follows, followsThere: followers}}
}

// suspendsServer reports whether a change suspends a server that was not suspended before.
func suspendsServer(c Change) bool {
	return c.Skill == skill.BlockDomain && c.After["severity"] == skill.Suspend && c.Before["severity"] != skill.Suspend
}

// SuspendedServers gives the first domains that a plan suspends, as many as a server may be asked about.
func (p Plan) SuspendedServers() []string {
	var domains []string
	for _, c := range p.Changes {
		if len(domains) == followCountsMax {
			break
		}
		if suspendsServer(c) {
			domains = append(domains, c.Target)
		}
	}
	return domains
}

// WithFollowCounts says at each domain that a plan suspends how many follows end with that; nothing where there are none. Where
// the numbers are not known, a note says so. Neither changes the digest.
func (p Plan) WithFollowCounts(items []Item) Plan {
	p.Changes = slices.Clone(p.Changes)
	counts := map[string]map[string]any{}
	for _, item := range items {
		counts[item.Target] = item.Params
	}
	var unknown []string
	for n, c := range p.Changes {
		if !suspendsServer(c) {
			continue
		}
		known, counted := counts[c.Target]
		if !counted {
			unknown = append(unknown, c.Target)
			continue
		}
		here, _ := known[followsHere].(int)
		there, _ := known[followsThere].(int)
		if here+there > 0 {
			p.Changes[n].Also = append(slices.Clone(c.Also), fmt.Sprintf("cuts follows for ever: %d by people here, %d by people there", here, there))
		}
	}
	switch {
	case len(unknown) == 0:
	case len(items) == 0:
		p.Notes = append(slices.Clone(p.Notes), fmt.Sprintf("how many follows end when %s is suspended is not known: the server reports it since 4.0, to a token "+
			"with the scope admin:read whose role may view the dashboard", few(unknown)))
	default:
		p.Notes = append(slices.Clone(p.Notes), fmt.Sprintf("follows were counted for the first %d domains that are suspended, and not for %s", followCountsMax, few(unknown)))
	}
	return p
}
