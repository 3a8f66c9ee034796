package yamldoc_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/invisible"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// parse reads a document and gives the diagnostics as lines.
func parse(t *testing.T, src string, read func(v yamldoc.Value)) []string {
	t.Helper()
	var diags diag.List
	read(yamldoc.Parse("f.yaml", []byte(src), &diags))
	var lines []string
	for _, d := range diags.Sorted() {
		line := d.String()
		if d.Hint != "" {
			line += " | " + d.Hint
		}
		lines = append(lines, line)
	}
	return lines
}

func TestEveryMistakeIsReportedWithItsPlace(t *testing.T) {
	src := strings.Join([]string{
		"name: [a]", "count: -1", "flag: yes", "mode: manuel", "mode: auto", "nmae: x", "list: {a: b}", "when: \"a\u202eb\"",
	}, "\n")
	got := parse(t, src, func(v yamldoc.Value) {
		m := v.Map("name", "count", "flag", "mode", "list", "when", "must")
		m.At("name").Text()
		m.At("count").Whole(0, 7)
		m.At("flag").Flag(false)
		m.At("mode").Word("auto", "auto", "manual")
		m.At("list").List()
		m.At("when").Text()
		m.Need("must")
	})
	want := []string{
		`f.yaml:1:1: key "must" is missing | add "must:"`,
		`f.yaml:1:7: expected text, found a list`,
		`f.yaml:2:8: expected a whole number of 0 or more, found "-1"`,
		`f.yaml:3:7: expected true or false, found "yes"`,
		`f.yaml:4:7: expected one of auto, manual, found "manuel" | did you mean "manual"?`,
		`f.yaml:5:1: key "mode" is given twice; first on line 4`,
		`f.yaml:6:1: unknown key "nmae" | did you mean "name"?`,
		`f.yaml:7:7: expected a list, found a map`,
		`f.yaml:8:7: text holds the invisible character U+202E | remove it: it hides or reorders what a reader sees`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestAbsentValuesReadAsDefaultsWithoutAMistake(t *testing.T) {
	for _, src := range []string{"", "# nothing\n", "null\n", "a: null\n", "{}\n"} {
		got := parse(t, src, func(v yamldoc.Value) {
			a := v.Map("a").At("a")
			if a.Present() || a.Text() != "" || !a.Flag(true) || a.Whole(0, 7) != 7 || a.Word("x", "y") != "x" || a.List() != nil || a.OneOrMore() != nil {
				t.Errorf("%q: an absent value is not its default", src)
			}
		})
		if got != nil {
			t.Errorf("%q: %v", src, got)
		}
	}
}

func TestSyntaxErrorsNameThePlace(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"open brace":         {"a:\n  - {b: c\n    d: e}\n", "f.yaml:2:5: not YAML: the '{' that begins here is not closed"},
		"open brace in list": {"x: 1\na:\n  - {b: c\n  - {d: e}\n", "f.yaml:3:5: not YAML: the '{' that begins here is not closed"},
		"open at the end":    {"a: [b, [c],\n", "f.yaml:1:4: not YAML: the '[' that begins here is not closed"},
		"no comma":           {"a: {b: \"c\" d: e}\n", "f.yaml:1:12: not YAML: expected a comma or the end of what '{' begins in column 4"},
		"closed too often":   {"a: 1\nb: }\n", "f.yaml:2:4: not YAML: expected a value, found '}'"},
		"bad indent":         {"a: 1\nb:\n  c: 1\n d: 2\n", "f.yaml:4:2: not YAML: expected a key of the map that begins on line 1"},
		"list goes on":       {"- a\nb: 1\n", "f.yaml:2:1: not YAML: expected \"- \": the list that begins on line 1 goes on here"},
		"tab":                {"a:\n  - b: 1\n\tc: 2\n", "f.yaml:3:1: not YAML: a tab is in the place of spaces | indent with spaces"},
		"tab before a key":   {"a:\n\tb: 1\n", "f.yaml:2:1: not YAML: a tab is in the place of spaces"},
		"tab after spaces":   {"a:\n  b: 1\n  \tc: 1\n", "f.yaml:3:"},
		"bare at sign":       {"a: 1\nb: @c\n", "f.yaml:2:4: not YAML: text cannot begin with '@' | put the text in quotes"},
		"colon in text":      {"a: 1\n日本: 語: d\n", "f.yaml:2:6: not YAML: a second \": \" on one line"},
		"no colon":           {"a: 1\nb\nc: 2\n", "f.yaml:2:1: not YAML: a key without a colon"},
		"open quote":         {"q: 1\na: \"x\nb: 1\n", "f.yaml:2:4: not YAML: the quote that begins here is not closed"},
		"quote in quotes":    {"a: 'it's'\n", "f.yaml:1:8: not YAML: text goes on behind the end of a value"},
		"text behind quotes": {"b: 1\na: \"日本\" x\n", "f.yaml:2:9: not YAML: text goes on behind the end of a value"},
		"escape":             {"a: \"\\q\"\n", "f.yaml:1:5: not YAML: no such escape in double quotes"},
		"empty anchor":       {"a: & b\n", "f.yaml:1:4: not YAML: '&' needs a name after it"},
		"unknown anchor":     {"a: *b\n", "f.yaml:1:4: not YAML: unknown anchor 'b' referenced"},
		"unknown directive":  {"%x\n", "f.yaml:1:3: not YAML: found unknown directive name"},
		"two documents":      {"a: 1\n---\nb: 1\n", "f.yaml:2:1: more than one YAML document"},
		"broken second":      {"a: 1\n---\nb: @\n", "f.yaml:3:4: not YAML: text cannot begin with '@'"},
		"not UTF-8":          {"a: 1\nb: \xff\n", "f.yaml:2:4: not UTF-8 text"},
		"deep nesting":       {strings.Repeat("[", 70) + strings.Repeat("]", 70), "f.yaml:1: nested deeper than 64 levels"},
		"too long":           {strings.Repeat("#", 32<<20) + "\n", "f.yaml:1: 33554433 bytes is more than the 33554432 that a file may have"},
		"itself":             {"a: &a [*a]\n", "f.yaml:1: nested deeper than 64 levels"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := parse(t, test.src, func(v yamldoc.Value) {
				if v.Present() {
					t.Error("the document can be read")
				}
			})
			if len(got) != 1 || !strings.HasPrefix(got[0], test.want) {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestABlockInsideAFileHasThePlacesOfTheFile(t *testing.T) {
	var diags diag.List
	yamldoc.ParseAt("c.md", 40, []byte("a: 1\nb: 2\n"), &diags).Map("a")
	yamldoc.ParseAt("c.md", 50, []byte("a: [\n"), &diags)
	want := []string{`c.md:42:1: unknown key "b"`, "c.md:51:4: not YAML: the '[' that begins here is not closed"}
	for i, d := range diags {
		if d.String() != want[i] {
			t.Errorf("got %s, want %s", d, want[i])
		}
	}
}

func TestMergeKeysAndOddKeysAreRefused(t *testing.T) {
	got := parse(t, "<<: {a: 1}\n[a]: 1\n", func(v yamldoc.Value) { v.AnyMap() })
	want := []string{
		`f.yaml:1:1: expected a plain key, found "<<" | write the keys out`,
		"f.yaml:2:1: expected a plain key, found a list | write the keys out",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestParsedReportsTheErrorAndItsHint(t *testing.T) {
	got := parse(t, "[a, b]", func(v yamldoc.Value) {
		for _, element := range v.List() {
			element.Parsed(func(text string) (string, error) {
				if text == "a" {
					return "A", nil
				}
				return "", diag.WithHint(errors.New("no"), "say a")
			})
		}
	})
	if diff := cmp.Diff([]string{"f.yaml:1:5: no | say a"}, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestCanonicalLeavesOutLayoutOnly(t *testing.T) {
	canonical := func(src string) (text string) {
		parse(t, src, func(v yamldoc.Value) { text = v.Canonical() })
		return text
	}
	one := canonical("a: [1, 'x']\nb: {c: true, d: &n e}\n")
	for _, same := range []string{"b:\n  d: e # why\n  c: true\na:\n- 1\n- \"x\"\n", "b: {d: \"e\", c: true}\na: [1, x]"} {
		if canonical(same) != one {
			t.Errorf("%q differs from the first:\n%s\n%s", same, canonical(same), one)
		}
	}
	for _, other := range []string{"a: [x, 1]\nb: {c: true, d: e}", "a: ['1', x]\nb: {c: true, d: e}", "a: [1, x]\nb: {c: 'true', d: e}", "a: [1, x]\nb: {c: true}", ""} {
		if canonical(other) == one {
			t.Errorf("%q is the same as the first", other)
		}
	}
}

func TestSuggestNamesANearWordOnly(t *testing.T) {
	known := []string{"threshold", "quorum"}
	for word, want := range map[string]string{"treshold": `did you mean "threshold"?`, "Quorum": `did you mean "quorum"?`, "uqorum": `did you mean "quorum"?`, "votes": ""} {
		if got := yamldoc.Suggest(word, known); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// FuzzWriteFlow writes a map and reads it back: the values must be the same, on one line.
func FuzzWriteFlow(f *testing.F) {
	for _, seed := range []string{"", "true", "1", "null", "a: b", "{x}", "# no", " two  spaces ", "two\nlines", "it's", "ünï", "2027-06-01", "*a", "a,b]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line, err := yamldoc.WriteFlow([]yamldoc.Pair{{Key: "a", Value: text}, {Key: "b", Value: true}})
		if (err != nil) == utf8.ValidString(text) {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		if strings.Contains(line, "\n") {
			t.Fatalf("more than one line: %q", line)
		}
		var diags diag.List
		m := yamldoc.Parse("f", []byte("- "+line), &diags)
		if len(diags) > 0 {
			if _, hidden := invisible.First(text); hidden || strings.ContainsRune(text, '\uFFFD') {
				return
			}
			t.Fatalf("%q: %v", line, diags)
		}
		read := m.List()[0].Map("a", "b")
		got := read.At("a").Text()
		if len(diags) == 0 && (got != text || !read.At("b").Flag(false)) {
			t.Fatalf("wrote %q, read %q from %s", text, got, line)
		}
	})
}

// FuzzParse reads whatever there may be: it ends, and does not panic, and what can be read has a place in the file.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "#", "---\n", "a: 1\n", "- [x, {y: z}]\n", "a: &a b\nc: *a\n", "<<: {a: b}\n", "? [a]\n: b\n", "a: |\n  x\n", "!!binary x: y", "%YAML 1.1\n---\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var diags diag.List
		walk(t, yamldoc.Parse("f.yaml", []byte(src), &diags), len(src)+1)
	})
}

func walk(t *testing.T, v yamldoc.Value, lines int) {
	t.Helper()
	if line := v.Place().Line; line < 1 || line > lines {
		t.Fatalf("line %d of %d", line, lines)
	}
	v.Text()
	v.Canonical()
	if v.IsList() {
		for _, element := range v.List() {
			walk(t, element, lines)
		}
	}
	if v.IsMap() {
		m := v.Map("a")
		for _, key := range m.Keys() {
			walk(t, m.At(key), lines)
		}
	}
}

func TestTagsAreNamed(t *testing.T) {
	var found diag.List
	yamldoc.Parse("x.yaml", []byte("a: !!str 5\nb: [!secret x, &c y, *c]\n"), &found)
	want := []string{`x.yaml:1:4: warning: the YAML tag "!!str" is ignored`, `x.yaml:2:5: warning: the YAML tag "!secret" is ignored`}
	var got []string
	for _, d := range found {
		got = append(got, d.Place.String()+": "+string(d.Severity)+": "+d.Message)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
