package skill_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestMarkdownIsTheSameWhereReadersSeeTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"itself":                  {"Be *kind*.", "Be *kind*.", true},
		"emphasis":                {"Be *kind*.", "Be __kind__.", true},
		"lines":                   {"Be\nkind.\n\nBe brief.", "Be kind.\n\n\nBe brief.\n", true},
		"forms of headings":       {"Who\n===\n\nWe.", "# Who\n\nWe.", true},
		"a heading without space": {"#Who\n\nWe.", "# Who\n\nWe.", true},
		"marks of lists":          {"- a\n- b", "* a\n* b", true},
		"a list that is none":     {"Rules:\n- a\n- b", "Rules:\n\\- a\n\\- b", true},
		"a numbered one":          {"Rules:\n1. a\n2. b", "Rules:\n1\\. a\n2\\. b", true},
		"entities":                {"Q & A", "Q &amp; A", true},
		"where a link leads":      {"[us](https://a.example)", "[us](https://b.example)", true},
		"an address":              {"<https://a.example>", "https://a.example", true},
		"a word":                  {"You may.", "You may not.", false},
		"the order":               {"a b", "b a", false},
		"a full stop":             {"You may.", "You may?", false},
		"the text of a link":      {"[us](https://a.example)", "[them](https://a.example)", false},
		"what looks like a tag":   {"a \\<b\\> c", "a c", false},
		"code":                    {"Type `ls`.", "Type ls.", true},
		"nothing":                 {"", " \n", true},
		"nothing against a text":  {"", "a", false},
		"a number in the text":    {"In 2026 we meet.", "In 2027 we meet.", false},
	} {
		if got := skill.SameToReaders(c.a, c.b); got != c.same || skill.SameToReaders(c.b, c.a) != c.same {
			t.Errorf("%s: %q and %q: %v", name, c.a, c.b, got)
		}
	}
}
