package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// renewed is an entry that a proposal decided again as it is.
func renewed(item plan.Item) plan.Item {
	item.Params[plan.Renew] = "2026-11-20T00:00:00Z"
	return item
}

// listed is an entry that comes from a list.
func listed(item plan.Item) plan.Item {
	item.Params[plan.Sources] = map[string]any{"tier0": "2026-11-20"}
	return item
}

func TestKnownDriftAndRenewedEntries(t *testing.T) {
	const a = "a.example"
	known := func(until string) []plan.KnownDrift {
		return []plan.KnownDrift{{Resource: blocks, Target: a, Reason: "an appeal", Until: until}}
	}
	const future, now = "2026-11-21T12:00:01Z", "2026-11-21T12:00:00Z"
	ours := func() plan.State { return state(block(a, "silence")) }
	for name, test := range map[string]struct {
		base, desired, live plan.State
		options             plan.Options
		want                []string
	}{
		"known drift is accepted":             {ours(), ours(), state(block(a, "noop")), plan.Options{Known: known(future)}, []string{"accepted a.example"}},
		"a known removal is accepted":         {ours(), ours(), state(), plan.Options{Known: known(future)}, []string{"accepted a.example"}},
		"known drift ends at its date":        {ours(), ours(), state(block(a, "noop")), plan.Options{Known: known(now)}, []string{"drift a.example"}},
		"known drift of another entry is not": {state(block("b.example", "noop")), state(block("b.example", "noop")), state(), plan.Options{Known: known(future)}, []string{"drift b.example"}},
		"known drift is not repaired": {ours(), ours(), state(block(a, "noop")), plan.Options{Known: known(future), Repair: []string{blocks}},
			[]string{"accepted a.example"}},
		"a known removal is not repaired": {ours(), ours(), state(), plan.Options{Known: known(future), Repair: []string{blocks}}, []string{"accepted a.example"}},
		"a decision ends known drift": {ours(), state(block(a, "suspend")), state(block(a, "noop")), plan.Options{Known: known(future)},
			[]string{"update block_domain:a.example decision"}},
		"an entry that was decided again is put back": {ours(), state(renewed(block(a, "silence"))), state(block(a, "noop")), plan.Options{},
			[]string{"update block_domain:a.example decision"}},
		"an entry that was decided again and is gone is put back": {ours(), state(renewed(block(a, "silence"))), state(), plan.Options{},
			[]string{"create block_domain:a.example decision"}},
		"an entry that was decided again and is in force needs nothing": {ours(), state(renewed(block(a, "silence"))), ours(), plan.Options{}, nil},
		"what changed after it was decided again is drift": {state(renewed(block(a, "silence"))), state(renewed(block(a, "silence"))), state(block(a, "noop")),
			plan.Options{}, []string{"drift a.example"}},
		"where an entry comes from is not for the server": {ours(), state(listed(block(a, "silence"))), ours(), plan.Options{}, nil},
		"an entry that comes from a list is created":      {state(), state(listed(block(a, "silence"))), state(), plan.Options{}, []string{"create block_domain:a.example decision"}},
		"an entry that loses its date is not decided again": {state(renewed(block(a, "silence"))), ours(), state(block(a, "noop")), plan.Options{},
			[]string{"drift a.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.At = at
			got := plan.Between(test.base, test.desired, test.live, test.options)
			if diff := cmp.Diff(test.want, said(got)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
			for _, c := range got.Changes {
				for _, key := range []string{plan.Renew, plan.Sources} {
					if c.Params[key] != nil || c.After[key] != nil {
						t.Errorf("%s would be sent to the server: %v", key, c)
					}
				}
			}
		})
	}
}

// What the settings accept until a date must not be remembered as a choice that has no end.
func TestTheLedgerRemembersOnlyWhatWasChosen(t *testing.T) {
	chosen := kept("a.example", "silence", "noop")[0]
	until := chosen
	until.Until = "2026-12-01T00:00:00Z"
	if diff := cmp.Diff([]plan.Difference{chosen}, plan.Plan{Accepted: []plan.Difference{until, chosen}}.Chosen()); diff != "" {
		t.Error(diff)
	}
}
