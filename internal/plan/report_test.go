package plan_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
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
		"repaired":       {state(block(a, "silence")), state(block(a, "silence")), state(), plan.Options{Repair: []string{blocks}}, map[plan.EntryState]int{plan.EntryDrifted: 1}},
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

// The JSON of a report with an entry of each state. Its keys are what programs read.
func TestReportAsJSON(t *testing.T) {
	entry := func(resource, target string, params map[string]any) plan.Item {
		return plan.Item{Resource: resource, Target: target, Params: params}
	}
	allow := entry("domain_allows", "friend.example", map[string]any{})
	mail := entry("email_domain_blocks", "mail.example", map[string]any{"allow_with_approval": false})
	old := block("old.example", "suspend", "Spam")
	old.Since = "2026-01-02T03:04:05Z"
	managed := []string{blocks, "domain_allows", "email_domain_blocks", plan.ConstitutionResource}
	law := entry(plan.ConstitutionResource, plan.ConstitutionResource, map[string]any{"digest": "aaaa"})
	base := plan.State{Managed: managed, Items: []plan.Item{block("a.example", "silence"), block("b.example", "suspend"), block("known.example", "noop"), mail, law}}
	desired := base
	desired.Items = append(slices.Clone(base.Items), block("new.example", "suspend"), allow)
	live := plan.State{Managed: []string{blocks, "domain_allows", plan.ServerResource}, Items: []plan.Item{
		block("a.example", "noop"), old, plan.ServerItem(plan.ServerLimits{OpenFederation: true}),
	}}
	live.Managed = append(live.Managed, plan.ConstitutionResource)
	p := plan.Between(base, desired, live, plan.Options{
		At: at, Unread: map[string]string{"email_domain_blocks": "the token may not read it"},
		Known: []plan.KnownDrift{{Resource: blocks, Target: "known.example", Reason: "an appeal", Until: "2026-12-01T00:00:00Z"}},
		Basis: plan.Basis{Commit: "c0ffee"}, Notes: []string{"the work tree is dirty"},
	})
	r := p.Report(live, map[[2]string][]string{{blocks, "a.example"}: {"4.1", "4.2"}})
	r.Enacted, r.Log = &plan.Enacted{Seq: 6, Commit: "c0ffee", Time: "2026-11-21T11:00:00Z"}, "https://social.example/admin/action_logs"
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/report.json", string(text)+"\n")
}

// No token mends what a server does not show to anyone, and it is no drift.
func TestATextThatTheServerCannotShowIsNotDrift(t *testing.T) {
	terms := plan.State{Managed: []string{skill.TermsOfService}, Items: []plan.Item{
		{Resource: skill.TermsOfService, Target: skill.TermsOfService, Params: map[string]any{skill.TermsOfService: "Ours."}},
	}}
	p := plan.Between(terms, terms, plan.State{}, plan.Options{Unread: map[string]string{skill.TermsOfService: "not before 4.4"}})
	r := p.Report(plan.State{}, nil)
	if len(r.Entries) != 1 || r.Entries[0].State != plan.EntryUnreadable || !strings.HasPrefix(r.Entries[0].Next, "update the server") {
		t.Errorf("got %+v", r.Entries)
	}
}
