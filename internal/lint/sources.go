package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// chair is the role whose holders cast the deciding vote.
const chair = "chair"

// sources reports what a proposal under a provision would ask for and no one could say: roles that no seat has, groups
// without members, bodies that are no provision. What no proposal ever says, such as an emergency act, is reported where
// provisions are read.
func (l *linter) sources() {
	l.subjects()
	for _, p := range governing(l.charter) {
		l.role(p, "electorate", "electorate.role", p.Rule.Electorate.Role)
		if p.Rule.Judge != nil {
			l.role(p, "judge", "judge.by", p.Rule.Judge.By)
		}
		if p.Rule.Veto != nil {
			for _, holder := range p.Rule.Veto.Holders {
				l.role(p, "veto", "veto.holders", holder)
			}
		}
		if p.Rule.Tie == "casting_vote" {
			l.role(p, "tie", "tie: casting_vote", chair)
		}
		l.houses(p)
		l.unwritten(p)
		l.concurring(p)
		l.powers(p)
		if r := p.Rule; r.Period.Min == nil && r.Period.Max == nil && len(r.Stages) > 0 {
			l.found.Errorf(l.keyPlace(p, "stages"), "add period: {max: ...}, not before the last stage", "provision %q has no closing time to show: neither min nor max is given in period", p.ID)
		}
	}
}

// role reports a role that no seat of the roster has, vacant seats included.
func (l *linter) role(p provision.Provision, key, what, role string) {
	if !l.unheld(role) {
		return
	}
	hint := yamldoc.Suggest(role, l.roles())
	if hint == "" {
		hint = "roles on the roster: " + strings.Join(l.roles(), ", ")
	}
	l.found.Errorf(l.keyPlace(p, key), hint, "%s of provision %q needs the role %q, which no seat has", what, p.ID, role)
}

func (l *linter) unheld(role string) bool { return role != "" && !slices.Contains(l.roles(), role) }

// roles gives every role of the roster.
func (l *linter) roles() []string {
	return l.named(func(s charter.Seat) []string { return s.Roles })
}

// named collects names from all seats, sorted and each once.
func (l *linter) named(of func(charter.Seat) []string) []string {
	found := map[string]bool{}
	for _, s := range l.roster.Seats {
		for _, name := range of(s) {
			found[name] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// houses reports bodies that no seat belongs to.
func (l *linter) houses(p provision.Provision) {
	groups := l.named(func(s charter.Seat) []string { return s.Groups })
	for _, h := range p.Rule.Houses {
		made := h.SumGroups || len(h.Win) > 0
		switch {
		case made && len(groups) == 0:
			l.found.Errorf(l.keyPlace(p, "houses"), "write groups: into the roster", "house %q of provision %q is made of groups, and no seat has any", h.ID, p.ID)
		case !made && h.ID != "" && !slices.Contains(groups, h.ID) && l.unheld(h.ID):
			l.found.Errorf(l.keyPlace(p, "houses"), "give seats a group or a role of this name", "no seat belongs to the house %q of provision %q", h.ID, p.ID)
		}
	}
}

// unwritten reports parameters whose source is the roster, where nothing there feeds them.
func (l *linter) unwritten(p provision.Provision) {
	some := func(has func(charter.Seat) bool) bool { return slices.ContainsFunc(l.roster.Seats, has) }
	if p.Rule.Delegation.Allowed != "none" && !some(func(s charter.Seat) bool { return s.Delegate != "" }) {
		l.found.Warnf(l.keyPlace(p, "delegation"), "a seat hands its vote on with delegate: in the roster", "provision %q allows delegation, and no seat has a delegate", p.ID)
	}
	if p.Rule.Weights != "equal" && !some(func(s charter.Seat) bool { return s.Weight != "" }) {
		l.found.Warnf(l.keyPlace(p, "weights"), "write weight: into the roster", "provision %q counts weights, and no seat has one, so all count 1", p.ID)
	}
	if p.Rule.Repropose != nil && p.Rule.Repropose.UnlessChanged {
		l.found.Errorf(l.keyPlace(p, "repropose"), "leave unless: out", "provision %q asks for a substantial change, which cannot be known of a proposal", p.ID)
	}
}

// subjects reports, once, that the holder of a seat cannot be known as the subject of a measure.
func (l *linter) subjects() {
	var excluding []string
	for _, p := range governing(l.charter) {
		if slices.Contains(p.Rule.Electorate.Exclude, "subject") {
			excluding = append(excluding, p.Citation)
		}
	}
	known := slices.ContainsFunc(l.roster.Seats, func(s charter.Seat) bool { return s.Mastodon != "" })
	if len(excluding) > 0 && !known {
		l.found.Errorf(diag.Place{File: charter.RosterFile}, `write mastodon: "@name@`+l.server+`" into the seats whose holders have an account on the server`,
			"no seat has a Mastodon handle, and %s excludes the subject of a measure from the vote", articles(excluding))
	}
}

// concurring reports a second body that is no provision, or the provision itself.
func (l *linter) concurring(p provision.Provision) {
	for _, name := range p.Rule.Enact.Concurs {
		known := slices.ContainsFunc(l.charter.Provisions, func(other provision.Provision) bool {
			return other.ID != p.ID && (other.ID == name || other.Citation == name)
		})
		if known {
			continue
		}
		var ids []string
		for _, other := range l.charter.Provisions {
			if other.ID != p.ID {
				ids = append(ids, other.ID)
			}
		}
		hint := yamldoc.Suggest(name, ids)
		if hint == "" {
			hint = "name another provision by its id or its article"
		}
		l.found.Errorf(l.keyPlace(p, "enact"), hint, "provision %q waits for %q to concur, which is no other provision", p.ID, name)
	}
}

// powers reports conditions on what has no parameters: such a power never matches.
func (l *linter) powers(p provision.Provision) {
	for _, power := range p.Governs {
		if len(power.Subjects) > 0 && !power.Always() {
			l.found.Errorf(power.Place, "write the subjects on a line of their own, without where", "a condition never holds for %s", strings.Join(power.Subjects, ", "))
		}
	}
}
