package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// testReport is the JSON form of a test run: cases in the order of their files, Rego tests in the order of theirs.
type testReport struct {
	Cases  []caseResult `json:"cases"`
	Rego   regoResult   `json:"rego"`
	Passed int          `json:"passed"` // cases and Rego tests together
	Failed int          `json:"failed"`

	only           bool // the cases of files that were named, and no Rego
	all            bool // the tests of the embedded policies too
	finished       func(finished, total int, noun string)
	own, community opa.Suite
	passedCases    int
}

// caseResult is one decision case. Steps is empty where it passed.
type caseResult struct {
	ID       string    `json:"id"`
	File     string    `json:"file"`
	Line     int       `json:"line"`
	Article  string    `json:"article"` // as the case names it, "" where it writes its provision out
	Passed   bool      `json:"passed"`
	Expected expected  `json:"expected"`
	Decided  *caseSays `json:"decided"` // null where the policies gave no answer; steps then hold the error
	Steps    []string  `json:"steps"`
}

type expected struct {
	Outcome   decision.Outcome `json:"outcome"`
	Enactable *bool            `json:"enactable"` // null: not compared
	Why       string           `json:"why"`
}

type caseSays struct {
	Outcome   decision.Outcome `json:"outcome"`
	Enactable bool             `json:"enactable"`
	Step      int              `json:"step"` // of the order of evaluation
	Why       string           `json:"why"`
}

type regoResult struct {
	Tests    []opa.UnitTest `json:"tests"`
	Coverage struct {
		Own       measured `json:"own"`
		Community measured `json:"community"`
	} `json:"coverage"`
}

type measured struct {
	Percent string `json:"percent"`
	opa.Coverage
}

// decide runs cases one by one, so that one that cannot be decided is a failure and does not hide the others.
func (r *testReport) decide(ctx context.Context, j *opa.Judge, cases []votecase.Case) error {
	for i, c := range cases {
		r.finished(i, len(cases), "case")
		result := caseResult{
			ID: c.ID, File: c.Place.File, Line: c.Place.Line, Article: c.Citation, Steps: []string{},
			Expected: expected{c.Expect.Outcome, c.Expect.Enactable, c.Expect.Why},
		}
		checked, err := j.Run(ctx, []votecase.Case{c})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			result.Steps = []string{err.Error()}
		default:
			v := checked[0].Verdict
			result.Passed, result.Decided = checked[0].Passed, &caseSays{v.Outcome, v.Enactable, v.Step, v.Why}
			if !result.Passed {
				result.Steps = strings.Split(checked[0].Steps(), "\n")
			}
			if !result.Passed && c.Expect.Why != "" {
				result.Steps = slices.Insert(result.Steps, 1, "because  "+c.Expect.Why)
			}
		}
		r.Cases = append(r.Cases, result)
	}
	r.finished(len(cases), len(cases), "case")
	return nil
}

// count fills in what follows from the results.
func (r *testReport) count() {
	r.Cases = append([]caseResult{}, r.Cases...)
	r.Rego.Tests = append(append([]opa.UnitTest{}, r.own.Tests...), r.community.Tests...)
	r.Rego.Coverage.Own = measure(r.own.Coverage)
	r.Rego.Coverage.Community = measure(r.community.Coverage)
	for _, c := range r.Cases {
		if c.Passed {
			r.passedCases++
		}
	}
	r.Passed = r.passedCases + r.own.Passed() + r.community.Passed()
	r.Failed = len(r.Cases) + len(r.Rego.Tests) - r.Passed
}

func measure(c opa.Coverage) measured {
	c.Modules = append([]opa.ModuleCoverage{}, c.Modules...)
	return measured{c.Percent(), c}
}

// showTests writes what failed, then the counts, the plain last line among them.
func (a *app) showTests(r testReport) error {
	if a.json {
		return writeJSON(a.Stdout, r)
	}
	var lines []string
	for _, c := range r.Cases {
		lines = append(lines, c.lines()...)
	}
	for _, t := range r.Rego.Tests {
		if !t.Passed {
			lines = append(append(lines, fmt.Sprintf("FAIL %s: %s", t.Place, t.Name)), inset(t.Why)...)
		}
	}
	if !r.only {
		lines = append(lines, fmt.Sprintf("cases: %d of %d passed", r.passedCases, len(r.Cases)))
		if r.all {
			lines = append(lines, suiteLine("policies of bylaw", r.own))
		}
		lines = append(lines, suiteLine("policies of the community", r.community))
		lines = append(lines, missingLines(r.community.Coverage)...)
	}
	lines = append(lines, fmt.Sprintf("%d passed, %d failed", r.Passed, r.Failed))
	for _, line := range lines {
		fmt.Fprintln(a.Stdout, render.Outside(line))
	}
	return nil
}

// lines says of a case that failed, and nothing of others.
func (c caseResult) lines() []string {
	if c.Passed {
		return nil
	}
	title := fmt.Sprintf("FAIL %s:%d: %s", c.File, c.Line, c.ID)
	if c.Article != "" {
		title += fmt.Sprintf(" (article %s)", c.Article)
	}
	return append([]string{title}, inset(c.Steps)...)
}

func inset(texts []string) []string {
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = "  " + text
	}
	return lines
}

func suiteLine(whose string, s opa.Suite) string {
	if len(s.Tests) == 0 && s.Coverage.Lines == 0 {
		return whose + ": none"
	}
	return fmt.Sprintf("%s: %d of %s passed, %s %% of %s covered", whose, s.Passed(),
		render.Count(len(s.Tests), "test"), s.Coverage.Percent(), render.Count(s.Coverage.Lines, "line"))
}

// missingLines names the lines that no test reached.
func missingLines(c opa.Coverage) []string {
	var lines []string
	for _, m := range c.Modules {
		if len(m.Missing) > 0 {
			lines = append(lines, fmt.Sprintf("  %s: not covered: %s", m.Place.File, strings.Join(m.Missing, ", ")))
		}
	}
	return lines
}
