package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestOutputsCannotBeEndedFromOutside(t *testing.T) {
	outputs := []render.Output{{Name: "digest", Value: "d\nDELIM\nevil=1"}}
	got, err := render.Outputs(outputs, "DELIM2")
	if err != nil || strings.Count(got, "\n") != 3 {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := render.Outputs(outputs, "DELIM"); err == nil {
		t.Error("a value with the delimiter was written")
	}
}

func TestACheckOfSeveralProposalsHasNoSingleOutcome(t *testing.T) {
	one := render.Brief{Number: 7, Outcome: decision.Passed, Digest: "d"}
	for name, test := range map[string]struct {
		briefs []render.Brief
		want   []render.Output
	}{
		"none": {nil, []render.Output{{"outcome", ""}, {"digest", ""}, {"proposals", "[]"}}},
		"one":  {[]render.Brief{one}, []render.Output{{"outcome", "passed"}, {"digest", "d"}, {"proposals", `[{"number":7,"outcome":"passed","digest":"d"}]`}}},
		"two": {[]render.Brief{one, {Number: 8}}, []render.Output{
			{"outcome", ""}, {"digest", ""}, {"proposals", `[{"number":7,"outcome":"passed","digest":"d"},{"number":8,"outcome":"","digest":""}]`},
		}},
	} {
		got, err := render.Briefs(test.briefs)
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestASummarySaysFirstWhatHappened(t *testing.T) {
	got := render.PlanSummary("2 changes done", plan.Plan{Tasks: []plan.Task{{ID: "x", Text: "type <b>", URL: "https://social.example/admin/rules"}}})
	if !strings.HasPrefix(got, "### bylaw\n\n2 changes done\n\n") || strings.Count(got, "<b>") != strings.Count(got, "`type <b>`") {
		t.Error(got)
	}
	want := "### bylaw\n\n**Not done:** proposal 7 is &lt;b&gt;open&lt;/b&gt;\n\nWhat to do: wait\n"
	if diff := cmp.Diff(want, render.Trouble("proposal 7 is <b>open</b>", "wait")); diff != "" {
		t.Error(diff)
	}
}
