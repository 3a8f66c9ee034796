package plan_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

const blocks = "domain_blocks"

var at = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// block is a domain block in short: the severity, and a comment where one is given.
func block(domain, severity string, comment ...string) plan.Item {
	item := plan.Item{Resource: blocks, Target: domain, Params: map[string]any{"severity": severity}}
	if len(comment) > 0 {
		item.Params["public_comment"] = comment[0]
	}
	return item
}

// state speaks for domain blocks.
func state(items ...plan.Item) plan.State { return plan.State{Managed: []string{blocks}, Items: items} }

// said lists a plan in short: changes, then what is reported.
func said(p plan.Plan) []string {
	var lines []string
	for _, c := range p.Changes {
		lines = append(lines, strings.Join([]string{string(c.Action), c.ID, string(c.Origin)}, " "))
	}
	for name, list := range map[string][]plan.Difference{"unmanaged": p.Unmanaged, "drift": p.Drift, "conflict": p.Conflicts} {
		for _, d := range list {
			lines = append(lines, name+" "+d.Target)
		}
	}
	for _, d := range p.Accepted {
		lines = append(lines, "accepted "+d.Target)
	}
	for _, r := range p.Unreadable {
		lines = append(lines, string(r.State)+" "+r.ID+": "+r.Why)
	}
	for _, r := range p.Refused {
		lines = append(lines, "refused "+r.ID+": "+r.Why)
	}
	slices.Sort(lines)
	return lines
}

// kept is a difference that was left by choice.
func kept(target, desired, live string) []plan.Difference {
	return []plan.Difference{{
		Resource: blocks, Target: target, Desired: map[string]any{"severity": desired}, Live: map[string]any{"severity": live},
	}}
}

