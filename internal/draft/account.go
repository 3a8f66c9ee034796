package draft

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// measure drafts one word of an account's state: it is added to the words that the entry has, or taken from them.
func measure(b Base, m skill.Measure, q facts.Question) (Draft, error) {
	r, _ := skill.FindResource(skill.Accounts)
	path := "governance/" + r.File
	index, old, root, err := find(b, r, q)
	if err != nil {
		return Draft{}, err
	}
	words, _ := old.Params["state"].([]any)
	if slices.Contains(words, any(m.State)) == (q.Skill.Name == m.Put) {
		return Draft{}, &ErrSame{fmt.Sprintf("%s says so of %s", path, q.Change.Target)}
	}
	item := merged(old, plan.Item{Resource: r.Name, Target: q.Change.Target, Reason: q.Change.Reason, Until: q.Change.Until, Params: q.Change.After})
	if q.Skill.Name == m.Put {
		words = append(slices.Clone(words), m.State)
	} else {
		words = slices.DeleteFunc(slices.Clone(words), func(w any) bool { return w == m.State })
	}
	item.Params["state"] = words
	after, err := b.account(root, r, index, item)
	if err != nil {
		return Draft{}, fmt.Errorf("%s: %w", path, err)
	}
	return drafted(q, map[string][]byte{path: after}), nil
}

// account writes an entry; one without a word left has nothing to say and is taken out.
func (b Base) account(root yamldoc.Map, r skill.Resource, index int, item plan.Item) ([]byte, error) {
	if words, _ := item.Params["state"].([]any); len(words) == 0 {
		return yamldoc.Remove(b.text("governance/"+r.File), root, r.Name, index)
	}
	line, err := charter.EntryLine(r, item)
	if err != nil {
		return nil, err
	}
	return b.write(r, root, item.Target, index, line)
}
