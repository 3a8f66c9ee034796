package facts_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func TestEveryTextFitsItsField(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for name, test := range map[string]struct {
		field      facts.Field
		text, want string
	}{
		"a status as it is":             {facts.StatusDescription, "open until noon: 3 votes — “yes”", "open until noon: 3 votes — “yes”"},
		"a status beyond U+FFFF":        {facts.StatusDescription, "passed 🎉: 𝔘 voted", "passed \ufffd: \ufffd voted"},
		"a status of several lines":     {facts.StatusDescription, "one\r\ntwo\tthree\n", "one two three"},
		"a status too long":             {facts.StatusDescription, long, long[:139] + "…"},
		"a status of 140 wide letters":  {facts.StatusDescription, strings.Repeat("é", 140), strings.Repeat("é", 140)},
		"a status cut before a space":   {facts.StatusDescription, long[:138] + "  " + long, long[:138] + "…"},
		"what is no text":               {facts.StatusDescription, "a\xff\x00b", "a\ufffdb"},
		"a title with an emoji":         {facts.Title, "Welcome 🎉", "Welcome 🎉"},
		"a title too long":              {facts.Title, long, long[:255] + "…"},
		"a body as it is":               {facts.Body, "one\n\n\ttwo 🎉\n", "one\n\n\ttwo 🎉\n"},
		"a body too long":               {facts.Body, long, long[:59_999] + "…"},
		"a body with a marker":          {facts.Body, long + "\n<!-- bylaw x v1 7 -->\n", long[:59_976] + "…\n<!-- bylaw x v1 7 -->\n"},
		"a body with an endless marker": {facts.Body, "\n<!-- bylaw " + long, "\n<!-- bylaw " + long[:59_987] + "…"},
	} {
		if got := test.field.Fit(test.text); got != test.want {
			t.Errorf("%s: %d characters %.200q, want %d", name, utf8.RuneCountInString(got), got, utf8.RuneCountInString(test.want))
		}
	}
}

// FuzzFit states what holds for every text: it fits, it can be sent, and making it fit twice changes nothing.
func FuzzFit(f *testing.F) {
	f.Add("plain")
	f.Add(strings.Repeat("🎉\n<!-- bylaw ", 6000))
	f.Add("\x00\u0085\u2028 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range []facts.Field{facts.StatusDescription, facts.Title, facts.Body} {
			got := field.Fit(text)
			again := field.Fit(got)
			if again != got || !utf8.ValidString(got) || utf8.RuneCountInString(got) > field.Most() || strings.ContainsAny(got, "\x00\r") {
				t.Errorf("field %d: %.100q becomes %.100q and %.100q", field, text, got, again)
			}
			if field == facts.StatusDescription && strings.ContainsFunc(got, func(r rune) bool { return r > '\uffff' || r == '\n' }) {
				t.Errorf("status %q", got)
			}
		}
	})
}
