package branch

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Authorization is what authorizes the changes of a tree: the decisions on the merges that lie on the protected branch. It finds
// the one that brought a change, and the charter by which that was decided.
type Authorization struct {
	Commits []string       // of the protected branch, oldest first
	Merges  []ledger.Merge // the decisions on merges that carry what lies on the branch, newest first

	// Repository is where the commits were read; what it holds need not be read again.
	Repository  *Repository
	chain       ledger.Chain
	resolutions map[int]resolution
}

// resolution is what was voted on in one decision, by target; articles and files have none.
type resolution struct {
	mass  bool // it was past the limits of its time
	voted map[string][]facts.Change
}

// Authorized is a change as it was voted on, with the decision that authorizes it.
type Authorized struct {
	Merge ledger.Merge
	Mass  bool // it was past the limits of its time
	Voted facts.Change
}

// NewAuthorization is that of a branch on which no merge was decided. Chain holds the facts of the decisions.
func NewAuthorization(r *Repository, chain ledger.Chain, commits []string) *Authorization {
	return &Authorization{Commits: commits, Repository: r, chain: chain, resolutions: map[int]resolution{}}
}

// Add takes the decision on the next older merge, if it carries the merge. Of one that the ledger does not hold, voted is what was
// voted on.
func (a *Authorization) Add(m ledger.Merge, voted *facts.Facts) {
	if voted != nil {
		a.resolutions[m.Entry.Seq] = resolutionOf(*voted)
	}
	if m.Body.Decision.Objection() == "" {
		a.Merges = append(a.Merges, m)
	}
}

// Of gives the latest decision that brought a change; ok is false where none did, as with what was there at bootstrap.
func (a *Authorization) Of(change plan.Change) (found Authorized, ok bool, err error) {
	target := change.Target
	if change.Skill == plan.PublishSkill {
		target = ""
	}
	for _, merge := range a.Merges {
		written, err := a.resolution(merge)
		if err != nil {
			return found, false, err
		}
		for _, voted := range written.voted[target] {
			if brings(voted, change) {
				return Authorized{merge, written.mass, voted}, true, nil
			}
		}
	}
	return found, false, nil
}

// resolution reads what was voted on from the ledger, once.
func (a *Authorization) resolution(merge ledger.Merge) (resolution, error) {
	if known, ok := a.resolutions[merge.Entry.Seq]; ok {
		return known, nil
	}
	f, err := a.chain.ReadFacts(merge.Body.Facts)
	if err != nil {
		return resolution{}, err
	}
	a.resolutions[merge.Entry.Seq] = resolutionOf(f)
	return a.resolutions[merge.Entry.Seq], nil
}

func resolutionOf(f facts.Facts) resolution {
	written := resolution{slices.Contains(f.Subjects, facts.AboutMass), map[string][]facts.Change{}}
	for _, c := range f.Changes {
		written.voted[c.Target] = append(written.voted[c.Target], c)
	}
	return written
}

// Charter is the one by which a change was decided.
func (a *Authorization) Charter(ctx context.Context, of Authorized) (charter.Charter, error) {
	return a.Repository.Charter(ctx, of.Merge.Body.Decision.Base)
}

// Since gives the number of the proposal that was merged after a commit; 0 where several or none were.
func (a *Authorization) Since(commit string) int {
	from, proposal := slices.Index(a.Commits, commit), 0
	for _, merge := range a.Merges {
		switch {
		case slices.Index(a.Commits, merge.Entry.Commit) <= from:
		case proposal == 0:
			proposal = merge.Entry.Proposal
		default:
			return 0
		}
	}
	return proposal
}

// brings reports whether what was voted on is what a planned change puts into force. Behind a measure that ends by its own
// date stands the vote on that date.
func brings(voted facts.Change, planned plan.Change) bool {
	switch {
	case planned.RequotesOnly():
		return voted.Path == charter.SettingsFile
	case planned.Skill == plan.PublishSkill:
		return voted.Kind == facts.Article || voted.Path == charter.ConstitutionFile
	case planned.Action == plan.Do:
		return voted.ID == planned.ID
	case voted.Kind != facts.Entry || voted.Target != planned.Target || !akin(voted.Skill, planned.Skill):
		return false
	case planned.Action == plan.Remove && planned.Origin != plan.Sunset:
		return voted.After == nil
	}
	return voted.After != nil
}

// akin reports whether two skills work on the same resource.
func akin(a, b skill.Name) bool {
	resource := plan.ResourceOf(a)
	return a == b || resource != "" && resource == plan.ResourceOf(b)
}
