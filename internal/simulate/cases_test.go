package simulate_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// TestTheNumbersAreThoseOfWorkedCases puts every number that is explained under the sample to the engine by another way:
// as a worked case with tallies. The number passes, and one less does not.
func TestTheNumbersAreThoseOfWorkedCases(t *testing.T) {
	law, mistakes := charter.Load(golden.Sample(t, nil))
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	j, tried := decider, 0
	for _, name := range []string{"roster", "mass_change", "block_domain", "approve_account"} {
		for _, r := range outlook(t, law, name).Provisions {
			for _, a := range r.Approvals {
				if a.Fewest == nil {
					continue
				}
				tried++
				if got := caseOutcome(t, j, law, r, *a.Fewest, a.Objections); got != decision.Passed {
					t.Errorf("%s: %d for, %d against: %s", r.Provision, *a.Fewest, a.Objections, got)
				}
				if *a.Fewest == 0 {
					continue
				}
				if got := caseOutcome(t, j, law, r, *a.Fewest-1, a.Objections); got == decision.Passed {
					t.Errorf("%s: %d for, %d against: %s as well", r.Provision, *a.Fewest-1, a.Objections, got)
				}
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d numbers were tried", tried)
	}
}

func caseOutcome(t *testing.T, j *opa.Judge, law charter.Charter, r decision.Requirement, yes, no int) decision.Outcome {
	t.Helper()
	src := fmt.Sprintf("- {id: a, provision: %q, electorate: {eligible: %d}, votes: {yes: %d, no: %d}, timing: {opened: %q, now: %q}, expect: {outcome: passed}}",
		r.Provision, r.Entitled, yes, no, today.Format(time.RFC3339), r.ClosesAt)
	var mistakes diag.List
	cases := votecase.Parse("case.yaml", []byte(src), func(string) (provision.Rule, error) {
		i := slices.IndexFunc(law.Constitution.Provisions, func(p provision.Provision) bool { return p.ID == r.Provision })
		return law.Constitution.Provisions[i].Rule, nil
	}, &mistakes)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	cases[0].Rule.Veto = nil // no one who could veto objects
	v, err := j.DecideCase(t.Context(), cases[0])
	if err != nil {
		t.Fatal(err)
	}
	return v.Outcome
}
