package scenario_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// blinkered is a server whose answers about some resources the token may not see.
type blinkered struct {
	port.Instance
	hidden map[string]bool
}

func (b blinkered) Read(ctx context.Context, resource string, targets []string) ([]plan.Item, error) {
	if b.hidden[resource] {
		return nil, fmt.Errorf("GET %s: %w", resource, plan.ErrUnreadable)
	}
	return b.Instance.Read(ctx, resource, targets)
}

// enact applies a source and gives the names of what the plan left undone.
func (s *testEnv) enact(source branch.Source, o apply.PlanOptions) (plan.Plan, []string) {
	s.t.Helper()
	prospect, _, err := apply.Run(s.t.Context(), s.world, source, apply.Options{PlanOptions: o})
	if err != nil {
		s.t.Fatal(err)
	}
	var left []string
	for _, r := range append(prospect.Plan.Refused, prospect.Plan.Unreadable...) {
		left = append(left, string(r.State)+" "+r.ID)
	}
	for _, d := range prospect.Plan.Accepted {
		left = append(left, "accepted "+d.Target)
	}
	for _, d := range prospect.Plan.Drift {
		left = append(left, "drifted "+d.Target)
	}
	return prospect.Plan, left
}

func TestApplyGoesOnWhereOneResourceCannotBeRead(t *testing.T) {
	s := newTestEnv(t)
	s.enact(s.source(blocks("a.example")), apply.PlanOptions{})
	open := s.world.Instance
	s.world.Instance = blinkered{open, map[string]bool{"domain_blocks": true}}
	for turn := range 2 {
		_, left := s.enact(s.source(blocks("a.example", "b.example")), apply.PlanOptions{})
		if diff := cmp.Diff([]string{"unreadable block_domain:b.example"}, left); diff != "" {
			t.Fatalf("apply %d (-want +got):\n%s", turn+1, diff)
		}
	}
	s.world.Instance = open
	p, left := s.enact(s.source(blocks("a.example", "b.example")), apply.PlanOptions{})
	if len(p.Changes) != 1 || p.Changes[0].Target != "b.example" || left != nil {
		t.Errorf("once it can be read: %v, left %q", p.Changes, left)
	}
}

func TestApplyRemembersWhatWasKeptByChoice(t *testing.T) {
	s := newTestEnv(t)
	s.enact(s.source(blocks("a.example")), apply.PlanOptions{})
	other := newTestEnv(t)
	other.server, other.world.Instance, other.world.Board = s.server, s.world.Instance, s.world.Board
	silenced := map[string]string{"instance/federation.yaml": "domain_blocks:\n  - {domain: a.example, severity: silence}\n"}
	for turn, o := range []apply.PlanOptions{{AdoptLive: true}, {}, {}} {
		p, left := other.enact(other.source(silenced), o)
		if diff := cmp.Diff([]string{"accepted a.example"}, left); diff != "" || turn > 0 && len(p.Changes) > 0 {
			t.Fatalf("apply %d: %d changes (-want +got):\n%s", turn+1, len(p.Changes), diff)
		}
	}
	p, left := other.enact(other.source(map[string]string{"instance/federation.yaml": "domain_blocks:\n  - {domain: a.example, severity: noop}\n"}), apply.PlanOptions{})
	if len(p.Changes) != 1 || left != nil {
		t.Errorf("after a decision: %d changes, left %q", len(p.Changes), left)
	}
}
