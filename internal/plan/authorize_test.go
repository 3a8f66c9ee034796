package plan_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestAChangeWithoutAProvisionIsRefused(t *testing.T) {
	p := plan.Between(state(), state(block("a.example", "noop"), block("b.example", "noop")), state(), plan.Options{At: at})
	got := plan.Authorize(p, map[string][]string{"block_domain:a.example": {"4.1", "2"}}, 0)
	want := []plan.Refusal{{ID: "block_domain:b.example", Why: "no provision grants this power (block_domain)", State: plan.Refused, Change: &p.Changes[1]}}
	if diff := cmp.Diff(want, got.Refused); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"4.1", "2"}, got.Changes[0].Provisions); diff != "" {
		t.Error(diff)
	}
	if got.Summary != (plan.Summary{Create: 1}) || got.Requests != 1 || len(got.Digest) != 64 {
		t.Errorf("summary %+v, %d requests, digest %q", got.Summary, got.Requests, got.Digest)
	}
	if len(p.Changes) != 2 || len(p.Refused) != 0 || len(p.Changes[0].Provisions) != 0 {
		t.Errorf("the plan that was authorised has changed: %v", said(p))
	}
}

func TestAMeasureThatEndsByItsDateNeedsNoProvision(t *testing.T) {
	ended := block("a.example", "silence")
	ended.Until = "2026-11-01T00:00:00Z"
	p := plan.Between(state(ended), state(), state(ended), plan.Options{At: at})
	if got := said(plan.Authorize(p, nil, 0)); len(got) != 1 || got[0] != "remove unblock_domain:a.example sunset" {
		t.Errorf("got %v", got)
	}
}

// granted is a plan of which every change is governed by article 4.2.
func granted(p plan.Plan, publishing int) plan.Plan {
	provisions := map[string][]string{}
	for _, c := range p.Changes {
		provisions[c.ID] = []string{"4.2"}
	}
	return plan.Authorize(p, provisions, publishing)
}

func TestRequestsAreCountedForWhatIsDone(t *testing.T) {
	managed := plan.State{Managed: []string{plan.ConstitutionResource, blocks}}
	desired := managed
	desired.Items = []plan.Item{constitution("new"), block("a.example", "noop")}
	p := plan.Between(managed, desired, managed, plan.Options{At: at})
	for name, test := range map[string]struct {
		plan plan.Plan
		want int
	}{
		"one for a block, and what publishing takes": {granted(p, 40), 41},
		"publishing takes three at least":            {granted(p, 0), 4},
		"what is refused takes none":                 {plan.Authorize(p, map[string][]string{"block_domain:a.example": {"4.2"}}, 40), 1},
	} {
		if test.plan.Requests != test.want {
			t.Errorf("%s: %d requests, want %d", name, test.plan.Requests, test.want)
		}
	}
}

// many gives so many blocks.
func many(n int) plan.State {
	s := state()
	for i := range n {
		s.Items = append(s.Items, block(fmt.Sprintf("d%d.example", i), "silence"))
	}
	return s
}

func TestExceeded(t *testing.T) {
	ended := many(40)
	for i := range ended.Items {
		ended.Items[i].Until = "2026-11-01T00:00:00Z"
	}
	for name, test := range map[string]struct {
		base, desired plan.State
		limits        plan.Limits
		want          []string
	}{
		"as many changes as allowed": {state(), many(5), plan.Limits{Changes: 5}, nil},
		"one change too many": {state(), many(6), plan.Limits{Changes: 5},
			[]string{"6 changes in one plan, the limit is 5 (limits.changes)"}},
		"a quarter": {many(40), many(30), plan.Limits{Changes: 99}, nil},
		"past a quarter, and past the floor": {many(40), many(29), plan.Limits{Changes: 99, Floor: 10},
			[]string{"11 of 40 domain blocks would be removed, the limit is 25% of them and 10 in any case (limits.removals)"}},
		"past a quarter, not past the floor": {many(12), many(2), plan.Limits{Changes: 99, Floor: 10}, nil},
		"past a share that is not whole": {many(40), many(34), plan.Limits{Changes: 99, Share: big.NewRat(1, 8)},
			[]string{"6 of 40 domain blocks would be removed, the limit is 12.5% of them and 0 in any case (limits.removals)"}},
		"measures that end count too": {ended, state(), plan.Limits{Changes: 99, Floor: 10},
			[]string{"40 of 40 domain blocks would be removed, the limit is 25% of them and 10 in any case (limits.removals)"}},
		"a protected domain": {state(), state(block("good.example", "noop")), plan.Limits{Changes: 9, Domains: []string{"good.example"}},
			[]string{`block_domain:good.example touches "good.example", which is protected (limits.protect)`}},
		"above a protected domain": {state(), state(block("example", "noop")), plan.Limits{Changes: 9, Domains: []string{"good.example"}},
			[]string{`block_domain:example touches "good.example", which is protected (limits.protect)`}},
		"below a protected domain": {state(), state(block("a.good.example", "noop")), plan.Limits{Changes: 9, Domains: []string{"good.example"}},
			[]string{`block_domain:a.good.example touches "good.example", which is protected (limits.protect)`}},
		"beside a protected domain": {state(), state(block("notgood.example", "noop")), plan.Limits{Changes: 9, Domains: []string{"good.example"}}, nil},
		"a protected account": {state(), state(block("@ada@social.example", "noop")), plan.Limits{Changes: 9, Accounts: []string{"@ada@social.example"}},
			[]string{`block_domain:@ada@social.example touches "@ada@social.example", which is protected (limits.protect)`}},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan.Between(test.base, test.desired, test.base, plan.Options{At: at})
			if diff := cmp.Diff(test.want, plan.Exceeded(p, test.limits, test.base)); diff != "" {
				t.Errorf("exceeded (-want +got):\n%s", diff)
			}
		})
	}
}

// BenchmarkPlan makes a whole plan, as one run does: the difference, its authority and its digest.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		desired := many(n)
		articles := map[string][]string{}
		for _, item := range desired.Items {
			articles[plan.ID("block_domain", item.Target)] = []string{"4.2"}
		}
		for name, live := range map[string]plan.State{"create": state(), "equal": desired} {
			b.Run(fmt.Sprintf("n=%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p := plan.Authorize(plan.Between(plan.State{}, desired, live, plan.Options{At: at}), articles, 0)
					if len(p.Refused) > 0 || name == "equal" && len(p.Changes) > 0 {
						b.Fatal(said(p))
					}
				}
			})
		}
	}
}
