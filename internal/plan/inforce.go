package plan

import "github.com/bylaw-dev/bylaw/internal/skill"

// InForce reports whether the live state already is what a change would make of it. What live does not speak for is not. Of
// an account only the word counts that the change brings or lifts.
func InForce(c Change, live State) bool { return viewOf(live).shows(c) }

// view is a state in which changes are looked up.
type view struct {
	resources map[skill.Name]string
	items     items
	read      map[string]bool
}

func viewOf(s State) view { return view{bySkill(kinds()), index(s), set(s.Managed)} }

func (v view) shows(c Change) bool {
	resource := v.resources[c.Skill]
	item, present := v.items[resource][c.Target]
	measure, ofPerson := skill.FindMeasure(c.Skill)
	switch {
	case !present:
		return c.Action == Remove && (resource == ConstitutionResource || v.read[resource])
	case ofPerson:
		return hasWord(item, measure.State) == (c.Action != Remove)
	}
	return c.Action != Remove && len(differingKeys(c.Params, item.Params)) == 0
}

// ResourceOf gives the resource that a skill changes, "" for one that changes none, such as a one-off action.
func ResourceOf(name skill.Name) string { return bySkill(kinds())[name] }

// Proposal gives the number of the proposal that all changes of a plan are of, 0 where several or none are.
func (p Plan) Proposal() int {
	number := 0
	for i, c := range p.Changes {
		if i > 0 && c.Proposal != number {
			return 0
		}
		number = c.Proposal
	}
	return number
}
