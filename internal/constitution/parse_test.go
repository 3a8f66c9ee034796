package constitution_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

const rule = "```provision\n" +
	"governs:\n  - skills: [block_domain]\n" +
	"threshold: [{count: yes, op: \">\", value: \"1/2\", of: cast}]\n" +
	"period: {min: 72h}\n```\n"

// parse reads a constitution that must have no mistake.
func parse(t *testing.T, src string) constitution.Constitution {
	t.Helper()
	var diags diag.List
	law := constitution.Parse("c.md", []byte(src), &diags)
	if err := diags.Err(); err != nil {
		t.Fatalf("mistakes in\n%s\n%v", src, err)
	}
	return law
}

func TestHeadingsAreCitedByTheirNumbers(t *testing.T) {
	tests := map[string][2]string{
		"### 3.1 Suspending federation": {"3.1", "Suspending federation"},
		"## Article 4: Amendments":      {"4", "Amendments"},
		"## 4. Amendments":              {"4", "Amendments"},
		"## 4) Amendments":              {"4", "Amendments"},
		"## Article 4 – Amendments":     {"4", "Amendments"},
		"## § 12a The bot":              {"12a", "The bot"},
		"## Article IV":                 {"IV", ""},
		"## SECTION 2.3.4 Doors":        {"2.3.4", "Doors"},
		"## *4.* **Amend** `it` [x](y)": {"4", "Amend it x"},
		"4 Amendments\n---":             {"4", "Amendments"},
		"## 4 Amendments ##":            {"4", "Amendments"},
		"## ３．１ Full width":             {"3.1", "Full width"},
		"## ٣ المادة ٢":                 {"3", "المادة ٢"},
		"## Membership":                 {"Membership", "Membership"},
		"## 4th of July":                {"4th of July", "4th of July"},
		"## Articles of faith":          {"Articles of faith", "Articles of faith"},
		"## Article Vision":             {"Article Vision", "Article Vision"},
		"## Members\\: 3 kinds":         {"Members: 3 kinds", "Members: 3 kinds"},
	}
	for heading, want := range tests {
		a := parse(t, heading+"\n\ntext\n").Articles[0]
		if got := [2]string{a.Citation, a.Title}; got != want {
			t.Errorf("%q: got %q, want %q", heading, got, want)
		}
	}
}

func TestArticlesCoverTheWholeText(t *testing.T) {
	src := "Preface.\n\n# Our Law\n\nSpirit.\n\n   ## 1 One\n\n- a\n\n      # not a heading\n\n> ## quoted\n\n```\n# code\n```\n\nTwo\n===\n\nEnd."
	law := parse(t, src)
	var cited []string
	var joined strings.Builder
	for _, a := range law.Articles {
		cited = append(cited, a.Citation)
		joined.WriteString(src[a.Start:a.End])
	}
	if diff := cmp.Diff([]string{constitution.Preamble, "Our Law", "1", "Two"}, cited); diff != "" {
		t.Errorf("citations (-want +got):\n%s", diff)
	}
	if joined.String() != src {
		t.Errorf("the articles joined are\n%s", joined.String())
	}
	if law.Title != "Our Law" {
		t.Errorf("title %q", law.Title)
	}
	if want := (diag.Place{File: "c.md", Line: 7, Column: 1}); law.Articles[2].Place != want {
		t.Errorf("article 1 stands at %s", law.Articles[2].Place)
	}
}

