package draft

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Drift is what members are asked to decide about drift.
type Drift struct {
	Resource string
	Entries  []plan.Difference // of that resource
	Adopt    bool              // the files follow the server; else the next apply puts back what the files say
	At       time.Time
}

// Key begins the name of the branch. It is the same for the same question, whenever it is asked.
func (d Drift) Key() string {
	words := []string{"drift-revert", d.Resource}
	if d.Adopt {
		words[0] = "drift-adopt"
	}
	if len(d.Entries) == 1 {
		words = append(words, d.Entries[0].Target)
	}
	return keyOf(words...)
}

// ErrByHand means that a proposal has to be written by a person.
var ErrByHand = errors.New("it has to be proposed by hand")

// OfDrift drafts the adoption of drift, or its reversal, for one resource. Entries that are no longer in the files are left out. What
// only moderators see on the server is not copied: its key is dropped, so that the repository no longer speaks of it.
func OfDrift(b Base, d Drift) (Draft, error) {
	r, known := skill.FindResource(d.Resource)
	if put, _ := skill.Find(r.Put); !known || put.Single {
		return Draft{}, diag.WithHint(fmt.Errorf("the drift of %s: %w", d.Resource, ErrByHand),
			"to adopt it, edit governance/%s and open a pull request; to undo it, change it back on the server", r.File)
	}
	path, count := "governance/"+r.File, 0
	b.Tree = maps.Clone(b.Tree)
	for _, entry := range d.Entries {
		text, err := b.settled(r, entry, d)
		if err != nil {
			return Draft{}, fmt.Errorf("%s: %w", path, err)
		}
		if text != nil {
			count++
			b.Tree[path] = facts.Blob{Mode: b.Tree[path].Mode, Data: text}
		}
	}
	if count == 0 {
		return Draft{}, &ErrSame{fmt.Sprintf("%s holds nothing that this would change", path)}
	}
	return Draft{Title: d.title(r, count), Key: d.Key(), Files: map[string][]byte{path: b.text(path)}}, nil
}

func (d Drift) title(r skill.Resource, count int) string {
	what := fmt.Sprintf("%d entries of %s", count, r.Name)
	if len(d.Entries) == 1 {
		what = d.Entries[0].Target
	}
	if d.Adopt {
		return titled("Adopt what was changed on the server: %s", what)
	}
	return titled("Put back what was changed on the server: %s", what)
}

// settled gives the file with one entry as it is decided; nil where there is nothing to write.
func (b Base) settled(r skill.Resource, entry plan.Difference, d Drift) ([]byte, error) {
	index, root, err := b.at(r, entry.Target)
	i := slices.IndexFunc(b.Charter.Instance.Items, func(item plan.Item) bool { return item.Resource == r.Name && item.Target == entry.Target })
	if err != nil || index < 0 || i < 0 {
		return nil, err
	}
	item := b.Charter.Instance.Items[i]
	item.Params = maps.Clone(item.Params)
	switch {
	case !d.Adopt:
		if r.Name == skill.Accounts && !lifted(entry) {
			return nil, nil // what moderators added is theirs to lift
		}
		item.Params[plan.Renew] = renewedAt(item, d.At)
	case r.Name == skill.Accounts:
		item.Params["state"] = entry.Live["state"]
		return b.account(root, r, index, item)
	case entry.Live == nil:
		return yamldoc.Remove(b.text("governance/"+r.File), root, r.Name, index)
	default:
		follow(&item, entry)
	}
	line, err := charter.EntryLine(r, item)
	if err != nil {
		return nil, err
	}
	return b.write(r, root, item.Target, index, line)
}

// lifted reports whether a measure that was decided is no longer on the server.
func lifted(entry plan.Difference) bool {
	return slices.ContainsFunc(skill.Measures(), func(m skill.Measure) bool {
		return plan.HasMeasure(entry.Desired, m) && !plan.HasMeasure(entry.Live, m)
	})
}

// renewedAt gives a moment that differs from the last at which the entry was decided again: the day, or the second on the same day.
func renewedAt(item plan.Item, at time.Time) string {
	day := at.UTC().Truncate(24 * time.Hour).Format(time.RFC3339)
	if item.Params[plan.Renew] == day {
		return at.UTC().Truncate(time.Second).Format(time.RFC3339)
	}
	return day
}

// follow gives an entry the values of the server where they differ.
func follow(item *plan.Item, entry plan.Difference) {
	delete(item.Params, plan.Sources) // what moderators changed is no longer from a list
	for key := range entry.Desired {
		live := entry.Live[key]
		text, isText := live.(string)
		switch {
		case key == plan.ExpiresAt:
			item.Until = text
		case slices.Contains(skill.PrivateParams(item.Resource), key), live == nil, isText && text == "":
			delete(item.Params, key)
		default:
			item.Params[key] = live
		}
	}
}
