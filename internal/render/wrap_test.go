package render_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestLinesAreBrokenAtTheWidth(t *testing.T) {
	for name, test := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"no terminal":      {strings.Repeat("word ", 40), 0, strings.Repeat("word ", 40)},
		"it fits":          {"one two\n\nthree\n", 10, "one two\n\nthree\n"},
		"plain":            {"one two three four\n", 9, "one two\n  three\n  four\n"},
		"indented":         {"    because: it is so\n", 14, "    because:\n      it is so\n"},
		"a table":          {"  a   bb   cccc dddd\n", 12, "  a   bb\n    cccc\n    dddd\n"},
		"a long word":      {"see https://social.example/@bylaw/1 now\n", 12, "see\n  https://social.example/@bylaw/1\n  now\n"},
		"colours":          {"\x1b[31mone two\x1b[0m three\n", 13, "\x1b[31mone two\x1b[0m three\n"},
		"wide characters":  {"日本 日本 日本\n", 9, "日本 日本\n  日本\n"},
		"spaces at an end": {"one two   \n", 9, "one two\n"},
		"no line feed":     {"one two three", 7, "one two\n  three"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := render.Wrap(test.text, test.columns); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	long := strings.Repeat("some words of different length, ", 40)
	for columns := 14; columns < 120; columns++ {
		for line := range strings.Lines(render.Wrap("  "+long, columns)) {
			if len(strings.TrimRight(line, "\n")) > columns {
				t.Fatalf("%d columns: %q", columns, line)
			}
		}
	}
}
