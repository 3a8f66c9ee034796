package ledger

import (
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Merge is a recorded decision on a merge.
type Merge struct {
	Entry Entry
	Body  DecisionBody // with the people in clear whom the ledger still knows
}

// Commits is what a ledger says of commits of the protected branch.
type Commits struct {
	Merges    map[string]Merge // by merge commit
	Incidents map[string]int   // by commit, the numbers of entries that no later one closes
}

// OfCommits collects what the ledger says of commits of the protected branch.
func (c Chain) OfCommits() (Commits, error) {
	h := Commits{map[string]Merge{}, map[string]int{}}
	for _, e := range c.Entries {
		switch e.Kind {
		case Decided:
			body, err := Body[DecisionBody](e)
			if err != nil {
				return h, err
			}
			body.Decision = c.ClearDecision(body.Decision)
			if body.MergedAt != "" {
				h.Merges[e.Commit] = Merge{e, body}
			}
			maps.DeleteFunc(h.Incidents, func(_ string, seq int) bool { return slices.Contains(body.Closes, seq) })
		case Incident:
			h.Incidents[e.Commit] = e.Seq
		default:
		}
	}
	return h, nil
}

// DigestsOf gives the digests by which a genesis names its tree.
func DigestsOf(tree facts.Tree) GenesisBody {
	sum := func(path string) string { return Sum(tree[path].Data) }
	return GenesisBody{Revision: decision.Revision, Constitution: sum(charter.ConstitutionFile), Roster: sum(charter.RosterFile)}
}
