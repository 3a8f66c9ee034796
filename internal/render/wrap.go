package render

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Wrap breaks lines at spaces so that none is wider than a terminal. What goes on is indented by two more than its line. A word
// that is wider stays whole, so that it can be copied; colours take no room.
func Wrap(text string, columns int) string {
	if columns <= 0 {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		body, end := strings.TrimRight(line, "\n"), ""
		if len(body) < len(line) {
			end = "\n"
		}
		out.WriteString(wrapLine(body, columns) + end)
	}
	return out.String()
}

func wrapLine(line string, columns int) string {
	if width(line) <= columns {
		return line
	}
	indent := len(line) - len(strings.TrimLeft(line, " "))
	margin := strings.Repeat(" ", min(indent+2, columns/2))
	var out strings.Builder
	used, first := 0, true
	for rest := line; rest != ""; {
		gap := rest[:len(rest)-len(strings.TrimLeft(rest, " "))]
		word, after, _ := strings.Cut(rest[len(gap):], " ")
		if after != "" || strings.HasSuffix(rest, " ") {
			after = " " + after
		}
		wide := shownWidth(word)
		if !first && word != "" && used+len(gap)+wide > columns {
			out.WriteString("\n" + margin + word)
			used = len(margin) + wide
		} else {
			out.WriteString(gap + word)
			used += len(gap) + wide
		}
		first = first && word == ""
		if rest = after; strings.TrimLeft(rest, " ") == "" {
			break
		}
	}
	return out.String()
}

func shownWidth(word string) int { return uniseg.StringWidth(ansi.ReplaceAllString(word, "")) }
