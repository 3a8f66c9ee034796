package governance_test

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

func TestTheConstitutionDecidesItsCasesAsTheyExpect(t *testing.T) {
	policies := opa.New()
	cases := slices.Concat(worked(t, "cases/federation.yaml"), worked(t, "cases/people.yaml"))
	if len(cases) != 7 {
		t.Errorf("found %d cases, want 7", len(cases))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			got, err := policies.DecideCase(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if got.Outcome != c.Expect.Outcome {
				t.Errorf("article %s says %s (%s), want %s: %s", c.Citation, got.Outcome, got.Why, c.Expect.Outcome, c.Expect.Why)
			}
			if want := c.Expect.Enactable; want != nil && got.Enactable != *want {
				t.Errorf("article %s says enactable %t, want %t", c.Citation, got.Enactable, *want)
			}
		})
	}
}

// worked reads a file of cases, which name the articles that decide them.
func worked(t *testing.T, file string) []votecase.Case {
	t.Helper()
	data, err := governance.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var found diag.List
	cases := votecase.Parse(file, data, votecase.In(sample(t).Constitution), &found)
	if len(found) > 0 {
		t.Errorf("the cases have mistakes:\n%s", found)
	}
	return cases
}
