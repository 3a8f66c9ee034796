package opa

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Coverage counts the lines that hold rules or expressions, and those that at least one test evaluated.
type Coverage struct {
	Covered int              `json:"covered"`
	Lines   int              `json:"lines"`
	Modules []ModuleCoverage `json:"modules"`
}

// ModuleCoverage is the coverage of one module.
type ModuleCoverage struct {
	Place   diag.Place `json:"place"` // the line before its first; none where the module is a whole file
	Covered int        `json:"covered"`
	Lines   int        `json:"lines"`
	Missing []string   `json:"missing"` // lines of the file that no test evaluated: "7" or "9-12"
}

// Percent gives the share in per cent with one decimal, rounded down, so that only all is 100.0.
func (c Coverage) Percent() string {
	if c.Lines == 0 {
		return "0.0"
	}
	tenths := 1000 * c.Covered / c.Lines
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// coverage reads OPA's report on some modules; it also holds others, tests among them.
func coverage(report cover.Report, modules map[string]*ast.Module, places map[string]diag.Place) Coverage {
	c := Coverage{Modules: []ModuleCoverage{}}
	for name := range modules {
		file := report.Files[name]
		m := ModuleCoverage{
			Place: places[name], Covered: file.CoveredLines, Lines: file.CoveredLines + file.NotCoveredLines,
			Missing: missing(file.NotCovered, places[name].Line),
		}
		c.Modules = append(c.Modules, m)
		c.Covered += m.Covered
		c.Lines += m.Lines
	}
	slices.SortFunc(c.Modules, func(a, b ModuleCoverage) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return c
}

// missing joins ranges that touch, and counts their lines from the top of the file.
func missing(ranges []cover.Range, before int) []string {
	rows := []int{}
	for _, r := range ranges {
		for row := r.Start.Row; row <= r.End.Row; row++ {
			rows = append(rows, before+row)
		}
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	lines := []string{}
	for i := 0; i < len(rows); {
		end := i
		for end+1 < len(rows) && rows[end+1] == rows[end]+1 {
			end++
		}
		line := fmt.Sprint(rows[i])
		if end > i {
			line = fmt.Sprintf("%d-%d", rows[i], rows[end])
		}
		lines, i = append(lines, line), end+1
	}
	return lines
}
