package render_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// cases gives the folders below testdata/kind, and fails where there are none.
func cases(t *testing.T, kind string) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join("testdata", kind, "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("cases of %s: %v, %v", kind, dirs, err)
	}
	return dirs
}

// input reads a case's JSON.
func input[T any](t *testing.T, path string) T {
	t.Helper()
	var v T
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPlans(t *testing.T) {
	for _, dir := range cases(t, "plan") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p := input[plan.Plan](t, filepath.Join(dir, "plan.json"))
			golden.Compare(t, filepath.Join(dir, "want.txt"), render.PlanText(p, render.Style{}))
			golden.Compare(t, filepath.Join(dir, "want.md"), render.PlanMarkdown(p))
			golden.Compare(t, filepath.Join(dir, "want.json"), asJSON(t, p))
		})
	}
}

func TestDecisions(t *testing.T) {
	for _, dir := range cases(t, "decision") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			d := input[decision.Decision](t, filepath.Join(dir, "decision.json"))
			at := render.Style{Now: d.ClosesAt.String()}
			if d.Outcome == decision.Open {
				at.Now = d.OpenedAt.String()
			}
			golden.Compare(t, filepath.Join(dir, "want.txt"), render.DecisionText(d, at))
			golden.Compare(t, filepath.Join(dir, "want.md"), render.DecisionMarkdown(d, at))
			golden.Compare(t, filepath.Join(dir, "want.json"), asJSON(t, d))
		})
	}
}

func TestJSONIsTheValueItself(t *testing.T) {
	for _, dir := range cases(t, "plan") {
		p := input[plan.Plan](t, filepath.Join(dir, "plan.json"))
		var again plan.Plan
		if err := json.Unmarshal([]byte(asJSON(t, p)), &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("%s (-in +out):\n%s", dir, diff)
		}
	}
}

func TestASupposedDecisionIsMarkedAtBothEnds(t *testing.T) {
	d := input[decision.Decision](t, "testdata/decision/open/decision.json")
	text := render.DecisionText(d, render.Style{Suppose: []string{"bob=no", "eve=\x1byes"}})
	first, rest, _ := strings.Cut(text, "\n")
	if first != "what if: this is no decision, it supposes bob=no and eve=yes" || !strings.HasSuffix(rest, "\nwhat if: nothing above was decided\n") {
		t.Errorf("got\n%s", text)
	}
	marked := render.DecisionMarkdown(d, render.Style{Suppose: []string{"bob=no"}})
	if !strings.HasPrefix(marked, "> **what if: this is no decision, it supposes bob=no**\n") {
		t.Errorf("got\n%s", marked)
	}
}

func TestColoursAreAddedAndNothingElse(t *testing.T) {
	p := input[plan.Plan](t, "testdata/plan/full/plan.json")
	d := input[decision.Decision](t, "testdata/decision/open/decision.json")
	for plain, colourful := range map[string]string{
		render.PlanText(p, render.Style{}):     render.PlanText(p, render.Style{Colour: true}),
		render.DecisionText(d, render.Style{}): render.DecisionText(d, render.Style{Colour: true}),
	} {
		if !strings.Contains(colourful, "\x1b[32m") {
			t.Error("nothing is green")
		}
		for _, escape := range []string{"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m"} {
			colourful = strings.ReplaceAll(colourful, escape, "")
		}
		if diff := cmp.Diff(plain, colourful); diff != "" {
			t.Errorf("without colours it differs:\n%s", diff)
		}
	}
}

func TestCounts(t *testing.T) {
	got := []string{render.Count(0, "change"), render.Count(1, "change"), render.Count(2, "change"), render.Entries(1), render.Entries(3)}
	want := []string{"0 changes", "1 change", "2 changes", "1 entry", "3 entries"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
