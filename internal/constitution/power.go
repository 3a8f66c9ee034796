package constitution

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// checkPowers compares what a provision governs with the catalogue: a name that no skill has, or a condition that a skill
// does not know, would never match, and the power would silently be no one's.
func (p *parser) checkPowers(v yamldoc.Value) {
	if !v.IsMap() {
		return
	}
	governs := v.AnyMap().At("governs")
	if !governs.IsList() {
		return
	}
	for _, line := range governs.List() {
		if !line.IsMap() {
			continue
		}
		power := line.AnyMap()
		checkWhere(power.At("where"), p.governed(power.At("skills")))
	}
}

// governed finds the skills that are named, and reports names that no skill has.
func (p *parser) governed(list yamldoc.Value) []skill.Skill {
	var found []skill.Skill
	if !list.IsList() && !list.IsScalar() {
		return nil
	}
	for _, v := range list.OneOrMore() {
		name := v.Text()
		s, known := p.skills[skill.Name(name)]
		switch {
		case known:
			found = append(found, s)
		case name != "":
			hint := yamldoc.Suggest(name, skill.Names())
			if hint == "" {
				hint = `run "bylaw skills" to see them all`
			}
			v.Fail(hint, "no skill is called %q", name)
		}
	}
	return found
}

// checkWhere reports conditions that one of the skills does not know, and words that its parameter never holds.
func checkWhere(where yamldoc.Value, governed []skill.Skill) {
	if !where.IsMap() {
		return
	}
	m := where.AnyMap()
	for _, key := range m.Keys() {
		for _, s := range governed {
			if known := s.Conditions(); !slices.Contains(known, key) {
				m.KeyFail(key, hintFor(key, known), "%s has no parameter %q", s.Name, key)
				break
			}
		}
		checkWords(key, m.At(key), governed)
	}
}

func hintFor(key string, known []string) string {
	if hint := yamldoc.Suggest(key, known); hint != "" {
		return hint
	}
	return "known here: " + strings.Join(known, ", ")
}

// checkWords reports a value that a parameter with a fixed set of words can never have.
func checkWords(key string, value yamldoc.Value, governed []skill.Skill) {
	var words []string
	for _, s := range governed {
		if p, ok := s.Compared(key); ok && p.Type == skill.Word {
			words = append(words, p.Words...)
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if words == nil || !value.IsList() && !value.IsScalar() {
		return
	}
	for _, v := range value.OneOrMore() {
		v.WordOf(words, "", skill.SuggestWord)
	}
}
