package ledger_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

const (
	soon  = "2026-11-21T12:15:00Z"
	later = "2026-11-21T12:30:00Z"
)

func TestTheLastIntentHoldsTheLockUntilTheRunEnds(t *testing.T) {
	intent := ledger.IntentBody{Plan: "p", Holder: "run 7", Expires: at(soon)}
	cases := map[string]struct {
		after func(ledger.Chain) ledger.Chain
		until string // "" where no one holds it
	}{
		"at once": {func(c ledger.Chain) ledger.Chain { return c }, soon},
		"renewed by an outcome": {func(c ledger.Chain) ledger.Chain {
			return grow(t, c, ledger.Outcome, ledger.OutcomeBody{Expires: at(later)})
		}, later},
		"not renewed by another entry": {func(c ledger.Chain) ledger.Chain {
			return grow(t, c, ledger.Publish, ledger.PublishBody{})
		}, soon},
		"given up": {func(c ledger.Chain) ledger.Chain {
			return grow(t, c, ledger.Outcome, ledger.OutcomeBody{Released: true})
		}, ""},
		"enacted": {func(c ledger.Chain) ledger.Chain {
			return grow(t, c, ledger.Enacted, ledger.EnactedBody{})
		}, ""},
		"taken by a run without a name": {func(c ledger.Chain) ledger.Chain {
			return grow(t, c, ledger.Intent, ledger.IntentBody{})
		}, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			lock, held, err := fold(t, test.after(grow(t, ledger.Chain{}, ledger.Intent, intent))).Lock()
			if err != nil || held != (test.until != "") {
				t.Fatalf("held %t, %v", held, err)
			}
			if held && (lock.Holder != "run 7" || !lock.Since.Equal(noon) || lock.Until.Format("2006-01-02T15:04:05Z07:00") != test.until) {
				t.Errorf("lock %+v, want until %s", lock, test.until)
			}
		})
	}
}

func TestALockWithoutAnEndIsAnError(t *testing.T) {
	chain := grow(t, ledger.Chain{}, ledger.Intent, ledger.IntentBody{Holder: "run 7"})
	if _, _, err := fold(t, chain).Lock(); err == nil || !strings.Contains(err.Error(), "ledger entry 1") {
		t.Errorf("error %v", err)
	}
	chain = grow(t, ledger.Chain{}, ledger.Intent, map[string]any{"holder": 7})
	if _, err := ledger.Fold(chain); err == nil {
		t.Error("a holder that is no text was read")
	}
}

func TestADisturbedRunAndItsRestComeToTheSameAsAnUndisturbedOne(t *testing.T) {
	block, act := plan.Change{ID: "block_domain:a.example"}, plan.Change{ID: "approve_account:welcome", Action: plan.Do}
	intent := ledger.IntentBody{Changes: []plan.Change{block, act}}
	outcome := func(c ledger.Chain, id string, status ledger.Status) ledger.Chain {
		return grow(t, c, ledger.Outcome, ledger.OutcomeBody{Results: map[string]ledger.Result{id: {Status: status}}})
	}
	smooth := outcome(outcome(grow(t, ledger.Chain{}, ledger.Intent, intent), block.ID, ledger.Done), act.ID, ledger.Done)
	rough := outcome(grow(t, ledger.Chain{}, ledger.Intent, intent), block.ID, ledger.Failed)
	rough = outcome(outcome(rough, block.ID, ledger.Done), act.ID, ledger.Begun)
	rough = outcome(grow(t, rough, ledger.Intent, intent), act.ID, ledger.Done)
	want, got := fold(t, smooth).Outcomes, fold(t, rough).Outcomes
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 2 {
		t.Errorf("(-smooth +rough):\n%s", diff)
	}

	again := outcome(grow(t, grow(t, rough, ledger.Enacted, ledger.EnactedBody{}), ledger.Intent, intent), block.ID, ledger.Failed)
	want[ledger.Deed{Lineage: 1, Change: block.ID}] = ledger.Failed
	if diff := cmp.Diff(want, fold(t, again).Outcomes); diff != "" {
		t.Errorf("after it was enacted (-want +got):\n%s", diff)
	}
}

func at(text string) moment.Time { return moment.Parse(text) }
