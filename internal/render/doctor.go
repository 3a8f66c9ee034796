package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// The columns that a table of findings is written for, and below which its columns go under each other.
const (
	doctorWidth  = 80
	doctorWidest = 100
	doctorNarrow = 60
)

// Doctor shows findings as a table by section, each with what it means and what mends it.
func Doctor(r inspect.Report, s Style) string {
	columns := s.Width
	if columns <= 0 {
		columns = doctorWidth
	}
	columns = min(columns, doctorWidest)
	var text strings.Builder
	last := inspect.Section("")
	for _, f := range together(r.Findings) {
		if f.Section != last {
			if last != "" {
				text.WriteByte('\n')
			}
			text.WriteString(s.paint(colourHeading, string(f.Section)) + "\n")
			last = f.Section
		}
		text.WriteString(s.finding(f, columns))
	}
	fmt.Fprintf(&text, "\n%d ok, %s, %d wrong, %d not checked\n", r.OK, Count(r.Warnings, "warning"), r.Wrong, r.Unchecked)
	return text.String()
}

// together puts what could not be seen for the same reason into one row of its section.
func together(all []inspect.Finding) (rows []inspect.Finding) {
	first := map[inspect.Finding]int{}
	also := map[int][]string{}
	for _, f := range all {
		reason := inspect.Finding{Section: f.Section, Level: f.Level, Says: f.Says}
		at, known := first[reason]
		if f.Level == inspect.Unchecked && known && f.Fix == "" {
			also[at] = append(also[at], f.Check)
			continue
		}
		first[reason] = len(rows)
		rows = append(rows, f)
	}
	for at, names := range also {
		rows[at].Says += ". The same holds for: " + strings.Join(names, ", ")
	}
	return rows
}

// finding is one row: in a wide table behind its level and its name, in a narrow one below them.
func (s Style) finding(f inspect.Finding, columns int) string {
	const levels, names = len(inspect.Unchecked), len("required status")
	head := fmt.Sprintf("  %s%s  %-*s", s.level(f.Level), strings.Repeat(" ", levels-len(f.Level)), names, f.Check)
	indent := strings.Repeat(" ", levels+names+6)
	var text strings.Builder
	if columns < doctorNarrow {
		indent = "    "
		text.WriteString(strings.TrimRight(head, " ") + "\n" + indent)
	} else {
		text.WriteString(head + "  ")
	}
	lines := wrapped(Outside(f.Says), columns-len(indent))
	if f.Fix != "" {
		fix := wrapped("fix: "+Outside(f.Fix), columns-len(indent))
		lines = append(lines, fix...)
	}
	return text.String() + strings.Join(lines, "\n"+indent) + "\n"
}

func (s Style) level(l inspect.Level) string {
	colours := map[inspect.Level]string{inspect.OK: colourGood, inspect.Warning: colourCaution, inspect.Wrong: colourBad, inspect.Unchecked: colourAside}
	return s.paint(colours[l], string(l))
}

// wrapped breaks a text into lines of so many columns. A word that is longer, such as an address, has a line of its own.
func wrapped(text string, columns int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case width(line)+1+width(word) <= columns:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}
