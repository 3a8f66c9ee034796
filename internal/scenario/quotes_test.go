package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// quoting is the sample with settings that say who may quote.
func (s *testEnv) quoting(policy string) branch.Source {
	s.t.Helper()
	return s.source(map[string]string{
		"bylaw.yaml": strings.Replace(s.file("governance/bylaw.yaml"), "mode: repost", "mode: repost, quotes: "+policy, 1),
	})
}

func TestWhoMayQuoteIsChangedWithoutAnEdit(t *testing.T) {
	s := newTestEnv(t)
	s.mustApply(s.quoting("followers"))
	s.reconnect()
	before := s.server.Count("POST", "/api/v1/statuses")
	prospect, receipt, err := apply.Run(t.Context(), s.world, s.quoting("nobody"), apply.Options{})
	if err != nil || !receipt.Enacted || len(prospect.Plan.Changes) != 1 || !prospect.Plan.Changes[0].RequotesOnly() {
		t.Fatalf("%+v, %+v, %v", prospect.Plan.Changes, receipt, err)
	}
	if posted := s.server.Count("POST", "/api/v1/statuses") - before; posted != 0 {
		t.Errorf("%d posts", posted)
	}
	s.server.Edit(func(state *sandbox.State) {
		for _, p := range state.Statuses {
			if p.QuotePolicy != "nobody" {
				t.Errorf("post %d may be quoted by %q", p.ID, p.QuotePolicy)
			}
		}
		state.Statuses[3].QuotePolicy = "public"
	})
	s.reconnect()
	if prospect, err = apply.Plan(t.Context(), s.world, s.quoting("nobody"), apply.PlanOptions{}); err != nil || len(prospect.Plan.Drift) != 1 {
		t.Errorf("changed by hand on one post: drift %+v, %v", prospect.Plan.Drift, err)
	}
}

func TestAServerThatKnowsNoQuotesIsSaidSoAndIsNoError(t *testing.T) {
	s := newTestEnv(t)
	s.server = sandbox.New(sandbox.Options{Now: s.Now, Empty: true, Version: "4.4.0"})
	s.reconnect()
	known := func(n string) bool { return strings.Contains(n, "publish.quotes is set") }
	for _, policy := range []string{"followers", "nobody"} {
		if receipt := s.mustApply(s.quoting(policy)); !receipt.Enacted {
			t.Errorf("%+v", receipt)
		}
		s.reconnect()
		prospect, err := apply.Plan(t.Context(), s.world, s.quoting(policy), apply.PlanOptions{})
		p := prospect.Plan
		if err != nil || len(p.Changes)+len(p.Drift)+len(p.Refused) > 0 || !slices.ContainsFunc(p.Notes, known) {
			t.Errorf("%+v, notes %q, %v", p.Changes, p.Notes, err)
		}
	}
	if n := s.server.Count("PUT", "/api/v1/statuses/*/interaction_policy"); n > 0 {
		t.Errorf("%d calls that the server does not have", n)
	}
}
