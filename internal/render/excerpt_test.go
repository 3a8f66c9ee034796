package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestTheCaretIsBeneathTheMistake(t *testing.T) {
	long := strings.Repeat("a ", 60) + "here" + strings.Repeat(" b", 60)
	for name, test := range map[string]struct {
		line   string
		column int
		width  int
		want   string
	}{
		"plain":             {"  severity: block", 13, 80, "  7 |   severity: block\n    |             ^\n"},
		"no column":         {"  severity: block", 0, 80, "  7 |   severity: block\n"},
		"behind the end":    {"a: [", 9, 80, "  7 | a: [\n    |     ^\n"},
		"wide characters":   {"日本: @x", 5, 80, "  7 | 日本: @x\n    |       ^\n"},
		"combined":          {"e\u0301: @x", 5, 80, "  7 | e\u0301: @x\n    |    ^\n"},
		"tab":               {"\ta: x", 5, 80, "  7 |     a: x\n    |        ^\n"},
		"invisible":         {"a\u200bb: x", 3, 80, "  7 | a<U+200B>b: x\n    |          ^\n"},
		"turned around":     {"a\u202eb: x", 2, 80, "  7 | a<U+202E>b: x\n    |  ^\n"},
		"escape":            {"a\x1b[31mb", 2, 80, "  7 | a<U+001B>[31mb\n    |  ^\n"},
		"command of CI":     {"a: ##[error]", 4, 80, "  7 | a: ## [error]\n    |    ^\n"},
		"long, at the end":  {long, 121, 40, "  7 | … a a a a a a a a a a here b b b…\n    |                       ^\n"},
		"long, at the left": {long, 3, 40, "  7 | a a a a a a a a a a a a a a a a…\n    |   ^\n"},
		"empty":             {"  ", 1, 80, ""},
	} {
		t.Run(name, func(t *testing.T) {
			list := diag.List{{Severity: diag.Error, Place: diag.Place{File: "f", Line: 7, Column: test.column}, Message: "m", Excerpt: diag.Excerpt{Text: test.line, Column: test.column}}}
			_, got, _ := strings.Cut(render.Diagnostics(list, render.Style{Width: test.width}), "\n")
			if got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}
