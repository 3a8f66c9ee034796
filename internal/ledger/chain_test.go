package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// fold gives what a chain comes to.
func fold(t *testing.T, chain ledger.Chain) ledger.State {
	t.Helper()
	state, err := ledger.Fold(chain)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// grow appends entries of the kinds and bodies given.
func grow(t *testing.T, chain ledger.Chain, kind ledger.Kind, body any) ledger.Chain {
	t.Helper()
	e, f, err := chain.Next(kind, noon, 0, "", body)
	if err != nil {
		t.Fatal(err)
	}
	return chain.With(e, f)
}

func TestTheRunThatStoppedPartWayIsFound(t *testing.T) {
	chain, _ := record(t)
	if run := fold(t, chain).Unfinished(); run != nil {
		t.Fatalf("an enacted run is unfinished: %+v", run)
	}
	intent := ledger.IntentBody{Plan: "p2", Changes: []plan.Change{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Tasks: []plan.Task{}}
	chain = grow(t, chain, ledger.Intent, intent)
	chain = grow(t, chain, ledger.Outcome, ledger.OutcomeBody{Plan: "p2", Results: map[string]ledger.Result{
		"a": {Status: ledger.Done}, "b": {Status: ledger.Failed, Message: "502"},
	}})
	chain = grow(t, chain, ledger.Outcome, ledger.OutcomeBody{Plan: "p2", Results: map[string]ledger.Result{"b": {Status: ledger.Done}}})
	run := fold(t, chain).Unfinished()
	if run == nil {
		t.Fatal("not found")
	}
	if diff := cmp.Diff(intent.Plan, run.Intent.Plan); diff != "" {
		t.Error(diff)
	}
	want := map[string]ledger.Result{"a": {Status: ledger.Done}, "b": {Status: ledger.Done}}
	if diff := cmp.Diff(want, run.Results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestALaterIntentHidesTheResultsOfAnEarlierOne(t *testing.T) {
	chain := grow(t, ledger.Chain{}, ledger.Intent, ledger.IntentBody{Plan: "p1"})
	chain = grow(t, chain, ledger.Outcome, ledger.OutcomeBody{Results: map[string]ledger.Result{"a": {Status: ledger.Failed}}})
	chain = grow(t, chain, ledger.Intent, ledger.IntentBody{Plan: "p2"})
	if run := fold(t, chain).Unfinished(); run == nil || run.Intent.Plan != "p2" || len(run.Results) != 0 {
		t.Errorf("got %+v", run)
	}
}

func TestTheLastEnactedEntryIsTheLatest(t *testing.T) {
	if _, ok := (ledger.Chain{}).LastEnacted(); ok {
		t.Error("an empty ledger has enacted something")
	}
	chain, _ := record(t)
	chain = grow(t, chain, ledger.Enacted, ledger.EnactedBody{Tree: "t2"})
	chain = grow(t, chain, ledger.Incident, map[string]string{})
	entry, ok := chain.LastEnacted()
	body, err := ledger.Body[ledger.EnactedBody](entry)
	if !ok || err != nil || body.Tree != "t2" {
		t.Errorf("got %+v, %t, %v", body, ok, err)
	}
}

func TestABodyOfAnotherShapeNamesItsEntry(t *testing.T) {
	chain := grow(t, ledger.Chain{}, ledger.Intent, map[string]any{"changes": "none"})
	if _, err := ledger.Fold(chain); err == nil || !strings.Contains(err.Error(), "body of ledger entry 1 (intent)") {
		t.Errorf("error %v", err)
	}
	chain = grow(t, grow(t, ledger.Chain{}, ledger.Intent, ledger.IntentBody{}), ledger.Outcome, map[string]any{"results": 1})
	if _, err := ledger.Fold(chain); err == nil || !strings.Contains(err.Error(), "body of ledger entry 2 (outcome)") {
		t.Errorf("error %v", err)
	}
}

func TestNextRefusesWhatVerifyWould(t *testing.T) {
	chain := ledger.Chain{}
	if _, _, err := chain.Next("coup", noon, 0, "", struct{}{}); err == nil {
		t.Error("an unknown kind was written")
	}
	if _, _, err := chain.Next(ledger.Intent, noon, 0, "main", struct{}{}); err == nil {
		t.Error("a branch name was written as a commit")
	}
	if _, _, err := chain.Next(ledger.Intent, noon, 0, "", "text"); err == nil {
		t.Error("a text was written as a body")
	}
	if _, _, err := chain.Next(ledger.Intent, noon, 0, "", func() {}); err == nil {
		t.Error("a function was written as a body")
	}
	if _, _, err := ledger.FactsFile(func() {}); err == nil {
		t.Error("a function was written as facts")
	}
}

func TestEqualFactsAreOneFile(t *testing.T) {
	one, sum, err := ledger.FactsFile(map[string]int{"a": 1, "b": 2})
	if err != nil {
		t.Fatal(err)
	}
	other, again, err := ledger.FactsFile(struct {
		B int `json:"b"`
		A int `json:"a"`
	}{2, 1})
	if err != nil || sum != again {
		t.Fatalf("%s and %s, %v", sum, again, err)
	}
	if diff := cmp.Diff(one, other); diff != "" || one.Path != "facts/"+sum+".json" {
		t.Errorf("%s %s", one.Path, diff)
	}
}

func TestRunsSinceTheLastEnactedEntryTellAnOverrideFromADecision(t *testing.T) {
	chain := grow(t, ledger.Chain{}, ledger.Intent, ledger.IntentBody{Plan: "p0"})
	chain = grow(t, chain, ledger.Enacted, ledger.EnactedBody{Tree: "t"})
	chain = grow(t, chain, ledger.Intent, ledger.IntentBody{Plan: "p1"})
	chain = grow(t, chain, ledger.Outcome, ledger.OutcomeBody{Results: map[string]ledger.Result{"a": {Status: ledger.Done}}})
	chain = grow(t, chain, ledger.Override, ledger.OverrideBody{Plan: "p2"})
	chain = grow(t, chain, ledger.Intent, ledger.IntentBody{Plan: "p2"})
	chain = grow(t, chain, ledger.Intent, ledger.IntentBody{Plan: "p2"})
	var got []string
	for _, r := range fold(t, chain).Runs {
		got = append(got, fmt.Sprintf("%d %s %t %d", r.Entry.Seq, r.Intent.Plan, r.Overrides, len(r.Results)))
	}
	if diff := cmp.Diff([]string{"3 p1 false 1", "6 p2 true 0", "7 p2 false 0"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
