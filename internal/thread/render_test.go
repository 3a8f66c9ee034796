package thread_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

func charter(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/charter.md")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// visible shows the word joiner, which an editor would not.
func visible(s string) string { return strings.ReplaceAll(s, "\u2060", "[WJ]") }

func TestMarkdownBecomesPlainText(t *testing.T) {
	got := thread.Render(charter(t), func(b thread.Block) string {
		if b.Source == "" {
			return ""
		}
		return fmt.Sprintf("Lines %d to %d: %d bytes.", b.First, b.Last, len(b.Source))
	})
	golden.Compare(t, "testdata/charter.txt", visible(got)+"\n")
}

func TestProvisionsWithoutASentenceAreDropped(t *testing.T) {
	if got := thread.Render(charter(t), nil); strings.Contains(got, "governs") || strings.Contains(got, "package bylaw") {
		t.Errorf("a block is left: %s", got)
	}
}

func TestCarriageReturnsAndControlCharactersGo(t *testing.T) {
	got := thread.Render([]byte("# A\r\n\r\none\x1b[31m\r\ntwo&#x202e;&#7;\tthree"), nil)
	if want := "A\none[31m two three"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNothingMentionsAnybody(t *testing.T) {
	const wj = "\u2060"
	for text, want := range map[string]string{
		"@ada":                        "@" + wj + "ada",
		"hi @ada, @bob":               "hi @" + wj + "ada, @" + wj + "bob",
		"#tag":                        "#" + wj + "tag",
		"ada@example.org":             "ada@example.org",
		"https://a.example/@ada#top":  "https://a.example/@ada#top",
		"@ada https://a.example @bob": "@" + wj + "ada https://a.example @" + wj + "bob",
		"@ada@bob.example":            "@" + wj + "ada@bob.example",
		"@@ada":                       "@@" + wj + "ada",
		"\u00e9@ada \u6f6e@ada":       "\u00e9@" + wj + "ada \u6f6e@" + wj + "ada",
		"5 @ 3 # 2":                   "5 @ 3 # 2",
		"#1.@ada":                     "#" + wj + "1.@" + wj + "ada",
	} {
		if got := thread.Render([]byte("x "+text), nil); got != "x "+want {
			t.Errorf("%q became %q, want %q", text, visible(got), visible("x "+want))
		}
	}
}
