package cli

import (
	"bytes"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

// mixedReport has one of each: a case that passed, one that failed, one that could not be decided, and tests likewise.
func mixedReport() testReport {
	at := func(file string, line int) diag.Place { return diag.Place{File: file, Line: line} }
	no := false
	r := testReport{
		all: true,
		Cases: []caseResult{
			{ID: "carried", File: "cases/a.yaml", Line: 2, Article: "4.2", Passed: true, Expected: expected{Outcome: decision.Passed},
				Decided: &caseSays{Outcome: decision.Passed, Enactable: true, Step: 8, Why: "it holds"}, Steps: []string{}},
			{ID: "lost\x1b[31m", File: "cases/a.yaml", Line: 9, Expected: expected{decision.Passed, &no, "two of three"},
				Decided: &caseSays{Outcome: decision.Failed, Step: 8, Why: "the threshold is missed"}, Steps: []string{"expected passed", "::error::x"}},
			{ID: "broken", File: "cases/b.yaml", Line: 1, Expected: expected{Outcome: decision.Open}, Steps: []string{"the policies gave no answer"}},
		},
		own: opa.Suite{
			Tests: []opa.UnitTest{{Name: "bylaw.x_test.test_a", Place: at("policies/x_test.rego", 3), Passed: true, Why: []string{}}},
			Coverage: opa.Coverage{Covered: 2, Lines: 3, Modules: []opa.ModuleCoverage{
				{Place: at("policies/x.rego", 0), Covered: 2, Lines: 3, Missing: []string{"7"}},
			}},
		},
		community: opa.Suite{
			Tests: []opa.UnitTest{{Name: "bylaw.guard_test.test_b: row", Place: at("governance/policies/q_test.rego", 5), Why: []string{"printed: 1"}}},
			Coverage: opa.Coverage{Covered: 1, Lines: 4, Modules: []opa.ModuleCoverage{
				{Place: at("governance/constitution.md", 40), Covered: 1, Lines: 4, Missing: []string{"41-42", "50"}},
			}},
		},
	}
	r.count()
	return r
}

func TestATestRunIsToldInTextAndInJSON(t *testing.T) {
	for file, asJSON := range map[string]bool{"testdata/test/want.txt": false, "testdata/test/want.json": true} {
		var out bytes.Buffer
		a := &app{Process: Process{Stdout: &out}, json: asJSON}
		if err := a.showTests(mixedReport()); err != nil {
			t.Fatal(err)
		}
		golden.Compare(t, file, out.String())
	}
}
