package thread_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"github.com/bylaw-dev/bylaw/internal/thread"
)

// What a server takes for an address and for a mention, written down apart from the code that guards against it.
var (
	serverURL     = regexp.MustCompile(`(?i)https?://[a-z0-9.-]*[a-z0-9](/[a-z0-9/_.-]*[a-z0-9/_])?(\?[a-z0-9!?*'();:&=+$/%#\[\]_.,~|@-]*[a-z0-9_&=#/-])?`)
	serverMention = regexp.MustCompile(`(^|[^/=A-Za-z0-9_])[@][A-Za-z0-9_]`)
	serverHashtag = regexp.MustCompile(`(^|[^/=)A-Za-z0-9_])[#＃][\pL\pN_]`)
	runOn         = regexp.MustCompile(`https?://\S+`)
	serverEmoji   = regexp.MustCompile(`(^|[^\pL\pN:]):[A-Za-z0-9_]{2,}:`)
)

// serverCount counts as the server does.
func serverCount(text string) int {
	return uniseg.GraphemeClusterCount(serverURL.ReplaceAllString(text, strings.Repeat("x", 23)))
}

func TestTrap14NoPostIsLongerThanTheServerCounts(t *testing.T) {
	paragraph := "# Us\n\n" + strings.Repeat("One paragraph that is far longer than a post. ", 40)
	urls := "# Us\n\n" + strings.Repeat("see (http://a.bc), http://a.bc. ", 60)
	for _, src := range []string{paragraph, urls} {
		for _, limit := range []int{200, 450, 500} {
			made := composed(t, sampleConstitution(src, "Us"), limit)
			for i, p := range made.Posts {
				if n := serverCount(p.Text); n > limit {
					t.Errorf("post %d counts %d of %d: %q", i+1, n, limit, p.Text)
				}
			}
		}
	}
}

func TestTrap20ListsUnderscoresTagsAndHandlesSurvive(t *testing.T) {
	for src, want := range map[string]string{
		"- one\n- two\n  1. a\n  2. b":           "• one\n• two\n  1. a\n  2. b",
		"7. seven\n8. eight":                     "7. seven\n8. eight",
		"https://a.example/_foo_/b_c_d is":       "https://a.example/_foo_/b_c_d is",
		"<https://a.example/a_b_c>":              "https://a.example/a_b_c",
		"ask @_ada_ or @bob_b_@x_y.example":      "ask @[WJ]_ada_ or @[WJ]bob_b_@x_y.example",
		"snake_case_name and _emphasis_":         "snake_case_name and emphasis",
		"#tag and ＃tag, not C#":                  "#[WJ]tag and ＃[WJ]tag, not C#",
		":wave: at 10:30:00":                     ":[WJ]wave: at 10:30:00",
		"[a](https://a.example) b@c.example":     "a (https://a.example) b@c.example",
		"[https://a.example](https://a.example)": "https://a.example",
		"(https://a.example)@ada":                "(https://a.example)@[WJ]ada",
		"https://a.example/x,@ada?u=@bob":        "https://a.example/x,%40ada?u=@bob",
	} {
		if got := visible(thread.Render([]byte(src), nil)); got != want {
			t.Errorf("%q became %q, want %q", src, got, want)
		}
	}
}

func TestFootnotesStandAtTheEndOfTheirArticle(t *testing.T) {
	src := "## 1 One\n\nText.[^a] More.[^b] Again.[^a]\n\n## 2 Two\n\nEnd.\n\n[^a]: First *note*.\n[^b]: Second.\n"
	want := "1 One\nText.[1] More.[2] Again.[1]\n\n[1] First note.\n\n[2] Second.\n\n\n2 Two\nEnd."
	if got := thread.Render([]byte(src), nil); got != want {
		t.Errorf("got %q", got)
	}
}

func TestHTMLLosesItsTagsAndKeepsItsWords(t *testing.T) {
	for src, want := range map[string]string{
		"a <b>bold</b> <!-- gone --> word<br/>next": "a bold word\nnext",
		"<div>\n<p>Law &amp; order</p>\n</div>":     "Law & order",
		"<!-- all\ngone -->\n\nText":                "Text",
		"<script>\nalert(1)\n</script>\n\nText":     "Text",
		"a&#10;&#10;&#10;b":                         "a b",
		"a\u202eb\u2066c\u200fd\u061ce":             "abc\u200fd\u061ce",
	} {
		if got := thread.Render([]byte(src), nil); got != want {
			t.Errorf("%q became %q, want %q", src, got, want)
		}
	}
}

