package facts

import (
	"path"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// account adds a change for each word of an account's state: each is a power of its own. A word that stays is a change
// where the rest of the entry is another, for its end or its message are decided with it. An entry that differs and has
// no word counts as its whole file, so that no one writes about a person without a vote.
func (c *comparison) account(before, after *plan.Item) {
	count := len(c.changes)
	for _, m := range skill.Measures() {
		was, is := states(before, m.State), states(after, m.State)
		switch {
		case was && is:
			c.changes = append(c.changes, measure(m.Put, updated, before, after))
		case is:
			c.changes = append(c.changes, measure(m.Put, created, nil, after))
		case was:
			c.changes = append(c.changes, measure(m.Lift, removed, before, nil))
		}
	}
	if len(c.changes) == count {
		r, _ := skill.FindResource(skill.Accounts)
		c.whole[path.Join(charter.Folder, r.File)] = true
	}
}

// states reports whether an entry has a word in its state.
func states(item *plan.Item, word string) bool {
	if item == nil {
		return false
	}
	words, _ := item.Params["state"].([]any)
	return slices.Contains(words, any(word))
}

// measure is the change of one word.
func measure(name skill.Name, action string, before, after *plan.Item) Change {
	said := after
	change := Change{Kind: Entry, Action: action, Skill: name}
	if before != nil {
		change.Before, change.OldUntil = before.Params, &before.Until
	}
	if after == nil {
		said = before
	} else {
		change.After = after.Params
	}
	change.Target, change.Reason, change.Until = said.Target, said.Reason, said.Until
	change.ID = plan.ID(name, said.Target)
	return change
}
