package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Govern gives for each change, by its ID, the citations of the provisions that govern it; nothing for a change that no
// provision governs. Changes that differ only in what no provision asks about are asked about once: a list of ten thousand
// blocks is a handful of questions.
func (j *Judge) Govern(ctx context.Context, law constitution.Constitution, f facts.Facts) (map[string][]string, error) {
	alike, err := groups(law, f.Changes)
	if err != nil {
		return nil, err
	}
	f.Changes = nil
	for _, key := range slices.Sorted(maps.Keys(alike)) {
		f.Changes = append(f.Changes, alike[key][0])
	}
	answers := map[string][]string{}
	if err := j.ask(ctx, j.under(law).governing, f, &answers); err != nil {
		return nil, err
	}
	governed := map[string][]string{}
	for _, group := range alike {
		citations, ok := answers[group[0].ID]
		for _, change := range group {
			if ok {
				governed[change.ID] = citations
			}
		}
	}
	return governed, nil
}

// groups puts changes together that every provision treats alike.
func groups(law constitution.Constitution, changes []facts.Change) (map[string][]facts.Change, error) {
	asked := questions(law)
	found := map[string][]facts.Change{}
	for _, change := range changes {
		key, err := json.Marshal(asked[string(change.Skill)].relevant(change))
		if err != nil {
			return nil, fmt.Errorf("change %s: %w", change.ID, err)
		}
		found[string(key)] = append(found[string(key)], change)
	}
	return found, nil
}

// question is what the provisions over one skill ask about a change: parameters by name, its target, its end.
type question struct {
	params map[string]bool
	target bool
	until  bool
	undoes bool
}

// questions gives by skill what provisions ask.
func questions(law constitution.Constitution) map[string]question {
	asked := map[string]question{}
	for _, p := range law.Provisions {
		for _, power := range p.Governs {
			for _, name := range power.Skills {
				q, known := asked[name]
				if !known {
					q.params = map[string]bool{}
				}
				q.until = q.until || power.Within != nil || power.Beyond != nil
				q.undoes = q.undoes || power.ReversesWithin != nil || power.ReversesBeyond != nil
				for key := range power.Where {
					q.params[key] = true
					q.target = q.target || aboutTarget(name, key)
				}
				asked[name] = q
			}
		}
	}
	return asked
}

// aboutTarget distinguishes conditions on who or what is changed from those on how: a skill's first parameter is its target.
func aboutTarget(name, key string) bool {
	s, _ := skill.Find(skill.Name(name))
	return key == "scope" || key == "subject" || len(s.Params) == 0 || s.Params[0].Name == key
}

// relevant is a change without what no provision asks about.
func (q question) relevant(c facts.Change) facts.Change {
	if q.params == nil {
		return c
	}
	c.ID, c.Reason = "", ""
	c.Before, c.After = q.only(c.Before), q.only(c.After)
	if !q.until {
		c.Until, c.OldUntil = "", nil
	}
	if !q.undoes {
		c.Reverses = nil
	}
	if !q.target {
		c.Target = ""
	}
	return c
}

func (q question) only(params map[string]any) map[string]any {
	kept := map[string]any{}
	for key, value := range params {
		if q.params[key] {
			kept[key] = value
		}
	}
	return kept
}
