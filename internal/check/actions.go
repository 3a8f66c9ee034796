package check

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// actable gives as mistakes the actions of a proposal that can never be: under a name that the ledger has seen, or that
// delete the data of whom the same proposal suspends. What was merged is not measured by the ledger that it led to.
func (s *evaluation) actable(c branch.Content, open bool) error {
	var found diag.List
	for _, change := range c.Changes {
		if !change.IsOneOff() || change.After == nil {
			continue
		}
		name := plan.StemOf(change.ID)
		at := charter.ActionPlace(name)
		if was, done := s.held.Agenda.Done[name]; done && open {
			found.Errorf(at, "give the file a name of its own", "an action of this name is recorded already: %s of %s", was.Skill, was.Target)
		}
		suspends := func(other facts.Change) bool {
			return other.Skill == skill.SuspendAccount && other.Target == change.Target
		}
		if change.Skill == skill.DeleteAccountData && slices.ContainsFunc(c.Changes, suspends) {
			found.Errorf(at, "propose it 14 days after the suspension, when an appeal has had its time",
				"the proposal suspends %s as well: data is never deleted by the decision that suspends", change.Target)
		}
	}
	return found.Err()
}
