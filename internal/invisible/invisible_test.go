package invisible_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/invisible"
)

func TestInFindsWhatReadersCannotSee(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"plain":                        {"Ünïcödé, 日本語, naïve café – “quotes” …\r\n\ttab", nil},
		"an override":                  {"two \u202eyas\u202c", []string{invisible.Reorders + " U+202E", invisible.Reorders + " U+202C"}},
		"an isolate":                   {"\u2066one\u2069", []string{invisible.Reorders + " U+2066", invisible.Reorders + " U+2069"}},
		"a mark in Hebrew":             {"חוק 3\u200f.\n", nil},
		"a mark in Arabic":             {"المادة 3\u061c (أ)\u200e", nil},
		"a mark among Latin letters":   {"חוק\nspam\u200f.example", []string{invisible.Reorders + " U+200F"}},
		"an override in Hebrew":        {"חוק \u202e3", []string{invisible.Reorders + " U+202E"}},
		"a zero width space":           {"no\u200bthing", []string{invisible.Unseen + " U+200B"}},
		"a soft hyphen":                {"no\u00adthing", []string{invisible.Unseen + " U+00AD"}},
		"a joiner between letters":     {"no\u200dthing", []string{invisible.Unseen + " U+200D"}},
		"joiners in emoji":             {"👩\u200d🌾 🏳\ufe0f\u200d🌈", nil},
		"a joiner in Persian":          {"می\u200cخواهم", nil},
		"the flag of Wales":            {"🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f", nil},
		"tags without a flag":          {"a\U000e0067", []string{invisible.Unseen + " U+E0067"}},
		"a bell":                       {"ring\x07", []string{invisible.Unseen + " U+0007"}},
		"a filler":                     {"a\u3164b", []string{invisible.Unseen + " U+3164"}},
		"a line separator":             {"a\u2028b", []string{invisible.Separates + " U+2028"}},
		"a paragraph separator":        {"a\u2029b", []string{invisible.Separates + " U+2029"}},
		"a next line":                  {"a\u0085b", []string{invisible.Separates + " U+0085"}},
		"a carriage return alone":      {"a\rb\r", []string{invisible.Separates + " U+000D", invisible.Separates + " U+000D"}},
		"a form feed and vertical tab": {"a\fb\vc", []string{invisible.Separates + " U+000C", invisible.Separates + " U+000B"}},
		"text that is not UTF-8":       {"a\xff\xfeb", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, c := range invisible.In(test.text) {
				got = append(got, fmt.Sprintf("%s U+%04X", c.Why, c.Rune))
				if !strings.HasPrefix(test.text[c.Offset:], string(c.Rune)) {
					t.Errorf("U+%04X is not at offset %d", c.Rune, c.Offset)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
