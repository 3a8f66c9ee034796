package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/lint"
)

// corpus gives documents of many forms and languages, as communities have them.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/corpus/*.md")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d documents: %v", len(files), err)
	}
	texts := make(map[string]string, len(files))
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(src)
	}
	return texts
}

// TestRealDocumentsAreReadAndCostHintsAtMost keeps the citations of each document and what lint has to say about its text.
func TestRealDocumentsAreReadAndCostHintsAtMost(t *testing.T) {
	for file, src := range corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			fsys := repository(src, members, "")
			c, found := charter.Load(fsys)
			if err := found.Err(); err != nil {
				t.Fatalf("it does not load: %v", err)
			}
			more, err := lint.Charter(t.Context(), c, nil, decide, noon)
			if err != nil {
				t.Fatal(err)
			}
			found = slices.Concat(found, more, lint.Unseen(fsys, []string{charter.ConstitutionFile}))
			golden.Compare(t, strings.TrimSuffix(file, ".md")+".txt", reading(c.Constitution, found.Sorted()))
		})
	}
}

// reading is what a document is read as. That no provision governs anything is no fault of these texts.
func reading(law constitution.Constitution, found diag.List) string {
	var out strings.Builder
	fmt.Fprintf(&out, "title: %s\n", law.Title)
	for _, a := range law.Articles {
		fmt.Fprintf(&out, "%d: %s | %s", a.Place.Line, a.Citation, a.Title)
		if len(a.Items) > 0 {
			fmt.Fprintf(&out, " | %s", strings.Join(a.Items, " "))
		}
		out.WriteString("\n")
	}
	for _, d := range found {
		if !strings.HasPrefix(d.Message, "no ") {
			fmt.Fprintf(&out, "%d:%d: %s: %s\n", d.Place.Line, d.Place.Column, d.Severity, d.Message)
		}
	}
	return out.String()
}

// TestCitationsDoNotDependOnTheText: a sentence more changes no citation, and no two articles share one.
func TestCitationsDoNotDependOnTheText(t *testing.T) {
	for file, src := range corpus(t) {
		before := cited(t, file, src)
		if after := cited(t, file, strings.TrimRight(src, "\n")+"\n\nOne sentence more, on 3 members.\n"); !slices.Equal(before, after) {
			t.Errorf("%s: with a sentence more the citations are\n%q instead of\n%q", file, after, before)
		}
		unique := slices.Clone(before)
		slices.Sort(unique)
		if len(slices.Compact(unique)) != len(before) {
			t.Errorf("%s: two articles have one citation: %q", file, before)
		}
	}
}

func cited(t *testing.T, file, src string) []string {
	t.Helper()
	var diags diag.List
	var all []string
	for _, a := range constitution.Parse(file, []byte(src), &diags).Articles {
		all = append(all, a.Citation)
	}
	if err := diags.Err(); err != nil {
		t.Errorf("%s: %v", file, err)
	}
	return all
}
