package notify

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// chainOf is a chain with one entry for each body, a minute apart.
func chainOf(bodies ...any) func(*testing.T) ledger.Chain {
	return func(t *testing.T) ledger.Chain {
		t.Helper()
		chain := ledger.Chain{}
		for i, body := range bodies {
			e, f, err := chain.Next(kindOf(body), time.Date(2026, 11, 21, 12, i, 0, 0, time.UTC), 0, "", body)
			if err != nil {
				t.Fatal(err)
			}
			chain = chain.With(e, f)
		}
		return chain
	}
}

func kindOf(body any) ledger.Kind {
	switch body.(type) {
	case ledger.IntentBody:
		return ledger.Intent
	case ledger.OutcomeBody:
		return ledger.Outcome
	case ledger.PublishBody:
		return ledger.Publish
	case ledger.EnactedBody:
		return ledger.Enacted
	}
	return ledger.Incident
}

func TestTheLastRunIsToldFromTheRecord(t *testing.T) {
	intent := ledger.IntentBody{Holder: "run 7", Changes: []plan.Change{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	results := func(ends map[string]ledger.Status) ledger.OutcomeBody {
		body := ledger.OutcomeBody{Results: map[string]ledger.Result{}}
		for id, end := range ends {
			body.Results[id] = ledger.Result{Status: end}
		}
		return body
	}
	half := results(map[string]ledger.Status{"a": ledger.Done, "b": ledger.Failed, "c": ledger.Begun})
	rest := results(map[string]ledger.Status{"b": ledger.Done, "c": ledger.Done})
	for name, test := range map[string]struct {
		chain func(*testing.T) ledger.Chain
		want  *render.ApplyRun
	}{
		"nothing has begun": {chainOf(ledger.IncidentBody{}), nil},
		"it has only begun": {chainOf(intent),
			&render.ApplyRun{Entry: 1, Began: "2026-11-21T12:00:00Z", Ended: "2026-11-21T12:00:00Z", By: "run 7", Changes: 3}},
		"it stopped part-way": {chainOf(ledger.IncidentBody{}, intent, half),
			&render.ApplyRun{Entry: 2, Began: "2026-11-21T12:01:00Z", Ended: "2026-11-21T12:02:00Z", By: "run 7", Changes: 3, Done: 1, Failed: 1}},
		"it finished": {chainOf(intent, half, ledger.PublishBody{}, rest, ledger.EnactedBody{}, ledger.IncidentBody{}),
			&render.ApplyRun{Entry: 1, Began: "2026-11-21T12:00:00Z", Ended: "2026-11-21T12:04:00Z", By: "run 7", Changes: 3, Done: 3, Finished: true}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := lastRun(test.chain(t))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
