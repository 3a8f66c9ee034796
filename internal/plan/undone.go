package plan

import (
	"errors"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// RefusalState says why something that was decided, or that the server shows, is not as the repository says.
type RefusalState string

// The standings of what a plan does not change.
const (
	Refused     RefusalState = "refused"     // the server or the constitution does not allow the change
	Unsupported RefusalState = "unsupported" // this server has no way to do it
	Unreadable  RefusalState = "unreadable"  // the token may not read the resource, so it is not known
)

// ErrUnreadable is what errors.Is finds in the error of a reading that the token, or the role of its owner, does not allow.
var ErrUnreadable = errors.New("the token may not read it")

// refuse leaves out a change that would be refused. What was decided stays in every later plan until it is done, or undone by
// another decision.
func (d *difference) refuse(c Change, state RefusalState, why string) {
	d.plan.Refused = append(d.plan.Refused, Refusal{ID: c.ID, Why: why, State: state, Change: recorded(c)})
}

// unread says of a resource that could not be read what is decided about it and cannot be checked.
func (d *difference) unread(resource string) {
	why := d.options.Unread[resource]
	if why == "" {
		why = "the server was not asked for its " + resource + ", so what would change is not known"
	}
	before := len(d.plan.Unreadable)
	put, undo := d.kinds[resource].put.Name, d.kinds[resource].undo().Name
	for target, want := range d.desired[resource] {
		d.unchecked(why, put, d.base[resource][target], want)
	}
	for target, was := range d.base[resource] {
		if _, wanted := d.desired[resource][target]; !wanted {
			d.unchecked(why, undo, was, Item{Resource: resource, Target: target})
		}
	}
	if len(d.plan.Unreadable) == before {
		d.plan.Unreadable = append(d.plan.Unreadable, Refusal{ID: resource, State: Unreadable, Why: why})
	}
}

// unchecked adds what was decided about one entry since base.
func (d *difference) unchecked(why string, name skill.Name, was, want Item) {
	add := func(name skill.Name, action Action, before, params map[string]any) {
		d.plan.Unreadable = append(d.plan.Unreadable, Refusal{ID: ID(name, want.Target), State: Unreadable, Why: why, Change: &Change{
			ID: ID(name, want.Target), Skill: name, Action: action, Target: want.Target, Params: params, Before: before, After: params,
			Reason: want.Reason, Until: want.Until, Origin: Decided, Provisions: []string{},
		}})
	}
	switch {
	case want.Resource == skill.Accounts:
		for _, m := range skill.Measures() {
			switch had, has := hasWord(was, m.State), hasWord(want, m.State); {
			case has && !had:
				add(m.Put, Create, nil, want.Params)
			case had && !has:
				add(m.Lift, Remove, was.Params, map[string]any{})
			}
		}
	case want.Params == nil:
		add(name, Remove, was.Params, map[string]any{})
	case was.Params == nil:
		add(name, Create, nil, want.Params)
	case len(changedKeys(was, want)) > 0:
		add(name, Update, was.Params, want.Params)
	}
}

// recorded gives a refused change as far as a record needs it; an action that happens once changes no state.
func recorded(c Change) *Change {
	if c.Action == Do || c.Skill == "" {
		return nil
	}
	c.Also = nil
	return &c
}

// change gives the change that a task asks of a person.
func (t Task) change() Change {
	return Change{
		ID: t.ID, Skill: t.Skill, Action: t.Action, Target: t.Target, Params: t.After, Before: t.Before, After: t.After,
		Reason: t.Reason, Until: t.Until, Origin: t.Origin,
	}
}

// WithoutRefused gives the state that a tree describes as far as it was read back from the server: without what was refused.
// What should have been taken away is still there, and what should have come is not.
func WithoutRefused(state State, refused []Refusal) State {
	resources, found := bySkill(kinds()), index(state)
	for _, r := range refused {
		if r.Change != nil && resources[r.Change.Skill] != "" {
			found.revert(resources[r.Change.Skill], *r.Change)
		}
	}
	return found.state(state.Managed)
}

// revert takes one change back.
func (i items) revert(resource string, c Change) {
	if i[resource] == nil {
		i[resource] = map[string]Item{}
	}
	was := i[resource][c.Target]
	was.Resource, was.Target = resource, c.Target
	measure, ofPerson := skill.FindMeasure(c.Skill)
	switch {
	case ofPerson:
		was.Params = maps.Clone(was.Params)
		if was.Params == nil {
			was.Params = map[string]any{}
		}
		was.Params[stateParam] = withoutWord(was, measure.State)
		if c.Action == Remove {
			was.Params[stateParam] = withWord(was, measure.State)
			was.Until = c.Until
		}
		i[resource][c.Target] = was
	case c.Action == Create:
		delete(i[resource], c.Target)
	case c.Action == Remove:
		i[resource][c.Target] = Item{Resource: resource, Target: c.Target, Params: c.Before, Until: c.Until}
	default:
		was.Params = maps.Clone(was.Params)
		for key := range c.Params {
			was.Params[key] = c.Before[key]
		}
		i[resource][c.Target] = was
	}
}

// withoutWord gives the words of an item's state but one.
func withoutWord(item Item, word string) []any {
	words, _ := item.Params[stateParam].([]any)
	return slices.DeleteFunc(slices.Clone(words), func(w any) bool { return w == any(word) })
}
