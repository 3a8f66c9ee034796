package apply

import (
	"context"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// authority is who stands behind a plan: its changes with their proposals, and by change the provisions that govern it.
type authority struct {
	plan       plan.Plan
	provisions map[string][]string
	mass       map[string]bool // changes that were voted on as a mass change
}

// authority asks for each change which provisions govern it, by the constitution of the decision that brought it. What no known
// decision brought is judged by the constitution in force.
func (w Ports) authority(ctx context.Context, p plan.Plan, declared []facts.Change, desired branch.Source, base base, at string) (authority, error) {
	found := authority{plan: p, provisions: map[string][]string{}, mass: map[string]bool{}}
	found.plan.Changes = slices.Clone(p.Changes)
	changes := facts.OfPlan(p, base.state, at, declared).Changes
	asked, of := map[[2]string]*inquiry{}, make([]*inquiry, len(changes))
	for i, stated := range changes {
		judged, stated, err := found.behind(ctx, i, stated, desired, base)
		if err != nil {
			return found, err
		}
		key := [2]string{judged.charter.Constitution.Digest, judged.opened.String()}
		if asked[key] == nil {
			asked[key] = newInquiry(judged, at)
		}
		changes[i], of[i] = stated, asked[key]
		of[i].count++
	}
	for i, stated := range changes {
		of[i].facts.Changes = append(slices.Grow(of[i].facts.Changes, of[i].count-len(of[i].facts.Changes)), stated)
	}
	for _, q := range asked {
		citations, err := w.Judge.Govern(ctx, q.constitution, q.facts)
		if err != nil {
			return found, err
		}
		maps.Copy(found.provisions, citations)
	}
	return found, nil
}

// inquiry is what is asked of one law at once: which provisions govern the changes that it judges.
type inquiry struct {
	constitution constitution.Constitution
	facts        facts.Facts
	count        int // of its changes
}

func newInquiry(b jurisdiction, at string) *inquiry {
	return &inquiry{constitution: b.charter.Constitution, facts: facts.Facts{
		Version: facts.Version, Now: at, ReversalsKnown: true, Instance: b.charter.Settings.Domain, Roster: facts.SeatsOf(b.charter.Roster),
		Timing: facts.Timing{OpenedAt: b.opened},
	}}
}

// jurisdiction is by whose law a change is judged, and from when on: what is soon or long ago counts from the opening of the vote.
type jurisdiction struct {
	charter charter.Charter
	opened  moment.Time // zero where no one voted: then from now
}

// behind gives the constitution by which the i-th change or task of the plan is judged, and the change as that law saw it.
func (a *authority) behind(ctx context.Context, i int, stated facts.Change, desired branch.Source, base base) (jurisdiction, facts.Change, error) {
	if desired.Authorization == nil {
		return jurisdiction{charter: base.sampleConstitution(desired.Charter)}, stated, nil
	}
	change := &plan.Change{ID: stated.ID, Action: plan.Action(stated.Action), Skill: stated.Skill, Target: stated.Target} // a task's
	if i < len(a.plan.Changes) {
		change = &a.plan.Changes[i]
	}
	decided, ok, err := desired.Authorization.Of(*change)
	if err != nil || !ok {
		return jurisdiction{charter: base.sampleConstitution(desired.Charter)}, stated, err
	}
	change.Proposal, a.mass[change.ID] = decided.Merge.Entry.Proposal, decided.Mass
	charter, err := desired.Authorization.Charter(ctx, decided)
	return jurisdiction{charter, decided.Merge.Body.Decision.OpenedAt}, asVoted(decided.Voted, *change, stated), err
}

// asVoted states a change as it was voted on, under the name that the plan gives it. What was voted on is an article where
// the plan publishes, and the date of an end where it lifts a measure: then the plan's own words stand.
func asVoted(voted facts.Change, planned plan.Change, stated facts.Change) facts.Change {
	if planned.Skill == plan.PublishSkill || planned.Origin == plan.Sunset {
		return stated
	}
	voted.ID = planned.ID
	return voted
}
