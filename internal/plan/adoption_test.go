package plan_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestFirstRunOverAccountsThatDiffer(t *testing.T) {
	desired, live := people(person("silenced")), people(person("silenced", "sensitive"))
	first := func(o plan.Options) plan.Plan {
		o.At = at
		return plan.Between(plan.State{}, desired, live, o)
	}
	if p := first(plan.Options{}); len(p.Conflicts) != 1 || len(p.Drift) != 0 || !strings.Contains(strings.Join(p.Notes, "\n"), "--adopt-live keeps it") {
		t.Errorf("without a choice: conflicts %v, drift %v, notes %v", p.Conflicts, p.Drift, p.Notes)
	}
	kept := first(plan.Options{AdoptLive: true})
	if len(kept.Accepted) != 1 || len(kept.Conflicts)+len(kept.Drift) != 0 {
		t.Fatalf("--adopt-live: accepted %v, conflicts %v, drift %v", kept.Accepted, kept.Conflicts, kept.Drift)
	}
	later := plan.Between(desired, desired, live, plan.Options{At: at, Accepted: kept.Accepted})
	if len(later.Accepted) != 1 || len(later.Drift) != 0 {
		t.Errorf("later: accepted %v, drift %v", later.Accepted, later.Drift)
	}
	again := plan.Between(desired, desired, people(person("silenced", "suspended")), plan.Options{At: at, Accepted: kept.Accepted})
	if len(again.Accepted) != 0 || len(again.Drift) != 1 {
		t.Errorf("changed again: accepted %v, drift %v", again.Accepted, again.Drift)
	}
	if p := first(plan.Options{AdoptOurs: true}); len(p.Changes) != 0 || len(p.Drift) != 1 {
		t.Errorf("--adopt-ours lifts only what was ours: %v, drift %v", said(p), p.Drift)
	}
}

func TestFirstRunSaysWhatItAdopts(t *testing.T) {
	s := state(block("a.example", "noop"), block("b.example", "noop"))
	if got := plan.Between(plan.State{}, s, s, plan.Options{At: at}).Notes; len(got) != 1 || got[0] != "adopted: 2 entries are on the server as they are written here" {
		t.Errorf("on first run: %q", got)
	}
	if got := plan.Between(s, s, s, plan.Options{At: at}).Notes; len(got) != 0 {
		t.Errorf("later: %q", got)
	}
}

// What a domain block holds is no measure of its own, and no drift.
func TestWhatADomainBlockHoldsIsNoDrift(t *testing.T) {
	held := person("sensitive", "silenced")
	held.Held = []string{"silenced"}
	p := plan.Between(people(person("sensitive")), people(person("sensitive")), people(held), plan.Options{At: at})
	if len(p.Drift) != 0 {
		t.Errorf("drift: %v", p.Drift)
	}
}
