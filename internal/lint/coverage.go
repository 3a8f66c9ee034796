package lint

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// coverage reports what nothing governs: no one may do it, which a community may want, but should know.
func (l *linter) coverage() {
	var governed []string
	for _, p := range l.charter.Provisions {
		for _, power := range p.Governs {
			governed = slices.Concat(governed, power.Skills, power.Subjects)
		}
	}
	missing := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return name == "constitution" || slices.Contains(governed, name) // amendments are looked at by themselves
		})
	}
	l.uncovered("skills", missing(skill.Names()))
	l.uncovered("subjects", missing(provision.Subjects()))
}

func (l *linter) uncovered(what string, names []string) {
	if len(names) > 0 {
		l.found.Warnf(l.heading(), "name them under governs of some article, or leave them ungoverned",
			"no article governs these %s, so every such proposal is refused: %s", what, strings.Join(names, ", "))
	}
}
