package plan

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The phases of a plan: what lets in comes before what shuts out, what can be undone before what cannot, and the
// constitution is published last, when everything that it says is in force.
const (
	allowing = iota
	undoable
	final
	publishing
)

// rank is where a skill's changes stand.
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
	case !s.Reversible || s.Until != "":
		return final
	}
	return undoable
}

// order sorts changes; no two are equal. Longer domains come first, because a server takes no milder block below a
// parent that is there already; early changes are parents that must give way first.
func (d *difference) order(changes []Change) {
	place := ranks(d.kinds)
	slices.SortFunc(changes, func(a, b Change) int {
		x, y := place[a.Skill], place[b.Skill]
		byLength := 0
		if x.byLength {
			byLength = cmp.Compare(len(b.Target), len(a.Target))
		}
		return cmp.Or(
			cmp.Compare(x.phase, y.phase), cmp.Compare(x.resource, y.resource), d.firstEarly(a, b), byLength, byStem(a, b),
			cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID),
		)
	})
}

// byStem orders acts by the names of their files, which mostly begin with a date.
func byStem(a, b Change) int {
	if a.Action != Do || b.Action != Do {
		return 0
	}
	return cmp.Compare(StemOf(a.ID), StemOf(b.ID))
}

func (d *difference) firstEarly(a, b Change) int {
	switch x, y := d.early[a.ID], d.early[b.ID]; {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}
