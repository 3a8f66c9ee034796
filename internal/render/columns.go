package render

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// widest is the widest that a column grows for one long cell; what is longer pushes only its own line.
const widest = 44

// columns aligns rows of cells as a screen shows them. The last cell of a row is not padded.
type columns struct {
	rows [][]string
}

func (c *columns) add(cells ...string) { c.rows = append(c.rows, cells) }

// lines gives each row as one line behind the indent.
func (c *columns) lines(indent string) []string {
	widths := c.widths()
	lines := make([]string, len(c.rows))
	for i, row := range c.rows {
		var line strings.Builder
		for j, cell := range row {
			line.WriteString(cell)
			if j < len(row)-1 {
				line.WriteString(strings.Repeat(" ", max(0, widths[j]-width(cell))+2))
			}
		}
		lines[i] = strings.TrimRight(indent+line.String(), " ")
	}
	return lines
}

func (c *columns) widths() []int {
	var widths []int
	for _, row := range c.rows {
		for j, cell := range row {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			if w := width(cell); w <= widest {
				widths[j] = max(widths[j], w)
			}
		}
	}
	return widths
}

// width is the width of a cell on a screen; colours take none.
func width(cell string) int {
	if !strings.ContainsFunc(cell, func(r rune) bool { return r < ' ' || r >= '\x7f' }) {
		return len(cell)
	}
	return uniseg.StringWidth(ansi.ReplaceAllString(cell, ""))
}

var ansi = regexp.MustCompile("\x1b\\[[0-9]+m")
