package draft

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
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
	path := "governance/" + r.File
	text, count, err := b.settled(r, d)
	if err != nil {
		return Draft{}, fmt.Errorf("%s: %w", path, err)
	}
	if count == 0 {
		return Draft{}, &ErrSame{fmt.Sprintf("%s holds nothing that this would change", path)}
	}
	return Draft{Title: d.title(r, count), Key: d.Key(), Files: map[string][]byte{path: text}}, nil
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

// settled gives the file with all entries as they are decided, and how many were written. The last entry of the file comes first, so
// that the places of those before it stay as they were read.
func (b Base) settled(r skill.Resource, d Drift) (text []byte, count int, err error) {
	root, places, err := b.places(r)
	if err != nil {
		return nil, 0, err
	}
	items, left := byTarget(b.Charter, r), len(places)
	text = b.text("governance/" + r.File)
	at := func(entry plan.Difference) int { return places[entry.Target] }
	for _, entry := range slices.Backward(slices.SortedFunc(slices.Values(d.Entries), func(a, b plan.Difference) int { return cmp.Compare(at(a), at(b)) })) {
		item, known := items[entry.Target]
		index, there := places[entry.Target]
		if !known || !there {
			continue
		}
		line, changes, err := d.decided(r, item, entry)
		switch {
		case err != nil || !changes:
		case line != "":
			text, err = yamldoc.Replace(text, root, r.Name, index, []string{line})
		default:
			left--
			text, err = remove(text, root, r, index, left)
		}
		if err != nil {
			return nil, 0, err
		}
		if changes {
			count++
		}
	}
	return text, count, nil
}

// remove takes an entry out of a text in which those after it may be gone already.
func remove(text []byte, root yamldoc.Map, r skill.Resource, index, left int) ([]byte, error) {
	if left == 0 {
		var diags diag.List
		root = yamldoc.Parse("governance/"+r.File, text, &diags).AnyMap()
	}
	return yamldoc.Remove(text, root, r.Name, index)
}

// places gives the entries of a list by their targets in canonical form, each with its place.
func (b Base) places(r skill.Resource) (root yamldoc.Map, places map[string]int, err error) {
	root, entries, err := b.list("governance/"+r.File, r.Name)
	name, places := r.Entry()[0], make(map[string]int, len(entries))
	for i, entry := range entries {
		target, err := b.Charter.Argument(r.Put, name, entry.At(name.Name).Text())
		if named, isText := target.(string); err == nil && isText {
			places[named] = i
		}
	}
	return root, places, err
}

// decided gives the line of an entry as it is decided, "" where the entry goes; changes is false where it stays as it is.
func (d Drift) decided(r skill.Resource, item plan.Item, entry plan.Difference) (line string, changes bool, err error) {
	item.Params = maps.Clone(item.Params)
	switch {
	case !d.Adopt:
		if r.Name == skill.Accounts && !lifted(entry) {
			return "", false, nil // what moderators added is theirs to lift
		}
		item.Params[plan.Renew] = renewedAt(item, d.At)
	case r.Name == skill.Accounts:
		words, _ := entry.Live["state"].([]any)
		if item.Params["state"] = words; len(words) == 0 {
			return "", true, nil // it has nothing to say any more
		}
	case entry.Live == nil:
		return "", true, nil
	default:
		follow(&item, entry)
	}
	line, err = charter.EntryLine(r, item)
	return line, err == nil, err
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
