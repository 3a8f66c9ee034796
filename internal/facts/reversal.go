package facts

import (
	"reflect"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Reversal names the decision that a change reverts.
type Reversal struct {
	Proposal  int         `json:"proposal"`
	EnactedAt moment.Time `json:"enacted_at"` // RFC 3339, UTC: when the ledger says that it was in force
}

// Enactment is what a decision brought into force.
type Enactment struct {
	Proposal int
	At       moment.Time
	Changes  []Change
}

// Reversed gives the changes with the newest enactment that each of them reverts, exactly: what was there before it is
// there again. The reason may be another one. Enactments come oldest first; the changes given are not altered.
func Reversed(changes []Change, past []Enactment) []Change {
	found := slices.Clone(changes)
	type place struct{ subject, target string }
	of := func(c Change) place { return place{c.Subject + resourceOf(c.Skill), c.Target + c.Article + c.Path} }
	last := map[place][]int{}
	for i, e := range past {
		for _, d := range e.Changes {
			last[of(d)] = append(last[of(d)], i)
		}
	}
	for i, c := range found {
		for _, n := range slices.Backward(last[of(c)]) {
			if slices.ContainsFunc(past[n].Changes, func(d Change) bool { return of(d) == of(c) && c.undoes(d) }) {
				found[i].Reverses = &Reversal{Proposal: past[n].Proposal, EnactedAt: past[n].At}
				break
			}
		}
	}
	return found
}

// undoes reports whether a change leads back from what another one, of the same thing, led to.
func (c Change) undoes(d Change) bool {
	return c.Kind == d.Kind && c.Old == d.New && c.New == d.Old && c.Action != "act" && d.Action != "act" &&
		(c.Action == created) == (d.Action == removed) && (c.Action == removed) == (d.Action == created) &&
		sameParams(c.Before, d.After) && sameParams(c.After, d.Before) &&
		(c.Before == nil || value(c.OldUntil) == d.Until) && (c.After == nil || c.Until == value(d.OldUntil))
}

func sameParams(a, b map[string]any) bool { return len(a)+len(b) == 0 || reflect.DeepEqual(a, b) }

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// resourceOf is the resource that a skill puts or removes an entry of; the skill itself where it does neither.
func resourceOf(name skill.Name) string {
	for _, r := range skill.Resources() {
		if name != "" && (r.Put == name || r.Remove == name) {
			return r.Name
		}
	}
	return string(name)
}

// Entries gives the changes that lead from one list of entries to another; both are sorted by resource and target.
func Entries(before, after []plan.Item) []Change {
	var c comparison
	c.entries(charter.Instance{Items: before}, charter.Instance{Items: after})
	return sortedChanges(c.changes)
}
