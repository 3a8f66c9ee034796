package constitution_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

func TestTheDigestOfATextIgnoresItsLineEnds(t *testing.T) {
	const base = "# Text\n\nPreamble.\n\n## 1 One\n\nA line.\nAnother.\n\n    code\n\n## 2 Two\n\nThe end.\n"
	of := func(src string) constitution.Constitution {
		return constitution.Parse("constitution.md", []byte(src), &diag.List{})
	}
	want := of(base)
	if want.TextDigest() != want.Digest {
		t.Error("a text with line feeds alone has another digest than its file")
	}
	for name, test := range map[string]struct {
		src  string
		same bool
	}{
		"CRLF":                      {strings.ReplaceAll(base, "\n", "\r\n"), true},
		"some CRLF":                 {strings.Replace(base, "A line.\n", "A line.\r\n", 1), true},
		"a CR inside a paragraph":   {strings.Replace(base, "A line.\n", "A line.\r", 1), true},
		"another word":              {strings.Replace(base, "Another", "One more", 1), false},
		"a CR that hides a heading": {strings.Replace(base, "\n\n## 2", "\r\r## 2", 1), false},
		"a CR that hides a code":    {strings.Replace(base, "\n\n    code", "\n\r    code", 1), false},
		"one line more":             {base + "\n", false},
	} {
		if got := of(test.src).TextDigest() == want.TextDigest(); got != test.same {
			t.Errorf("%s: the same text is %t", name, got)
		}
	}
}
