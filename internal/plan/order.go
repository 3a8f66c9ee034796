package plan

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The phases of a plan: what lets in comes before what shuts out, posts and reports before measures against their authors,
// what can be undone before what cannot, and the constitution is published last, when everything that it says is in force.
// A server shows no post of a suspended author, and takes no report about one.
const (
	allowing = iota
	examining
	undoable
	final
	publishing
)

// rank is where a skill's changes come.
type rank struct {
	phase, resource int
	byLength        bool // whether targets are domains
}

func ranks(all map[string]kind) map[skill.Name]rank {
	found := map[skill.Name]rank{}
	for _, k := range all {
		for _, s := range k.all {
			domain := len(s.Params) > 0 && s.Params[0].Type == skill.Domain
			found[s.Name] = rank{phase(s), k.rank, domain}
		}
	}
	for _, s := range skill.All() {
		if s.Kind == skill.Act {
			found[s.Name] = rank{phase: phase(s), resource: len(all)}
		}
	}
	return found
}

func phase(s skill.Skill) int {
	switch {
	case s.Name == PublishSkill:
		return publishing
	case s.Name == skill.AllowDomain:
		return allowing
	case s.Name == skill.ReopenReport:
		return final // a measure would resolve the report again
	case s.Category == skill.Reports || s.Name == skill.DeleteStatus:
		return examining
	case !s.Reversible || s.Until != "":
		return final
	}
	return undoable
}

// placed is a change with its place in the order, looked up once and not for each comparison.
type placed struct {
	*Change
	rank
	early bool
}

// order gives the changes sorted; no two are equal. Longer domains come first, because a server takes no milder block below a
// parent that is there already; early changes are parents that must give way first.
func (d *difference) order(changes []Change) []Change {
	ranks := ranks(d.kinds)
	places := make([]placed, len(changes))
	for i := range changes {
		places[i] = placed{&changes[i], ranks[changes[i].Skill], d.early[changes[i].ID]}
	}
	slices.SortFunc(places, placed.compare)
	ordered := make([]Change, 0, len(places))
	for _, p := range places {
		ordered = append(ordered, *p.Change)
	}
	return ordered
}

func (a placed) compare(b placed) int {
	switch {
	case a.phase != b.phase:
		return cmp.Compare(a.phase, b.phase)
	case a.resource != b.resource:
		return cmp.Compare(a.resource, b.resource)
	case a.early && !b.early:
		return -1
	case b.early && !a.early:
		return 1
	case a.byLength && len(a.Target) != len(b.Target):
		return cmp.Compare(len(b.Target), len(a.Target))
	case a.Action == Do && b.Action == Do && StemOf(a.ID) != StemOf(b.ID):
		return cmp.Compare(StemOf(a.ID), StemOf(b.ID)) // the names of their files, which mostly begin with a date
	case a.Target != b.Target:
		return cmp.Compare(a.Target, b.Target)
	}
	return cmp.Compare(a.ID, b.ID)
}