func TestBetween(t *testing.T) {
	const a = "a.example"
	past, future := block(a, "silence"), block(a, "silence")
	past.Until, future.Until = "2026-11-21T12:00:00Z", "2026-11-21T12:00:01Z"
	for name, test := range map[string]struct {
		base, desired, live plan.State
		options             plan.Options
		want                []string
	}{
		"what is desired and not live is created": {
			state(), state(block(a, "silence")), state(), plan.Options{}, []string{"create block_domain:a.example decision"}},
		"what a decision changed is updated": {
			state(block(a, "silence")), state(block(a, "suspend")), state(block(a, "silence")), plan.Options{},
			[]string{"update block_domain:a.example decision"}},
		"what a decision declares and is live by hand is updated": {
			state(), state(block(a, "suspend")), state(block(a, "silence")), plan.Options{},
			[]string{"update block_domain:a.example decision"}},
		"what a decision changed and is gone is created": {
			state(block(a, "silence")), state(block(a, "suspend")), state(), plan.Options{},
			[]string{"create block_domain:a.example decision"}},
		"what was ours and is declared no more is removed": {
			state(block(a, "silence")), state(), state(block(a, "suspend")), plan.Options{},
			[]string{"remove unblock_domain:a.example decision"}},
		"what was ours and is gone already needs nothing": {
			state(block(a, "silence")), state(), state(), plan.Options{}, nil},
		"what ended by its own date is lifted": {
			state(past), state(), state(block(a, "silence")), plan.Options{}, []string{"remove unblock_domain:a.example sunset"}},
		"what was taken out before its date is lifted by decision": {
			state(future), state(), state(block(a, "silence")), plan.Options{}, []string{"remove unblock_domain:a.example decision"}},
		"what is live only is left alone": {
			state(), state(), state(block(a, "silence")), plan.Options{}, []string{"unmanaged a.example"}},
		"what people changed is drift": {
			state(block(a, "silence")), state(block(a, "silence")), state(block(a, "noop")), plan.Options{}, []string{"drift a.example"}},
		"what people removed is drift": {
			state(block(a, "silence")), state(block(a, "silence")), state(), plan.Options{}, []string{"drift a.example"}},
		"drift is repaired where settings say so": {
			state(block(a, "silence")), state(block(a, "silence")), state(block(a, "noop")), plan.Options{Repair: []string{blocks}},
			[]string{"update block_domain:a.example repair"}},
		"what people removed is put back where settings say so": {
			state(block(a, "silence")), state(block(a, "silence")), state(), plan.Options{Repair: []string{blocks}},
			[]string{"create block_domain:a.example repair"}},
		"at first adoption what is equal is adopted": {
			plan.State{}, state(block(a, "silence")), state(block(a, "silence")), plan.Options{}, nil},
		"at first adoption what differs is a conflict": {
			plan.State{}, state(block(a, "silence")), state(block(a, "noop")), plan.Options{}, []string{"conflict a.example"}},
		"a resource that is declared for the first time is a first adoption": {
			plan.State{Managed: []string{"domain_allows"}}, state(block(a, "silence")), state(block(a, "noop")), plan.Options{},
			[]string{"conflict a.example"}},
		"what a run left behind before anything was adopted is no conflict": {
			plan.State{Items: []plan.Item{block(a, "noop")}}, state(block(a, "silence")), state(block(a, "noop"), block("b.example", "noop")),
			plan.Options{}, []string{"unmanaged b.example", "update block_domain:a.example decision"}},
		"a conflict is settled by the repository": {
			plan.State{}, state(block(a, "silence")), state(block(a, "noop")), plan.Options{AdoptOurs: true},
			[]string{"update block_domain:a.example adoption"}},
		"a conflict is settled by the server": {
			plan.State{}, state(block(a, "silence")), state(block(a, "noop")), plan.Options{AdoptLive: true}, []string{"accepted a.example"}},
		"what was kept by choice is no drift": {
			state(block(a, "silence")), state(block(a, "silence")), state(block(a, "noop")), plan.Options{Accepted: kept(a, "silence", "noop")}, []string{"accepted a.example"}},
		"what changed after the choice is drift": {
			state(block(a, "silence")), state(block(a, "silence")), state(block(a, "suspend")), plan.Options{Accepted: kept(a, "silence", "noop")}, []string{"drift a.example"}},
		"a decision ends the choice": {
			state(block(a, "silence")), state(block(a, "suspend")), state(block(a, "noop")), plan.Options{Accepted: kept(a, "silence", "noop")},
			[]string{"update block_domain:a.example decision"}},
		"a resource that is not declared is not ours": {
			state(block(a, "silence")), plan.State{}, state(block(a, "silence")), plan.Options{}, nil},
		"a parameter that is not declared is not ours": {
			state(), state(block(a, "silence")), state(block(a, "silence", "by hand")), plan.Options{}, nil},
		"a parameter that was dropped is left as it is": {
			state(block(a, "silence", "ours")), state(block(a, "silence")), state(block(a, "silence", "ours")), plan.Options{}, nil},
		"an empty text is no text": {
			state(), state(block(a, "silence", "")), state(block(a, "silence")), plan.Options{}, nil},
		"a server that was not asked is not planned for": {
			state(), state(block(a, "silence")), plan.State{}, plan.Options{},
			[]string{"unreadable block_domain:a.example: the server was not asked for its domain_blocks, so what would change is not known"}},
		"what the token may not read cannot be checked": {
			state(block(a, "silence")), state(block(a, "silence")), plan.State{}, plan.Options{Unread: map[string]string{blocks: "403"}},
			[]string{"unreadable domain_blocks: 403"}},
		"a resource that nobody can enact is refused": {
			plan.State{}, plan.State{Managed: []string{"moods"}, Items: []plan.Item{{Resource: "moods", Target: "good"}}}, plan.State{},
			plan.Options{}, []string{"refused moods: this version of bylaw cannot enact moods"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.At = at
			got := plan.Between(test.base, test.desired, test.live, test.options)
			if diff := cmp.Diff(test.want, said(got)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnUpdateKeepsWhatPeopleChanged(t *testing.T) {
	base, desired := block("a.example", "silence", "ours"), block("a.example", "suspend", "ours")
	live := block("a.example", "silence", "theirs")
	live.Params["obfuscate"] = true
	got := plan.Between(state(base), state(desired), state(live), plan.Options{At: at})
	want := plan.Change{
		ID: "block_domain:a.example", Action: plan.Update, Skill: "block_domain", Target: "a.example",
		Params:     map[string]any{"severity": "suspend", "public_comment": "theirs"},
		Before:     map[string]any{"severity": "silence", "public_comment": "theirs", "obfuscate": true},
		After:      map[string]any{"severity": "suspend", "public_comment": "theirs", "obfuscate": true},
		Origin:     plan.Decided,
		Provisions: []string{}, ReversibleUntil: plan.NoEnd,
	}
	if diff := cmp.Diff([]plan.Change{want}, got.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	drift := []plan.Difference{{
		Resource: blocks, Target: "a.example", Why: "changed on the server, by no proposal",
		Desired: map[string]any{"public_comment": "ours"}, Live: map[string]any{"public_comment": "theirs"},
	}}
	if diff := cmp.Diff(drift, got.Drift); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}

func TestAPlanSaysWhatCanBeUndoneAtAnyTime(t *testing.T) {
	base := plan.State{Managed: []string{blocks, plan.ConstitutionResource}, Items: []plan.Item{block("a.example", "silence")}}
	desired := plan.State{Managed: base.Managed, Items: []plan.Item{block("b.example", "suspend"), constitution("new")}}
	got := map[string]string{}
	for _, c := range plan.Between(base, desired, base, plan.Options{At: at}).Changes {
		got[c.ID] = c.ReversibleUntil
	}
	want := map[string]string{
		"block_domain:b.example": plan.NoEnd, "unblock_domain:a.example": plan.NoEnd, "publish_constitution:constitution": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reversible until (-want +got):\n%s", diff)
	}
}

func TestRemovalsSayWhy(t *testing.T) {
	ended := block("a.example", "silence")
	ended.Until = "2026-11-20T00:00:00Z"
	base := state(ended, block("b.example", "silence"))
	got := plan.Between(base, state(), state(base.Items...), plan.Options{At: at})
	var why []string
	for _, c := range got.Changes {
		why = append(why, c.Reason)
	}
	want := []string{"its time is over: 2026-11-20 00:00 UTC", "no longer in instance/federation.yaml"}
	if diff := cmp.Diff(want, why); diff != "" {
		t.Error(diff)
	}
}

// constitution is the published text, by its digest.
func constitution(digest string) plan.Item {
	return plan.Item{
		Resource: plan.ConstitutionResource, Target: plan.ConstitutionResource, Params: map[string]any{"digest": digest},
	}
}

func TestTheConstitutionIsPublishedLastAndNeverTakenOff(t *testing.T) {
	managed := []string{plan.ConstitutionResource, blocks}
	old := plan.State{Managed: managed, Items: []plan.Item{constitution("old")}}
	desired := plan.State{Managed: managed, Items: []plan.Item{constitution("new"), block("z.example", "noop")}}
	got := plan.Between(old, desired, old, plan.Options{At: at})
	want := []string{"create block_domain:z.example decision", "update publish_constitution:constitution decision"}
	if diff := cmp.Diff(want, said(got)); diff != "" || got.Changes[1].Skill != plan.PublishSkill {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	gone := plan.Between(old, plan.State{Managed: managed}, old, plan.Options{At: at})
	if len(gone.Changes) != 0 || len(gone.Refused) != 1 || !strings.Contains(gone.Refused[0].Why, "nothing can take") {
		t.Errorf("a constitution that is gone: %v", said(gone))
	}
}
