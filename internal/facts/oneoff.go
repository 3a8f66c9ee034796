package facts

import (
	"reflect"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// isAction is the action of a change that adds a one-off action.
const isAction = string(plan.Do)

// oneOffs compares two lists of one-off actions that are sorted by stem. One that is changed is withdrawn and added again: it
// may be about another person now.
func (c *comparison) oneOffs(before, after []plan.OneOffAction) {
	for len(before) > 0 || len(after) > 0 {
		switch order := firstStem(before, after); {
		case order < 0:
			c.oneOff(removed, before[0])
			before = before[1:]
		case order > 0:
			c.oneOff(isAction, after[0])
			after = after[1:]
		default:
			if !reflect.DeepEqual(before[0], after[0]) {
				c.oneOff(removed, before[0])
				c.oneOff(isAction, after[0])
			}
			before, after = before[1:], after[1:]
		}
	}
}

// firstStem says which of two sorted lists has the lower first stem; an empty list has none.
func firstStem(a, b []plan.OneOffAction) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return strings.Compare(a[0].Stem, b[0].Stem)
}

// oneOff adds the change of one act. One that is reverted is governed by what would have allowed it.
func (c *comparison) oneOff(action string, a plan.OneOffAction) {
	change := Change{ID: a.ID(), Kind: Entry, Action: action, Skill: a.Skill, Target: a.Target, Reason: a.Reason}
	if action == removed {
		change.ID, change.Before = "take_back:"+change.ID, a.Params
	} else {
		change.After = a.Params
	}
	c.changes = append(c.changes, change)
}

// IsOneOff reports whether a change adds a one-off action or withdraws one.
func (c Change) IsOneOff() bool {
	return c.Action == isAction || strings.HasPrefix(c.ID, "take_back:")
}
