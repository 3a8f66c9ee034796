package scenario_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// witness is a server that answers whether an act was done.
type witness struct {
	port.Instance
	happened, known bool
	asked           int
}

func (w *witness) Happened(context.Context, plan.Change) (happened, known bool, err error) {
	w.asked++
	return w.happened, w.known, nil
}

func TestAnActionWhoseAnswerWasLostIsSettledByWhatTheServerShows(t *testing.T) {
	act := plan.Change{ID: "resolve_report:spam-wave", Action: plan.Do, Skill: "resolve_report", Target: "7", Provisions: []string{}}
	begun := map[string]ledger.Result{act.ID: {Status: ledger.Begun}}
	cases := map[string]struct {
		results         map[string]ledger.Result
		happened, known bool
		want            ledger.Status // "" where it has no outcome
		asked           int
	}{
		"the server shows it":           {begun, true, true, ledger.Done, 1},
		"the server shows that not":     {begun, false, true, "", 1},
		"the server does not show":      {begun, false, false, ledger.Unknown, 1},
		"it never began":                {nil, false, false, "", 0},
		"its outcome was recorded":      {map[string]ledger.Result{act.ID: {Status: ledger.Done}}, false, false, ledger.Done, 0},
		"it was given up as not known":  {map[string]ledger.Result{act.ID: {Status: ledger.Unknown}}, true, true, ledger.Unknown, 0},
		"the server refused to have it": {map[string]ledger.Result{act.ID: {Status: ledger.Failed}}, true, true, ledger.Failed, 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			s.other(s.world.Ledger, ledger.Intent, ledger.IntentBody{Plan: "p", Changes: []plan.Change{act}})
			s.other(s.world.Ledger, ledger.Outcome, ledger.OutcomeBody{Plan: "p", Results: test.results})
			seen := &witness{Instance: s.world.Instance, happened: test.happened, known: test.known}
			s.world.Instance = seen
			s.mustApply(s.source(blocks()))
			got := s.outcomes()[ledger.Deed{Lineage: -1, Change: act.ID}]
			if got != test.want || seen.asked != test.asked {
				t.Errorf("outcome %q, want %q; asked %d times, want %d", got, test.want, seen.asked, test.asked)
			}
		})
	}
}

func TestAnActionOfUnknownOutcomeIsNotTriedAgainAndIsNamedInPlanAndLog(t *testing.T) {
	s := newTestEnv(t)
	files := blocks()
	files["actions/greet.yaml"] = "skill: approve_account\nparams: {account: \"@newcomer\"}\nreason: r\n"
	source := s.source(files)
	act := plan.Change{ID: source.Charter.Actions[0].ID(), Action: plan.Do, Skill: "approve_account", Target: source.Charter.Actions[0].Target, Params: source.Charter.Actions[0].Params}
	s.other(s.world.Ledger, ledger.Intent, ledger.IntentBody{Plan: "p", Changes: []plan.Change{act}})
	s.other(s.world.Ledger, ledger.Outcome, ledger.OutcomeBody{Plan: "p", Results: map[string]ledger.Result{act.ID: {Status: ledger.Unknown}}})
	told := func(source branch.Source) (notes string, tried bool) {
		prospect, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		tried = slices.ContainsFunc(prospect.Plan.Changes, func(c plan.Change) bool { return c.ID == act.ID })
		return strings.Join(prospect.Plan.Notes, "\n"), tried
	}
	want := "it is not known whether " + act.ID + " was done"
	if notes, tried := told(source); !strings.Contains(notes, want) || tried {
		t.Errorf("tried again %t, notes:\n%s", tried, notes)
	}
	if notes, _ := told(s.source(blocks())); strings.Contains(notes, want) {
		t.Errorf("it is still named when its file is gone:\n%s", notes)
	}
	page, err := render.Log(s.chain())
	if err != nil || !strings.Contains(page, "it is not known whether these were done, check them on the server: "+act.ID) || strings.Contains(page, "failed") {
		t.Errorf("%v\n%s", err, page)
	}
}
