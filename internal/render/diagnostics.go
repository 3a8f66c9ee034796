package render

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Diagnostics writes each mistake, ordered by place: a line that says it, the line of the file with a caret beneath the
// column, and what to do about it, as far as each is known.
func Diagnostics(list diag.List, s Style) string {
	var out strings.Builder
	for _, d := range list.Sorted() {
		place := ""
		if d.Place.File != "" {
			place = s.paint(colourHeading, Outside(d.Place.String())+":") + " "
		}
		out.WriteString(place + s.paint(severityColour(d), severity(d)) + Outside(d.Message) + "\n")
		out.WriteString(quote(d, s))
		if d.Hint != "" {
			out.WriteString("  hint: " + Outside(d.Hint) + "\n")
		}
	}
	return out.String()
}

func severity(d diag.Diagnostic) string {
	if d.Severity == diag.Warning {
		return "warning: "
	}
	return ""
}

func severityColour(d diag.Diagnostic) string {
	if d.Severity == diag.Warning {
		return colourCaution
	}
	return colourBad
}

// defaultWidth is the width of an excerpt where no terminal is known.
const defaultWidth = 100

// quote writes the line of a mistake behind its number, and a caret beneath the column.
func quote(d diag.Diagnostic, s Style) string {
	if strings.TrimSpace(d.Excerpt.Text) == "" {
		return ""
	}
	number := fmt.Sprint(d.Place.Line)
	room := defaultWidth
	if s.Width > 0 {
		room = s.Width
	}
	text, caret := window(d.Excerpt, max(room-len(number)-6, 10))
	margin := strings.Repeat(" ", len(number))
	lines := "  " + s.paint(colourAside, number+" |") + " " + text + "\n"
	if caret >= 0 {
		lines += "  " + s.paint(colourAside, margin+" |") + " " + strings.Repeat(" ", caret) + s.paint(severityColour(d), "^") + "\n"
	}
	return lines
}

// cell is a character as a screen shows it, with the column of its first rune.
type cell struct {
	text   string
	width  int
	column int
}

// window gives the part of an excerpt that fits into a width, and how far its caret is from the left; -1 is no caret.
func window(e diag.Excerpt, room int) (text string, caret int) {
	cells := cellsOf(e.Text)
	at := len(cells) // behind the last one
	for i, c := range cells {
		if e.Column < c.column {
			break
		}
		at = i
	}
	if e.Column > len([]rune(e.Text)) {
		at = len(cells)
	}
	start, end := cut(cells, at, room)
	var out strings.Builder
	caret = -1
	shown := 0
	if start > 0 {
		out.WriteString("…")
		shown++
	}
	for i := start; i < end; i++ {
		if i == at {
			caret = shown
		}
		out.WriteString(cells[i].text)
		shown += cells[i].width
	}
	if at >= end {
		caret = shown
	}
	if end < len(cells) {
		out.WriteString("…")
	}
	if e.Column == 0 {
		caret = -1
	}
	return strings.TrimRight(out.String(), " "), caret
}

// cut chooses the cells that fit: from the first where the mistake is near it, else around the mistake.
func cut(cells []cell, at, room int) (start, end int) {
	wide := 0
	for i := range min(at+1, len(cells)) {
		wide += cells[i].width
	}
	for i := 0; wide > room*2/3 && i < at && total(cells) > room; i++ { // the mistake is kept in the first two thirds
		wide -= cells[i].width
		start = i + 1
	}
	used := 0
	for end = start; end < len(cells) && used+cells[end].width <= room-2; end++ {
		used += cells[end].width
	}
	if end < len(cells) && used+total(cells[end:]) <= room { // no mark of what is left out, where all fits
		end = len(cells)
	}
	return start, end
}

func total(cells []cell) (width int) {
	for _, c := range cells {
		width += c.width
	}
	return width
}

// tab is how wide a tab is shown.
const tab = 4

// cellsOf cuts a line into what a screen shows as one character each. What must not be printed is shown by its code.
func cellsOf(line string) []cell {
	var cells []cell
	column, state, before := 1, -1, ""
	for len(line) > 0 {
		cluster, rest, width, next := uniseg.FirstGraphemeClusterInString(line, state)
		shown := Outside(cluster)
		switch {
		case cluster == "[" && strings.HasSuffix(before, "##"): // some CI runners take it for a command
			shown, width = " [", 2
		case cluster == "\t":
			shown, width = strings.Repeat(" ", tab), tab
		case shown != cluster || width == 0:
			shown = ""
			for _, r := range cluster {
				shown += fmt.Sprintf("<U+%04X>", r)
			}
			width = len(shown)
		}
		cells = append(cells, cell{shown, width, column})
		column += len([]rune(cluster))
		before = (before + cluster)[max(0, len(before)+len(cluster)-2):]
		line, state = rest, next
	}
	return cells
}

// DiagnosticsMarkdown writes the mistakes as a list.
func DiagnosticsMarkdown(list diag.List) string {
	var out strings.Builder
	for _, d := range list.Sorted() {
		line := "- " + code(d.Place.String()) + " " + severity(d) + markdown(d.Message)
		if d.Place.File == "" {
			line = "- " + severity(d) + markdown(d.Message)
		}
		if d.Hint != "" {
			line += " (" + markdown(d.Hint) + ")"
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
