package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func (s *testEnv) apply(source branch.Source) (apply.Receipt, error) {
	s.t.Helper()
	_, receipt, err := apply.Run(s.t.Context(), s.world, source, apply.Options{})
	return receipt, err
}

func (s *testEnv) mustApply(source branch.Source) apply.Receipt {
	s.t.Helper()
	receipt, err := s.apply(source)
	if err != nil {
		s.t.Fatal(err)
	}
	return receipt
}

func TestApplyRecordsIntentBeforeAndEnactedAfter(t *testing.T) {
	s := newTestEnv(t)
	receipt := s.mustApply(s.source(blocks("a.example", "b.example")))
	if receipt.Count(apply.Done) != 3 || !receipt.Enacted {
		t.Errorf("receipt %+v", receipt)
	}
	want := []ledger.Kind{ledger.Intent, ledger.Outcome, ledger.Publish, ledger.Outcome, ledger.Enacted}
	if diff := cmp.Diff(want, s.kinds()); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
}

func TestASecondApplyWritesNothing(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(blocks("a.example"))
	s.mustApply(source)
	s.server.ForgetRequests()
	before := s.kinds()
	if receipt := s.mustApply(source); len(receipt.Results) != 0 {
		t.Errorf("results %+v", receipt.Results)
	}
	if n := s.writes(); n != 0 {
		t.Errorf("%d writes", n)
	}
	if diff := cmp.Diff(before, s.kinds()); diff != "" {
		t.Errorf("ledger grew (-before +after):\n%s", diff)
	}
}

func TestAChangeThatTheServerRefusesDoesNotStopTheOthers(t *testing.T) {
	s := newTestEnv(t)
	s.server.Fail(sandbox.Fault{Method: "POST", Path: "/api/v1/admin/domain_blocks", Nth: 1, Kind: sandbox.StatusBefore, Status: 422})
	receipt, err := s.apply(s.source(blocks("a.example", "bb.example")))
	partway, ok := errors.AsType[*apply.Partway](err)
	if !ok {
		t.Fatalf("error %v, want *apply.Partway", err)
	}
	if receipt.Count(apply.Done) != 2 || receipt.Count(apply.Failed) != 1 || receipt.Enacted {
		t.Errorf("receipt %+v", receipt)
	}
	if want := "2 of 3 changes are done and recorded, 1 failed"; !strings.Contains(partway.Error(), want) {
		t.Errorf("error %q does not say %q", partway, want)
	}
}

func TestAnInterruptedRunIsFinishedByTheNext(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(blocks("a.example", "bb.example", "ccc.example"))
	for range 2 { // the client tries a write twice
		s.server.Fail(sandbox.Fault{Method: "POST", Path: "/api/v1/admin/domain_blocks", Nth: 2, Kind: sandbox.ResetBefore})
	}
	s.server.Fail(sandbox.Fault{Method: "GET", Path: "/api/v1/admin/domain_blocks", Nth: 2, Kind: sandbox.ResetBefore})
	receipt, err := s.apply(source)
	if _, ok := errors.AsType[*apply.Partway](err); !ok {
		t.Fatalf("error %v, want *apply.Partway", err)
	}
	if receipt.Count(apply.NotTried) == 0 {
		t.Errorf("a lost connection did not stop the run: %+v", receipt)
	}
	s.reconnect()
	s.mustApply(source)

	undisturbed := newTestEnv(t)
	undisturbed.mustApply(undisturbed.source(blocks("a.example", "bb.example", "ccc.example")))
	if diff := cmp.Diff(undisturbed.liveTargets(), s.liveTargets()); diff != "" {
		t.Errorf("server (-undisturbed +resumed):\n%s", diff)
	}
}

