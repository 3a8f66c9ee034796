package plan

import "github.com/bylaw-dev/bylaw/internal/skill"

// InForce tells whether the live state already is what a change would make of it. What live does not speak for is not.
func InForce(c Change, live State) bool {
	resource := ResourceOf(c.Skill)
	read := resource == ConstitutionResource || set(live.Managed)[resource]
	for _, item := range live.Items {
		if item.Resource == resource && item.Target == c.Target {
			return c.Action != Remove && len(differingKeys(c.Params, item.Params)) == 0
		}
	}
	return read && c.Action == Remove
}

// ResourceOf gives the resource that a skill changes, "" for one that changes none, such as an act.
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
