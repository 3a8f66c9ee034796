package scenario_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// acting is the sample charter with one act, and with more files.
func (s *testEnv) acting(act string, more map[string]string) branch.Source {
	s.t.Helper()
	files := map[string]string{"actions/deed.yaml": act + "\nreason: why\n"}
	maps.Copy(files, blocks())
	maps.Copy(files, more)
	return s.source(files)
}

// planned says whether a plan has the action, and why it is refused.
func (s *testEnv) planned(source branch.Source) (has bool, refused string) {
	s.t.Helper()
	found, err := apply.Plan(s.t.Context(), s.world, source, apply.PlanOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range found.Plan.Changes {
		has = has || c.Action == plan.Do
	}
	for _, r := range found.Plan.Refused {
		refused += r.Why
	}
	return has, refused
}

func TestTheLedgerSaysWhetherAnActionIsStillToBeDone(t *testing.T) {
	const id = "resolve_report:deed"
	cases := map[string]struct {
		results map[string]ledger.Result // nil where no intent was recorded
		open    bool
	}{
		"never tried":              {nil, true},
		"tried and refused":        {map[string]ledger.Result{id: {Status: ledger.Failed}}, true},
		"not tried after a stop":   {map[string]ledger.Result{}, true},
		"begun, no answer as yet":  {map[string]ledger.Result{id: {Status: ledger.Begun}}, true},
		"another act was done":     {map[string]ledger.Result{"resolve_report:other": {Status: ledger.Done}}, true},
		"done":                     {map[string]ledger.Result{id: {Status: ledger.Done}}, false},
		"given up as not known":    {map[string]ledger.Result{id: {Status: ledger.Unknown}}, false},
		"another skill, same name": {map[string]ledger.Result{"reopen_report:deed": {Status: ledger.Done}}, true},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			if test.results != nil {
				act := plan.Change{ID: id, Action: plan.Do, Skill: "resolve_report", Target: "7", Params: map[string]any{}, Provisions: []string{}}
				s.other(s.world.Ledger, ledger.Intent, ledger.IntentBody{Plan: "p", Changes: []plan.Change{act}})
				s.other(s.world.Ledger, ledger.Outcome, ledger.OutcomeBody{Plan: "p", Results: test.results})
			}
			has, refused := s.planned(s.acting("skill: resolve_report\nparams: {report: 7}", nil))
			read := s.server.Count("GET", "/api/v1/admin/reports/7")
			if open := strings.Contains(refused, "the server has no report 7"); has || open != test.open || (read == 1) != test.open {
				t.Errorf("planned %t, refused %q, read %d times", has, refused, read)
			}
		})
	}
}

func TestALedgerOfActionsThatCannotBeReadIsNotTakenForAnEmptyOne(t *testing.T) {
	for _, kind := range []ledger.Kind{ledger.Intent, ledger.Outcome} {
		s := newTestEnv(t)
		s.other(s.world.Ledger, kind, map[string]any{"changes": "none", "results": "none"})
		source := s.acting("skill: resolve_report\nparams: {report: 7}", nil)
		if _, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{}); err == nil || !strings.Contains(err.Error(), "ledger entry") {
			t.Errorf("%s: error %v", kind, err)
		}
	}
}

func TestAnAccountIsSuspendedSinceTheTreesSaySoWithoutABreak(t *testing.T) {
	type step struct {
		day   int
		state string
	}
	const day = 24 * time.Hour
	cases := map[string]struct {
		steps   []step
		refused string // "" where its data may go on day 20
	}{
		"for 20 days":              {[]step{{0, "suspended"}}, ""},
		"for 14 days":              {[]step{{6, "suspended"}}, ""},
		"for 13 days":              {[]step{{7, "suspended"}}, "since 2026-11-28"},
		"silenced in addition":     {[]step{{0, "suspended"}, {15, "silenced, suspended"}}, ""},
		"lifted in between":        {[]step{{0, "suspended"}, {10, ""}, {15, "suspended"}}, "since 2026-12-06"},
		"silenced at first":        {[]step{{0, "silenced"}, {15, "silenced, suspended"}}, "since 2026-12-06"},
		"by hand, of which no one": {nil, "does not say since when"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			begin, accounts := s.Now(), map[string]string{}
			for _, step := range test.steps {
				s.Set(begin.Add(time.Duration(step.day) * day))
				accounts["instance/accounts.yaml"] = "accounts:\n  - {account: \"@bruno\", state: [" + step.state + "], message: why, reason: why}\n"
				maps.Copy(accounts, blocks())
				s.mustApply(s.source(accounts))
			}
			if test.steps == nil {
				s.server.Edit(func(state *sandbox.State) {
					for _, a := range state.Accounts {
						a.Suspended = a.Suspended || a.Username == "bruno"
					}
				})
			}
			s.Set(begin.Add(20 * day))
			has, refused := s.planned(s.acting("skill: delete_account_data\nparams: {account: \"@bruno\"}", accounts))
			if has != (test.refused == "") || !strings.Contains(refused, test.refused) || has && refused != "" {
				t.Errorf("planned %t, refused %q", has, refused)
			}
		})
	}
}
