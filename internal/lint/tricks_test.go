package lint_test

import (
	"strings"
	"testing"
)

func TestCharactersThatDeceiveAreErrors(t *testing.T) {
	const turns, unseen = "error: a character that turns text around: ", "error: an invisible character: "
	tests := map[string]struct {
		text string
		want []string
	}{
		"plain text":                  {"Ünïcödé, 日本語, naïve café – “quotes” …", nil},
		"an override":                 {"two \u202eyas eerht\u202c", []string{turns + "U+202E", turns + "U+202C"}},
		"an isolate":                  {"\u2066one\u2069", []string{turns + "U+2066", turns + "U+2069"}},
		"a zero width space":          {"no\u200bthing", []string{unseen + "U+200B"}},
		"a soft hyphen":               {"no\u00adthing", []string{unseen + "U+00AD"}},
		"a joiner between letters":    {"no\u200dthing", []string{unseen + "U+200D"}},
		"a joiner in an emoji":        {"👩\u200d🌾 and 🏳\ufe0f\u200d🌈", nil},
		"a joiner in Persian":         {"می\u200cخواهم", nil},
		"a flag of a region":          {"🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", nil},
		"tags without a flag":         {"a\U000e0067", []string{unseen + "U+E0067"}},
		"a bell":                      {"ring\x07", []string{unseen + "U+0007"}},
		"a tab":                       {"a\tb", nil},
		"a filler":                    {"a\u3164b", []string{unseen + "U+3164"}},
		"in quoted code":              {"It was `\u202e`.\n\n```\n\u202e\n```\n\n    \u202e\n", nil},
		"in a heading":                {"### Head\u200bing", []string{unseen + "U+200B"}},
		"in a policy that bylaw runs": {"Text.\n\n```rego\npackage bylaw.guard # \u202e\n```", []string{turns + "U+202E"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { expect(t, check(t, sound()+article("2 Second", test.text, "")), test.want...) })
	}
}

func TestDomainsThatLookLikeOthersAreShownBothWays(t *testing.T) {
	tests := map[string]struct{ domain, want string }{
		"plain":                      {"paypal.example", ""},
		"an umlaut":                  {"bücher.example", ""},
		"Cyrillic":                   {"москва.example", ""},
		"Japanese with Latin":        {"東京タワーtokyo.example", ""},
		"Cyrillic among Latin":       {"pаypal.example", `warning: domain "xn--pypal-4ve.example" is "pаypal.example", which mixes Cyrillic and Latin letters`},
		"the same in punycode":       {"xn--pypal-4ve.example", `warning: domain "xn--pypal-4ve.example" is "pаypal.example", which mixes Cyrillic and Latin letters`},
		"nothing but twins":          {"раураӏ.example", "warning: domain \"xn--80aa0cbo65f.example\" is \"раураӏ.example\", whose letters are all Cyrillic ones that look Latin"},
		"a subdomain of another":     {"раураӏ.москва.example", "warning: domain \"xn--80aa0cbo65f.xn--80adxhks.example\" is \"раураӏ.москва.example\", whose letters are all Cyrillic ones that look Latin"},
		"Greek and Latin":            {"gοοgle.example", `warning: domain "xn--ggle-0nda.example" is "gοοgle.example", which mixes Greek and Latin letters`},
		"full-width forms are ASCII": {"ｐａｙｐａｌ.example", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := load(t, sound(), members, "domain_blocks:\n  - {domain: "+test.domain+", severity: silence}\n")
			found := run(t, c, nil)
			if test.want == "" {
				expect(t, found)
				return
			}
			expect(t, found, test.want)
			if found[0].Place.Line != 2 || !strings.HasSuffix(found[0].Place.File, "federation.yaml") {
				t.Errorf("place %s", found[0].Place)
			}
		})
	}
}
