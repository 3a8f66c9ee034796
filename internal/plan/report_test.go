package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestEachStateIsReportedOnce(t *testing.T) {
	const a, b = "a.example", "b.example"
	known := []plan.KnownDrift{{Resource: blocks, Target: a, Reason: "an appeal", Until: "2026-12-01T00:00:00Z"}}
	for name, test := range map[string]struct {
		base, desired, live plan.State
		options             plan.Options
		want                map[plan.EntryState]int
	}{
		"nothing":        {state(block(a, "silence")), state(block(a, "silence")), state(block(a, "silence")), plan.Options{}, map[plan.EntryState]int{}},
		"pending":        {state(), state(block(a, "silence")), state(), plan.Options{}, map[plan.EntryState]int{plan.EntryPending: 1}},
		"drifted":        {state(block(a, "silence")), state(block(a, "silence")), state(block(a, "noop")), plan.Options{}, map[plan.EntryState]int{plan.EntryDrifted: 1}},
		"removed":        {state(block(a, "silence")), state(block(a, "silence")), state(), plan.Options{}, map[plan.EntryState]int{plan.EntryDrifted: 1}},
		"accepted":       {state(block(a, "silence")), state(block(a, "silence")), state(), plan.Options{Known: known}, map[plan.EntryState]int{plan.EntryAccepted: 1}},
		"unmanaged":      {state(), state(), state(block(b, "noop")), plan.Options{}, map[plan.EntryState]int{plan.EntryUnmanaged: 1}},
		"unreadable":     {state(block(a, "silence")), state(block(a, "silence")), plan.State{}, plan.Options{}, map[plan.EntryState]int{plan.EntryUnreadable: 1}},
		"drift and more": {state(block(a, "silence")), state(block(a, "silence")), state(block(b, "noop")), plan.Options{}, map[plan.EntryState]int{plan.EntryDrifted: 1, plan.EntryUnmanaged: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.At = at
			r := plan.Between(test.base, test.desired, test.live, test.options).Report(test.live, nil)
			if diff := cmp.Diff(test.want, r.Counts); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			for _, e := range r.Entries {
				if e.Resource != blocks || e.Next == "" {
					t.Errorf("entry %+v", e)
				}
			}
		})
	}
}
