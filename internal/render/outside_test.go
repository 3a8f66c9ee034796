package render

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func TestOutside(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                       "plain",
		"two\r\nlines\tand\u2028more": "two  lines and more",
		"\x1b[31mred\x00\x7f\u009b":   "[31mred",
		"\u202eleft\u2066\u200f":      "left",
		"::error::no":                 ": :error::no",
		"  ::error::no":               ": :error::no",
		"\n::error::no":               ": :error::no",
		"a ::b":                       "a ::b",
		"x##[group]":                  "x## [group]",
		"#\x00#[group]":               "## [group]",
		":\x00:error::":               ": :error::",
		"bad\xffbyte":                 "bad\ufffdbyte",
		"\U0001F469\u200d\U0001F467":  "\U0001F469\u200d\U0001F467",
	} {
		if got := Outside(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func FuzzOutside(f *testing.F) {
	for _, seed := range []string{"::a", "\r\n##[x]", ":\u202e:error", "# #[", "\xff::", " \u00a0::x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Outside(text)
		switch {
		case strings.ContainsFunc(got, unicode.IsControl), strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }):
			t.Errorf("%q became %q, which has control characters", text, got)
		case strings.HasPrefix(strings.TrimSpace(got), "::"), strings.Contains(got, "##["):
			t.Errorf("%q became %q, which is a command", text, got)
		case Outside(got) != got:
			t.Errorf("%q became %q, and then %q", text, got, Outside(got))
		}
	})
}

// tags are all that a paragraph or a one-cell table of plain text may become, and the escapes of characters.
var tags = regexp.MustCompile(`</?(p|table|thead|tbody|tr|th|td)>`)

// html renders Markdown as GitHub does: tables, strike-through and bare links.
func html(t *testing.T, source string) string {
	t.Helper()
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func FuzzMarkdownStaysPlain(f *testing.F) {
	for _, seed := range []string{
		"@ada", "#12", "[a](b)", "![a](b)", "<b>", "https://evil.example", "www.evil.example", "a@b.example", "*x* _y_ ~~z~~ `c` $m$",
		"a|b\\|c", "&lt;", "\\", "x\\", "`", "``a`", "[^1]", "http:\\//x.example", "mailto:a@b.example", "WWW.x.example", "[x]: y",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		safe := markdown(text)
		for _, source := range []string{"x " + safe + " x", "| h |\n| --- |\n| " + safe + " |\n"} {
			got := html(t, source)
			if strings.Contains(tags.ReplaceAllString(got, ""), "<") || strings.Count(got, "<td>") > 1 {
				t.Errorf("%q, written %q, became %q", text, source, got)
			}
		}
		if mention.MatchString(safe) {
			t.Errorf("%q, written %q, mentions somebody", text, safe)
		}
		span := html(t, "| h |\n| --- |\n| "+code(text)+" |\n")
		if strings.Contains(regexp.MustCompile(`</?code>`).ReplaceAllString(tags.ReplaceAllString(span, ""), ""), "<") || strings.Count(span, "<td>") > 1 {
			t.Errorf("%q, as code %q, became %q", text, code(text), span)
		}
	})
}
