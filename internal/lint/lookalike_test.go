package lint_test

import (
	"strings"
	"testing"
)

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
