package opa

import (
	"context"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// Verdict is what the policies say about one case.
type Verdict struct {
	Outcome     decision.Outcome `json:"outcome"`
	Enactable   bool             `json:"enactable"`
	EnactableAt string           `json:"enactable_at"` // RFC 3339, "" where it is not known
	ClosesAt    string           `json:"closes_at"`    // RFC 3339, "" for never
	Step        int              `json:"step"`         // of the order of evaluation, that decided
	Why         string           `json:"why"`
	// The rest is filled in by ExplainCase only.
	Tally   decision.Tally  `json:"tally"`
	Tests   []decision.Test `json:"tests"`
	Needed  []string        `json:"needed"`
	Ballots []CaseBallot    `json:"ballots"`
}

// CaseBallot is one ballot of a case, and whether it was counted.
type CaseBallot struct {
	Voter   string `json:"voter"`
	Choice  string `json:"choice"`
	Counted bool   `json:"counted"`
	Why     string `json:"why"`
}

// DecideCase decides a worked case.
func (j *Judge) DecideCase(ctx context.Context, c votecase.Case) (Verdict, error) {
	return j.decide(ctx, j.ruling, c)
}

// ExplainCase decides a worked case and says what led to it: every test, every ballot, and what is still needed.
func (j *Judge) ExplainCase(ctx context.Context, c votecase.Case) (Verdict, error) {
	return j.decide(ctx, j.report, c)
}

func (j *Judge) decide(ctx context.Context, q query, c votecase.Case) (Verdict, error) {
	var v Verdict
	input, err := value(c.Normal())
	if err != nil {
		return v, fmt.Errorf("case %q: %w", c.ID, err)
	}
	if err := j.bounds.answer(ctx, q, input, &v); err != nil {
		return v, fmt.Errorf("case %q: %w", c.ID, err)
	}
	return v, nil
}

// Checked is a worked case and what the policies made of it. Where the two differ, Verdict is explained.
type Checked struct {
	Case    votecase.Case
	Verdict Verdict
	Passed  bool
}

// Run decides cases and compares each with what it expects. It stops at the first case that cannot be decided.
func (j *Judge) Run(ctx context.Context, cases []votecase.Case) ([]Checked, error) {
	results := make([]Checked, 0, len(cases))
	for _, c := range cases {
		v, err := j.DecideCase(ctx, c)
		if err != nil {
			return nil, err
		}
		r := Checked{Case: c, Verdict: v, Passed: agrees(v, c.Expect)}
		if !r.Passed {
			if r.Verdict, err = j.ExplainCase(ctx, c); err != nil {
				return nil, err
			}
		}
		results = append(results, r)
	}
	return results, nil
}

func agrees(v Verdict, want votecase.Expect) bool {
	return v.Outcome == want.Outcome && (want.Enactable == nil || v.Enactable == *want.Enactable)
}

// Steps says in lines what was expected, what came out, at which step of the order of evaluation, and on which numbers.
func (c Checked) Steps() string {
	want := string(c.Case.Expect.Outcome)
	if e := c.Case.Expect.Enactable; e != nil {
		want += fmt.Sprintf(", enactable: %t", *e)
	}
	v := c.Verdict
	lines := []string{
		"expected " + want,
		fmt.Sprintf("decided  %s, enactable: %t", v.Outcome, v.Enactable),
		fmt.Sprintf("step %d   %s", v.Step, v.Why),
	}
	for _, t := range v.Tests {
		lines = append(lines, "test     "+t.Text)
	}
	for _, b := range v.Ballots {
		lines = append(lines, fmt.Sprintf("ballot   %s: %s, %s", b.Voter, b.Choice, b.Why))
	}
	if v.ClosesAt != "" {
		lines = append(lines, "closes   "+v.ClosesAt)
	}
	return strings.Join(lines, "\n")
}
