package scenario_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestASavedPlanIsAppliedOnlyIfItDoesTheSameByTheSameAuthority(t *testing.T) {
	cases := map[string]struct {
		alter func(*plan.Plan)
		says  string
	}{
		"a change is gone":  {func(p *plan.Plan) { p.Changes = append(p.Changes, plan.Change{ID: "block_domain:gone.example"}) }, "no longer to do: block_domain:gone.example"},
		"a change is new":   {func(p *plan.Plan) { p.Changes = p.Changes[1:] }, "new: block_domain:a.example"},
		"another authority": {func(p *plan.Plan) { p.Changes[0].Provisions = []string{"9.9"} }, "by another authority: block_domain:a.example"},
		"another proposal":  {func(p *plan.Plan) { p.Changes[0].Proposal = 7 }, "by another authority: block_domain:a.example"},
		"a task is gone":    {func(p *plan.Plan) { p.Tasks = append(p.Tasks, plan.Task{ID: "update_instance_rules:1"}) }, "no longer to do: update_instance_rules:1"},
		"another commit":    {func(p *plan.Plan) { p.Basis.Commit = "1234567890abcdef" }, "it is of another commit: 1234567890ab"},
		"another base":      {func(p *plan.Plan) { p.Basis.Base = "1234567890abcdef" }, "what was enacted before it"},
		"the very same":     {func(*plan.Plan) {}, ""},
		"something else":    {func(p *plan.Plan) { p.Basis.Live = "1234567890abcdef" }, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			source := s.source(blocks("a.example"))
			prospect, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{})
			if err != nil {
				t.Fatal(err)
			}
			saved := prospect.Plan
			saved.Changes = slices.Clone(saved.Changes)
			test.alter(&saved)
			if test.says != "" {
				saved.Digest = "of an older plan"
			}
			_, _, err = apply.Run(t.Context(), s.world, source, apply.Options{Saved: &saved})
			refusal, refused := errors.AsType[*diag.Refusal](err)
			if refused != (test.says != "") || refused && !strings.Contains(refusal.Why, test.says) {
				t.Errorf("error %v, want %q", err, test.says)
			}
		})
	}
}
