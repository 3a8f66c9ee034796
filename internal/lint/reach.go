package lint

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// reach warns of powers over measures of some length that do not do what they look like: those that change nothing, because an
// article without that condition governs the same measures and every article has to pass, and those that leave the rest of the
// lengths to no article.
func (l *linter) reach() {
	for _, name := range skill.Names() {
		all := l.powersOver(name)
		for _, own := range all {
			if own.power.Within == nil && own.power.Beyond == nil {
				continue
			}
			if other, shadowed := own.shadowedBy(all); shadowed && own.power.Within != nil {
				l.found.Warnf(own.rule.Place, "say until_beyond in the other article, so that only one of them governs a short measure",
					"provision %q changes nothing for %s: provision %q governs the same measures, and both have to pass", own.rule.ID, name, other)
			} else if !shadowed && !own.completed(all) {
				l.found.Warnf(own.rule.Place, "govern the rest as well, or leave it ungoverned",
					"provision %q governs %s only %s, and no article governs the rest", own.rule.ID, name, own.span())
			}
		}
	}
}

// heldPower is one power of a provision.
type heldPower struct {
	rule  provision.Provision
	power provision.Power
}

func (l *linter) powersOver(skill string) []heldPower {
	var all []heldPower
	for _, p := range governing(l.charter) {
		for _, power := range p.Governs {
			if slices.Contains(power.Skills, skill) {
				all = append(all, heldPower{p, power})
			}
		}
	}
	return all
}

// shadowedBy finds another provision that governs whatever this power governs, of any length.
func (r heldPower) shadowedBy(all []heldPower) (id string, found bool) {
	for _, other := range all {
		if other.rule.ID != r.rule.ID && !other.power.Timed() && other.covers(r) {
			return other.rule.ID, true
		}
	}
	return "", false
}

// completed reports whether other powers govern the lengths that this one does not: one that covers it, or several of which each
// covers a part, such as one severity. Whether these leave a gap is not worked out.
func (r heldPower) completed(all []heldPower) bool {
	var rest []heldPower
	for _, other := range all {
		opposite := r.power.Within != nil && other.power.Beyond != nil || r.power.Beyond != nil && other.power.Within != nil
		if opposite || !other.power.Timed() {
			rest = append(rest, other)
		}
	}
	return len(rest) > 1 || slices.ContainsFunc(rest, func(other heldPower) bool { return other.covers(r) })
}

// covers reports whether the conditions of a power, but for those of time, hold wherever those of another do.
func (r heldPower) covers(other heldPower) bool {
	for key, allowed := range r.power.Where {
		values, asked := other.power.Where[key]
		if !asked || slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(allowed, v) }) {
			return false
		}
	}
	return true
}

func (r heldPower) span() string {
	if r.power.Within != nil {
		return "where it ends within " + r.power.Within.String()
	}
	return "where it ends later than " + r.power.Beyond.String() + ", or never"
}