func (s *testEnv) liveTargets() []string {
	s.t.Helper()
	items, err := s.world.Instance.Read(s.t.Context(), "domain_blocks", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	var targets []string
	for _, item := range items {
		targets = append(targets, item.Target)
	}
	return targets
}

func TestASignalStopsBeforeTheNextChangeAndIsRecorded(t *testing.T) {
	s := newTestEnv(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.world.Progress = func(finished, _ int, _ apply.Result) {
		if finished == 1 {
			cancel()
		}
	}
	_, receipt, err := apply.Run(ctx, s.world, s.source(blocks("a.example", "bb.example")), apply.Options{})
	if _, ok := errors.AsType[*apply.Partway](err); !ok {
		t.Fatalf("error %v, want *apply.Partway", err)
	}
	if receipt.Count(apply.Done) != 1 || receipt.Count(apply.NotTried) != 2 {
		t.Errorf("receipt %+v", receipt)
	}
	if diff := cmp.Diff([]ledger.Kind{ledger.Intent, ledger.Outcome}, s.kinds()); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
}

func TestARefusalWritesNothingAnywhere(t *testing.T) {
	settings := func(old, new string) func(*testEnv) branch.Source {
		return func(s *testEnv) branch.Source {
			text := s.file("governance/bylaw.yaml")
			if !strings.Contains(text, old) {
				s.t.Fatalf("bylaw.yaml does not hold %q", old)
			}
			return s.source(map[string]string{"bylaw.yaml": strings.Replace(text, old, new, 1)})
		}
	}
	cases := map[string]struct {
		source func(*testEnv) branch.Source
		why    string
	}{
		"paused":                 {settings("paused: false", "paused: true"), "apply is paused by bylaw.yaml"},
		"too many changes":       {settings("changes: 500", "changes: 2"), "the plan is over a limit"},
		"a protected domain":     {settings("domains: []", "domains: [pile-on.example]"), "protected"},
		"in conflict, unsettled": {conflicting, "has other values"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := newTestEnv(t)
			source := test.source(s)
			s.server.ForgetRequests()
			_, err := s.apply(source)
			refusal, ok := errors.AsType[*diag.Refusal](err)
			if !ok || !strings.Contains(refusal.Why, test.why) || refusal.Next == "" {
				t.Errorf("error %v, want a refusal with %q and a next step", err, test.why)
			}
			if n := s.writes(); n != 0 || len(s.kinds()) != 0 {
				t.Errorf("%d writes, ledger %v", n, s.kinds())
			}
		})
	}
}

// conflicting has a block on the server, made by hand, that says otherwise than the repository.
func conflicting(s *testEnv) branch.Source {
	s.server.Edit(func(state *sandbox.State) {
		state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{ID: state.NextID(s.Now()), Domain: "a.example", Severity: "silence", CreatedAt: s.Now()})
	})
	return s.source(blocks("a.example"))
}

func TestWhatWasOursIsRemovedAndWhatPeopleDidIsLeftAlone(t *testing.T) {
	s := newTestEnv(t)
	s.mustApply(s.source(blocks("a.example", "b.example")))
	s.server.Edit(func(state *sandbox.State) {
		state.DomainBlocks = append(state.DomainBlocks, &sandbox.DomainBlock{ID: state.NextID(s.Now()), Domain: "hand.example", Severity: "silence", CreatedAt: s.Now()})
	})
	s.Advance(time.Hour)
	s.mustApply(s.source(blocks("b.example")))
	if diff := cmp.Diff([]string{"b.example", "hand.example"}, s.liveTargets()); diff != "" {
		t.Errorf("server (-want +got):\n%s", diff)
	}
}

func TestAMeasureWhoseTimeIsOverIsLifted(t *testing.T) {
	s := newTestEnv(t)
	source := s.source(map[string]string{"instance/federation.yaml": "domain_blocks:\n  - {domain: a.example, severity: suspend, until: 2026-12-01}\n"})
	s.mustApply(source)
	s.Set(time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC))
	prospect, err := apply.Plan(t.Context(), s.world, source, apply.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(prospect.Plan.Changes) != 1 || prospect.Plan.Changes[0].Origin != "sunset" {
		t.Fatalf("changes %+v", prospect.Plan.Changes)
	}
	s.mustApply(source)
	if targets := s.liveTargets(); len(targets) != 0 {
		t.Errorf("still blocked: %q", targets)
	}
}

func TestTheConstitutionInForceJudgesTheNewOne(t *testing.T) {
	s := newTestEnv(t)
	law := s.file("governance/constitution.md")
	powerless := blocks()
	powerless["constitution.md"] = strings.ReplaceAll(law, "[block_domain]", "[unblock_domain]")
	s.mustApply(s.source(powerless))
	prospect, err := apply.Plan(t.Context(), s.world, s.source(blocks("a.example")), apply.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(prospect.Plan.Refused) != 1 || !strings.Contains(prospect.Plan.Refused[0].Why, "no provision grants this power") {
		t.Errorf("refused %+v: a constitution that is not in force yet granted a power", prospect.Plan.Refused)
	}
}
