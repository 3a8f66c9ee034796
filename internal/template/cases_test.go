package template_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

func TestEveryCaseIsReadable(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		var diags diag.List
		outcomes := map[string]bool{}
		for file, src := range caseFiles(t, files) {
			for _, c := range votecase.Parse(file, src, nil, &diags) {
				outcomes[string(c.Expect.Outcome)] = true
			}
		}
		if err := diags.Err(); err != nil {
			t.Error(err)
		}
		for _, want := range []string{"passed", "failed", "open"} {
			if !outcomes[want] {
				t.Errorf("no case expects the outcome %s", want)
			}
		}
	})
}

func TestTheJudgeDecidesEveryCaseAsExpected(t *testing.T) {
	j := opa.New()
	each(t, func(t *testing.T, files fs.FS) {
		for file, src := range caseFiles(t, files) {
			for _, c := range votecase.Parse(file, src, nil, &diag.List{}) {
				got, err := j.DecideCase(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				if got.Outcome != c.Expect.Outcome || c.Expect.Enactable != nil && got.Enactable != *c.Expect.Enactable {
					t.Errorf("case %s is %s (enactable: %t) because %s, want %s", c.ID, got.Outcome, got.Enactable, got.Why, c.Expect.Outcome)
				}
			}
		}
	})
}

func TestEveryCaseHasTheRuleOfTheArticleThatItNames(t *testing.T) {
	each(t, func(t *testing.T, files fs.FS) {
		rules := map[string]map[string]any{}
		for _, a := range articles(t, files) {
			rules[a.citation] = rule(t, a.block)
		}
		for _, src := range caseFiles(t, files) {
			var cases []struct {
				ID, Note  string
				Provision map[string]any
			}
			if err := yaml.Unmarshal(src, &cases); err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				citation, _, _ := strings.Cut(strings.TrimPrefix(c.Note, "Article "), ". ")
				if diff := cmp.Diff(rules[citation], c.Provision); diff != "" {
					t.Errorf("case %s and article %q (-article +case):\n%s", c.ID, citation, diff)
				}
			}
		}
	})
}

// rule gives the parameters of a provision that a case repeats: whose power it is and who may vote stand in the case's
// own electorate.
func rule(t *testing.T, block string) map[string]any {
	t.Helper()
	var parameters map[string]any
	if err := yaml.Unmarshal([]byte(block), &parameters); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"id", "governs", "electorate"} {
		delete(parameters, key)
	}
	return parameters
}

// caseFiles gives the content of the files of cases by their path, of which a template has some.
func caseFiles(t *testing.T, files fs.FS) map[string][]byte {
	t.Helper()
	paths, err := fs.Glob(files, "governance/cases/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("cases: %v, %v", paths, err)
	}
	found := map[string][]byte{}
	for _, path := range slices.Sorted(slices.Values(paths)) {
		if found[path], err = fs.ReadFile(files, path); err != nil {
			t.Fatal(err)
		}
	}
	return found
}
