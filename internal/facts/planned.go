package facts

import (
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// OfPlan states the changes and tasks of a plan as facts, for the question of which provision governs them. Base says until when a
// measure was meant to last that is changed or lifted; which decisions a change reverts is known of the declared change
// that it comes from.
func OfPlan(p plan.Plan, base plan.State, now string, declared []Change) Facts {
	ends := map[[2]string]string{}
	for _, item := range base.Items {
		ends[[2]string{item.Resource, item.Target}] = item.Until
	}
	takesBack := make(map[string]*Reversal, len(declared))
	for _, c := range declared {
		takesBack[c.ID] = c.Reverses
	}
	f := Facts{Version: Version, Now: now, ReversalsKnown: true, Changes: make([]Change, 0, len(p.Changes)+len(p.Tasks))}
	resources := map[skill.Name]string{}
	for _, c := range p.Changes {
		if _, known := resources[c.Skill]; !known {
			resources[c.Skill] = plan.ResourceOf(c.Skill)
		}
		stated := Change{
			ID: c.ID, Kind: Entry, Action: string(c.Action), Skill: c.Skill, Target: c.Target,
			Before: c.Before, After: c.After, Reason: c.Reason, Until: c.Until, Reverses: takesBack[c.ID],
		}
		if c.Before != nil {
			until := ends[[2]string{resources[c.Skill], c.Target}]
			stated.OldUntil = &until
		}
		f.Changes = append(f.Changes, stated)
	}
	for _, t := range p.Tasks {
		f.Changes = append(f.Changes, Change{
			ID: t.ID, Kind: Entry, Action: string(t.Action), Skill: t.Skill, Target: t.Target,
			Before: t.Before, After: t.After, Reason: t.Reason, Until: t.Until, Reverses: takesBack[plan.ID(t.Skill, t.Target)],
		})
	}
	return f
}
