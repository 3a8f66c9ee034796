package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/lint"
)

// Trace writes for each article what decides by it and over what, for a terminal, and then what is left to people.
func Trace(t lint.Trace) string {
	var table columns
	table.add("article", "provision", "policy", "governs")
	var people []string
	for _, a := range t.Articles {
		name := Outside(strings.TrimSpace(a.Citation + " " + titled(a)))
		if a.People {
			people = append(people, Outside(a.Citation))
			table.add(name, "-", "-", "left to people")
			continue
		}
		for i, row := range tracedRows(a) {
			if i > 0 {
				name = ""
			}
			table.add(append([]string{name}, row...)...)
		}
	}
	var out strings.Builder
	for _, line := range table.lines("") {
		out.WriteString(line + "\n")
	}
	for _, file := range t.Policies {
		fmt.Fprintf(&out, "%s looks at every proposal; it can add denials and warnings\n", Outside(file))
	}
	if len(people) > 0 {
		fmt.Fprintf(&out, "left to people: %s\n", strings.Join(people, ", "))
	}
	return out.String()
}

// titled leaves the title out where it is the citation.
func titled(a lint.TracedArticle) string {
	if a.Title == a.Citation {
		return ""
	}
	return a.Title
}

// tracedRows gives the cells behind an article's name, nothing for a heading without a text of its own.
func tracedRows(a lint.TracedArticle) [][]string {
	var rows [][]string
	for _, p := range a.Provisions {
		first := []string{Outside(p.ID), p.Policy}
		if len(p.Powers) == 0 {
			rows = append(rows, append(first, "nothing by itself"))
		}
		for _, power := range p.Powers {
			rows = append(rows, append(first, powers(power)))
			first = []string{"", ""}
		}
	}
	for _, g := range a.Guards {
		rows = append(rows, []string{"-", fmt.Sprintf("%s (line %d)", g.Policy, g.Place.Line), "denials and warnings on every proposal"})
	}
	return rows
}

func powers(p lint.TracedPower) string {
	text := strings.Join(p.Skills, ", ")
	if len(p.Subjects) > 0 {
		text = strings.TrimPrefix(text+"; subjects: "+strings.Join(p.Subjects, ", "), "; ")
	}
	if p.Where != "" {
		text += " (" + p.Where + ")"
	}
	return Outside(text)
}
