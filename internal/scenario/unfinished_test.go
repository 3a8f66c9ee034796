package scenario_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// A run dies when it has enacted a part of a tree, and then a vote takes that tree back. What the dead run has done goes too,
// at whatever entry of the ledger it died.
func TestWhatADeadRunDidIsTakenBackWithTheTree(t *testing.T) {
	for first, last := range map[bool]int{false: 2, true: 4} { // by whether anything was enacted before
		for entries := 1; entries <= last; entries++ {
			s := newTestEnv(t)
			before := s.source(blocks("a.example", "gone.example"))
			if !first {
				s.mustApply(before)
			}
			s.kill("run 1", entries, s.source(blocks("a.example", "bb.example", "ccc.example")))
			if len(s.liveTargets()) < 3 {
				t.Fatalf("the dead run did nothing: %v", s.liveTargets())
			}
			receipt, err := s.applyAs("run 1", before)
			if err != nil || !receipt.Enacted {
				t.Fatalf("first %t, %d entries: %+v, %v", first, entries, receipt, err)
			}
			if diff := cmp.Diff([]string{"a.example", "gone.example"}, s.liveTargets()); diff != "" {
				t.Errorf("first %t, %d entries: server (-want +got):\n%s", first, entries, diff)
			}
			s.settled(before)
		}
	}
}

// settled fails unless nothing is left to do, and nothing unmanaged is on the server.
func (s *testEnv) settled(source branch.Source) {
	s.t.Helper()
	again, err := apply.Plan(s.t.Context(), s.world, source, apply.PlanOptions{})
	if err != nil || len(again.Plan.Changes)+len(again.Plan.Unmanaged)+len(again.Plan.Drift) > 0 {
		s.t.Errorf("left: %+v, unmanaged %+v, drift %+v, %v", again.Plan.Changes, again.Plan.Unmanaged, again.Plan.Drift, err)
	}
}

// The same with an account, and with the constitution that the dead run has posted.
func TestAMeasureAndAThreadOfADeadRunAreTakenBack(t *testing.T) {
	s := newTestEnv(t)
	s.server.Edit(func(st *sandbox.State) {
		st.Accounts = append(st.Accounts, &sandbox.Account{ID: 4711, Username: "dana"})
	})
	accounts := func(list string) map[string]string {
		files := blocks()
		files["instance/accounts.yaml"] = "accounts:" + list + "\n"
		return files
	}
	before := s.source(accounts(" []"))
	s.mustApply(before)
	after := accounts("\n  - {account: \"@dana\", state: [silenced], reason: r}")
	after["constitution.md"] = s.file("governance/constitution.md") + "\nOne more sentence.\n"
	s.kill("run 1", 4, s.source(after))
	receipt, err := s.applyAs("run 1", before)
	if err != nil || !receipt.Enacted {
		t.Fatalf("%+v, %v", receipt, err)
	}
	var done []string
	for _, r := range receipt.Results {
		done = append(done, r.ID)
	}
	if diff := cmp.Diff([]string{"unsilence_account:@dana", "publish_constitution:constitution"}, done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	s.settled(before)
}

// What a person did by an override is not decided: an unfinished one is not taken for a part of the tree.
func TestWhatAnOverrideDidIsNotTakenBackByAnotherTree(t *testing.T) {
	s := newTestEnv(t)
	before := s.source(blocks("a.example"))
	s.mustApply(before)
	override := plan.Change{ID: "block_domain:flood.example", Action: plan.Create, Skill: "block_domain", Target: "flood.example", Params: map[string]any{"severity": "suspend"}}
	book := s.world.Ledger
	s.other(book, ledger.Override, ledger.OverrideBody{Reason: "spam", Plan: "p", Changes: []plan.Change{override}})
	s.other(book, ledger.Intent, ledger.IntentBody{Plan: "p", Changes: []plan.Change{override}, Tasks: []plan.Task{}})
	if err := s.world.Instance.Execute(t.Context(), override); err != nil {
		t.Fatal(err)
	}
	s.mustApply(before)
	if diff := cmp.Diff([]string{"a.example", "flood.example"}, s.liveTargets()); diff != "" {
		t.Errorf("server (-want +got):\n%s", diff)
	}
}
