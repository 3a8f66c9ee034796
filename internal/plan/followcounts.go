package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// FollowCountsResource is the resource of live states whose items say how many follows there are between the server and another
// one. It cannot be changed, and is asked for only about domains whose block a plan changes.
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

// People is how many follows the changed blocks of servers concern, as the server counted them. It is no part of the digest.
type People struct {
	CountedAt string     `json:"counted_at"` // RFC 3339, UTC
	Servers   []Affected `json:"servers"`    // in the order of the changes
}

// Affected is what one changed block means for people. A number is nil where it is not known. The server counts follows: how many
// accounts have them it does not say.
type Affected struct {
	ID        string `json:"id"` // of the change
	Domain    string `json:"domain"`
	Follows   *int   `json:"follows"`       // by people of this server
	Followers *int   `json:"followers"`     // of people of this server, by people there
	Cut       *int   `json:"cut"`           // how many of both end for ever
	Why       string `json:"why,omitempty"` // why the numbers are not known
}

// blocksServer reports whether a change sets, changes or lifts the block of a server.
func blocksServer(c Change) bool {
	return (c.Skill == skill.BlockDomain || c.Skill == skill.UnblockDomain) && c.Before["severity"] != c.After["severity"]
}

// suspendsServer reports whether a change suspends a server that was not suspended before.
func suspendsServer(c Change) bool {
	return c.Skill == skill.BlockDomain && c.After["severity"] == skill.Suspend && c.Before["severity"] != skill.Suspend
}

// AffectedServers gives the domains whose block a plan changes, as many as a server may be asked about: those that are suspended
// come first.
func (p Plan) AffectedServers() []string {
	var suspended, others []string
	for _, c := range p.Changes {
		switch {
		case suspendsServer(c):
			suspended = append(suspended, c.Target)
		case blocksServer(c):
			others = append(others, c.Target)
		}
	}
	all := append(suspended, others...)
	return all[:min(len(all), followCountsMax)]
}

// WithFollowCounts says at each changed block of a server how many follows it concerns, and how many end with a suspension; nothing
// where there are none. Where the numbers are not known, a note says why. None of it changes the digest.
func (p Plan) WithFollowCounts(items []Item, at time.Time, software string) Plan {
	p.Changes = slices.Clone(p.Changes)
	asked, counts := p.AffectedServers(), map[string]map[string]any{}
	for _, item := range items {
		counts[item.Target] = item.Params
	}
	people := People{CountedAt: at.UTC().Format(time.RFC3339), Servers: []Affected{}}
	unknown, some := map[string][]string{}, false
	for n, c := range p.Changes {
		if !blocksServer(c) {
			continue
		}
		one := Affected{ID: c.ID, Domain: c.Target}
		if known, counted := counts[c.Target]; counted {
			one = one.counted(known, suspendsServer(c))
			some = some || *one.Follows+*one.Followers > 0
			p.Changes[n].Also = append(slices.Clone(c.Also), one.said()...)
		} else {
			one.Why = uncounted(slices.Contains(asked, c.Target), software)
			unknown[one.Why] = append(unknown[one.Why], c.Target)
		}
		people.Servers = append(people.Servers, one)
	}
	if len(people.Servers) > 0 {
		p.People = &people
	}
	p.Notes = append(slices.Clone(p.Notes), people.notes(unknown, some)...)
	return p
}

func (a Affected) counted(params map[string]any, suspends bool) Affected {
	here, _ := params[followsHere].(int)
	there, _ := params[followsThere].(int)
	cut := 0
	if suspends {
		cut = here + there
	}
	a.Follows, a.Followers, a.Cut = &here, &there, &cut
	return a
}

// said is what a change says of people, in words.
func (a Affected) said() []string {
	what := "follows stay"
	switch {
	case *a.Follows+*a.Followers == 0:
		return nil
	case *a.Cut > 0:
		what = "cuts follows for ever"
	}
	return []string{fmt.Sprintf("%s: %d by people here, %d by people there", what, *a.Follows, *a.Followers)}
}

// uncounted says why the follows of a server are not known.
func uncounted(asked bool, software string) string {
	known, _ := skill.FindSoftware(software)
	switch {
	case !asked:
		return fmt.Sprintf("a plan asks about %d servers, those that are suspended first", followCountsMax)
	case software != "" && software != skill.MastodonSoftware:
		return known.Title + " does not count them"
	}
	return "the server reports it since 4.0, to a token with the scope admin:read whose role may view the dashboard"
}

// notes says when follows were counted, and of which servers they were not.
func (p People) notes(unknown map[string][]string, some bool) []string {
	var notes []string
	if at, err := time.Parse(time.RFC3339, p.CountedAt); err == nil && some {
		notes = append(notes, "follows were counted by the server at "+at.Format("2006-01-02 15:04 UTC")+"; how many accounts have them it does not say")
	}
	for _, c := range p.Servers {
		if names := unknown[c.Why]; c.Why != "" && len(names) > 0 {
			notes = append(notes, fmt.Sprintf("how many follows the changes to %s concern is not known: %s", few(names), c.Why))
			delete(unknown, c.Why)
		}
	}
	return notes
}
