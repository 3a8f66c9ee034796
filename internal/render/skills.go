package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Skills writes the catalogue for a terminal, by category, and what no skill can do.
func Skills(all []skill.Skill, cannot []skill.Impossible) string {
	var out strings.Builder
	built := 0
	var table columns
	for _, s := range all {
		table.add(string(s.Name), standing(s), s.Summary)
		if s.Built {
			built++
		}
	}
	out.WriteString(Count(len(all), "skill"))
	if built < len(all) {
		fmt.Fprintf(&out, ", %d of them in this version", built)
	}
	out.WriteString("\n")
	category := skill.Category("")
	for i, line := range table.lines("  ") {
		if all[i].Category != category {
			category = all[i].Category
			fmt.Fprintf(&out, "\n%s\n", label(string(category)))
		}
		out.WriteString(line + "\n")
	}
	if len(cannot) > 0 {
		out.WriteString("\nwhat the Mastodon API cannot do, and how a person does it\n")
	}
	for _, c := range cannot {
		fmt.Fprintf(&out, "  %s: %s\n", c.What, sentence(ways(c), "or"))
	}
	return out.String()
}

// standing says whether a skill can be used, and what is special about it.
func standing(s skill.Skill) string {
	switch {
	case s.Kind == skill.Manual && s.Built:
		return "by hand"
	case !s.Built:
		return "not yet built"
	case s.Destructive:
		return "destructive"
	}
	return "ready"
}

func ways(c skill.Impossible) []string {
	var ways []string
	if c.Page != "" {
		ways = append(ways, "the page "+c.Page)
	}
	if c.Command != "" {
		ways = append(ways, "\""+c.Command+"\"")
	}
	return ways
}

// Extensions writes the skills of ours that the specification does not have.
func Extensions(all []skill.Skill) string {
	var table columns
	for _, s := range all {
		table.add(string(s.Name), standing(s), s.Summary)
	}
	return "\nextensions of ours\n" + strings.Join(table.lines("  "), "\n") + "\n"
}