func TestNothingInTheTextIsTakenForTheMarker(t *testing.T) {
	made := composed(t, sampleConstitution("# Us\n\nA line\\\nbylaw constitution 0123456789ab\\\nand on.", "Us"), 500)
	if short, _ := thread.FindMarker(made.Posts[0].Text); short != thread.ShortDigest(sum) {
		t.Errorf("the marker is %q", short)
	}
}

// pieces are what random texts are made of.
var pieces = []string{
	"word", "Sentence ends. ", "e.g. ", "4.2", "§ 3 ", "\n\n", "\n", "\n\n## 3.1 Heading\n\n", "- item\n", "1. item\n", "> quote\n", "`code @x`",
	"**bold**", "_it_", "@ada", "@bob@x.example", "#tag", ":wave:", "https://a.example/b_c", "http://a.bc", "https://x.y.z.example.org/q?a=b#c",
	"(https://a.example).", "水曜日は休みです。", "👩‍👩‍👧", "e\u0301", "| a | b |\n|---|---|\n| c | d |\n", "[^1]", "\n[^1]: note\n", "<b>", "&amp;", "\\*", "\u202e",
	"مرحبا؟ ", "```\ncode\n\n\n\nblock\n```\n", " ", " ", " ", strings.Repeat("long", 60), "https://a.example/" + strings.Repeat("p", 90), "![alt](x.png)", "[t](u)", "\t",
}

func TestRandomMarkdownIsSplitWholeAndHarmless(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 7)) // the same texts every time
	for n := range 400 {
		var src strings.Builder
		src.WriteString("# Us\n\n")
		for range random.IntN(120) {
			src.WriteString(pieces[random.IntN(len(pieces))])
		}
		limit := 200 + random.IntN(400)
		made := composed(t, sampleConstitution(src.String(), "Us"), limit)
		for i, p := range made.Posts {
			if problem := harm(p.Text, limit); problem != "" {
				t.Fatalf("text %d, post %d: %s in %q of %q", n, i+1, problem, visible(p.Text), src.String())
			}
		}
	}
}

// harm says what a server would make of a post that no one wants.
func harm(post string, limit int) string {
	prose := runOn.ReplaceAllString(post, "x") // in an address a tag or an emoji harms no one, while a mention does
	switch {
	case serverCount(post) > limit:
		return fmt.Sprintf("%d characters", serverCount(post))
	case serverMention.MatchString(post):
		return "a mention"
	case serverHashtag.MatchString(prose):
		return "a hashtag"
	case serverEmoji.MatchString(prose):
		return "a custom emoji"
	case strings.Contains(post, "\u202e"):
		return "a turned direction"
	}
	return ""
}

func TestAURLThatFitsIsNeverCut(t *testing.T) {
	url := "https://a.example/" + strings.Repeat("p", 120)
	for before := range 190 {
		text := strings.Repeat("w", before) + " " + url + " " + words(30, "after")
		got := parts(t, text, small, 60, 9)
		if !strings.Contains(strings.Join(got, "\n"), url) {
			t.Fatalf("with %d characters before it, the URL is cut: %q", before, got)
		}
	}
}

func TestNoSentenceEndsAtANumberOrAnAbbreviation(t *testing.T) {
	for _, held := range []string{"z. B. Gäste", "Art. 4.2 and", "u. a. mit", "Nr. 7 der", "bzw. Mitglieder", "e.g. Members", "am 3. Oktober", "Dr. Ada", "J. Doe"} {
		text := words(20, "begin") + " " + held + " " + words(20, "after") + ". " + words(10, "last")
		for i, part := range parts(t, text, small, 0, 0) {
			if i > 0 && !strings.HasPrefix(part, "begin") && !strings.HasPrefix(part, "after") && !strings.HasPrefix(part, "last") {
				t.Errorf("%q is cut: the next part begins %q", held, part[:min(20, len(part))])
			}
		}
	}
}

func TestALastPartIsNotLeftWithAFewWords(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("A sentence of thirty letters. ", 7))
	got := parts(t, text, small, 0, 0)
	if len(got) != 2 || len(got[1]) < 80 {
		t.Errorf("%d parts, the last of %d characters: %q", len(got), len(got[len(got)-1]), got)
	}
}

func FuzzCompose(f *testing.F) {
	f.Add(string(charter(f)), 200)
	f.Add(strings.Join(pieces, ""), 500)
	f.Fuzz(func(t *testing.T, src string, limit int) {
		limit = thread.Fewest + max(0, limit)%600
		for i, p := range composed(t, sampleConstitution(src, "Us"), limit).Posts {
			if problem := harm(p.Text, limit); problem != "" {
				t.Errorf("post %d: %s in %q", i+1, problem, p.Text)
			}
		}
	})
}
