package plan

import (
	"maps"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// WithUnfinished gives base with the changes of runs that came after it and were not finished, oldest first, as far as live still
// shows them. What a run has put on a server is ours although the tree that it was to enact never was: else a decision to
// revert it would find something that is not declared. What people have changed since is theirs.
func WithUnfinished(base State, begun []Change, live State) State {
	seen, carried := viewOf(live), index(base)
	for _, c := range begun {
		resource := seen.resources[c.Skill]
		if c.Action == Do || !seen.shows(c) {
			continue
		}
		if carried[resource] == nil {
			carried[resource] = map[string]Item{}
		}
		was, ours := carried[resource][c.Target]
		was.Resource, was.Target = resource, c.Target
		measure, ofPerson := skill.FindMeasure(c.Skill)
		switch {
		case ofPerson:
			carried[resource][c.Target] = reworded(was, c, measure.State)
		case c.Action == Remove:
			delete(carried[resource], c.Target)
		default:
			carried[resource][c.Target] = moved(was, ours, c)
		}
	}
	return carried.state(base.Managed)
}

// moved is an entry after a change. A parameter that the change left as it found it is not its doing.
func moved(was Item, ours bool, c Change) Item {
	params := maps.Clone(was.Params)
	if params == nil {
		params = map[string]any{}
	}
	for key, value := range c.Params {
		if !ours || !same(c.Before[key], value) {
			params[key] = value
		}
	}
	return Item{Resource: was.Resource, Target: was.Target, Params: params, Reason: c.Reason, Until: c.Until}
}

// reworded is an account's entry after one word of its state has come or gone.
func reworded(was Item, c Change, word string) Item {
	item := moved(was, false, c)
	item.Params[stateParam] = withWord(was, word)
	if c.Action == Remove {
		item.Params[stateParam] = withoutWord(was, word)
		item.Reason, item.Until = was.Reason, was.Until
	}
	return item
}