func TestProvisionsAndPoliciesBelongToTheirArticles(t *testing.T) {
	src := "# Law\n\n## 1 Blocks\n\n" + rule + "\n## 2 Guard\n\n~~~rego\npackage bylaw.guard\n~~~\n\n" +
		strings.Replace(rule, "governs", "id: other\ngoverns", 1) + "\n```yaml\na: 1\n```\n"
	law := parse(t, src)
	if len(law.Provisions) != 2 || len(law.Policies) != 1 {
		t.Fatalf("%d provisions and %d policies", len(law.Provisions), len(law.Policies))
	}
	first, second := law.Provisions[0], law.Provisions[1]
	if first.ID != "1" || first.Citation != "1" || first.Place.String() != "c.md:5:1" {
		t.Errorf("first provision %q of %q at %s", first.ID, first.Citation, first.Place)
	}
	if second.ID != "other" || second.Citation != "2" {
		t.Errorf("second provision %q of %q", second.ID, second.Citation)
	}
	want := constitution.Policy{Citation: "2", Place: diag.Place{File: "c.md", Line: 14, Column: 1}, Source: "package bylaw.guard\n"}
	if diff := cmp.Diff(want, law.Policies[0]); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestTheDigestOfAnArticleIgnoresLayoutOnly(t *testing.T) {
	base := "## 1 Title\n\nSome text with `c  d` in it.\n\n- a\n- b\n\n```rego\nx  := 1\n```\n"
	digest := func(src string) string { return parse(t, src).Articles[0].Digest }
	same := map[string]string{
		"wrapped lines":      strings.Replace(base, "text with", "text\nwith", 1),
		"spaces":             strings.Replace(base, "Some text", "Some   text", 1),
		"empty lines":        strings.Replace(base, "\n\n- a", "\n\n\n\n- a", 1),
		"other line endings": strings.ReplaceAll(base, "\n", "\r\n"),
		"no last line end":   strings.TrimSuffix(base, "\n"),
		"indented heading":   "  " + base,
	}
	for name, src := range same {
		if digest(src) != digest(base) {
			t.Errorf("%s: the digest changed", name)
		}
	}
	other := map[string]string{
		"a word":              strings.Replace(base, "Some", "All", 1),
		"the title":           strings.Replace(base, "Title", "Titel", 1),
		"the level":           "#" + base,
		"code":                strings.Replace(base, "x  :=", "x :=", 1),
		"code in a line":      strings.Replace(base, "c  d", "c d", 1),
		"the kind of a block": strings.Replace(base, "```rego", "```ruby", 1),
		"text that is code":   strings.Replace(base, "Some text", "    Some text", 1),
		"paragraphs":          strings.Replace(base, "text with", "text\n\nwith", 1),
		"a nested list":       strings.Replace(base, "\n- b", "\n  - b", 1),
		"title and text":      strings.Replace(base, "\n\nSome", " Some", 1),
		"a link's target":     base + "\n[x]: https://a.example\n",
		"a comment":           base + "\n<!-- x -->\n",
	}
	for name, src := range other {
		if digest(src) == digest(base) {
			t.Errorf("%s: the digest did not change", name)
		}
	}
}

func TestBadConstitutionsAreReported(t *testing.T) {
	cases, err := filepath.Glob("testdata/bad/*/constitution.md")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var diags diag.List
			constitution.Parse("constitution.md", src, &diags)
			if diags.Err() == nil {
				t.Error("no mistake was found")
			}
			told(t, filepath.Join(filepath.Dir(file), "want.txt"), diags)
		})
	}
}

func told(t *testing.T, file string, diags diag.List) {
	t.Helper()
	var got strings.Builder
	for _, d := range diags.Sorted() {
		got.WriteString(d.String() + "\n")
		if d.Hint != "" {
			got.WriteString("  hint: " + d.Hint + "\n")
		}
	}
	golden.Compare(t, file, got.String())
}

func TestATextThatIsTooLongIsRefused(t *testing.T) {
	var diags diag.List
	constitution.Parse("c.md", []byte(strings.Repeat("# a\n", 1<<19)), &diags)
	if len(diags) != 1 || !strings.Contains(diags[0].Message, "2097152 bytes") {
		t.Errorf("got %v", diags)
	}
}

// FuzzParse: whatever the text, the articles cover it without gap or overlap, and every place is inside it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "# T\n\n## 1 A\n\n" + rule, "a\n===\n", "```provision\n", "> # q\n\n# h", "- ```rego\n  x\n  ```\n# 1", "#\n\n#\n", "# a\r\n\r\n~~~ provision\r\na: 1\r\n~~~\r\n",
		"\t# a\n   # b\n```\n# c", "<div>\n# 1 x\n</div>\n", "[a]: b\n# 1\n",
		"---\ntitle: x\n---\n\n# 1 A\n\n# 1 A\n", "###§1 A\n\n**Art. 2** B\n\n**(a)** c\n\n1. d\n", "# I\n\n## § 1\n\n# II\n\n## § 1\n\n## a: § 1\n\n#\n", "A\nb\n===\n**3.1**",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var diags diag.List
		law := constitution.Parse("c.md", []byte(src), &diags)
		end, cited := 0, map[string]bool{}
		for i, a := range law.Articles {
			if a.Start != end && i > 0 || a.End < a.Start || i == 0 && strings.TrimSpace(string(constitution.Body([]byte(src)))[:a.Start]) != "" {
				t.Fatalf("article %d is %d..%d after %d", i, a.Start, a.End, end)
			}
			if a.Body < a.Start || a.Body > a.End || a.Citation == "" || cited[a.Citation] {
				t.Fatalf("article %d of %d..%d is cited as %q, its text begins at %d", i, a.Start, a.End, a.Citation, a.Body)
			}
			end, cited[a.Citation] = a.End, true
		}
		if len(law.Articles) > 0 && end != len(src) {
			t.Fatalf("the articles end at %d of %d", end, len(src))
		}
		for _, d := range diags {
			if d.Place.Line > strings.Count(src, "\n")+strings.Count(src, "\r")+2 || d.Place.File != "c.md" {
				t.Fatalf("place outside the text: %s", d)
			}
		}
	})
}
