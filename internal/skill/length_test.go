package skill_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestLengthsAreCountedAsTheServerCounts(t *testing.T) {
	note := skill.Param{Links: 23}
	for text, want := range map[string]int{
		"": 0, "abc": 3, "👩‍👧 x": 3, "http://a.de": 23, "see https://example.org/" + strings.Repeat("x", 90) + " now": 3 + 23 + 4,
		"seehttps://example.org/x": 24, "https://social.example/": 23, "https://social.example/abc": 26, "by @alice@example.org": 9,
	} {
		if got := note.Length(text); got != want {
			t.Errorf("%q counts %d, want %d", text, got, want)
		}
	}
	if got := (skill.Param{}).Length("👩‍👧"); got != 3 {
		t.Errorf("in code points %d", got)
	}
}

func TestParagraphsHaveOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " \n ": "", "a": "a", " a  b \r\n\r\n\r\n\r\nc\t": "a b\n\nc", "a\nb": "a\nb",
	} {
		if got := skill.Paragraphs(text); got != want || skill.Paragraphs(got) != got {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
