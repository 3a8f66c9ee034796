package plan_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

const troll = "@troll@bad.example"

// person is an account in some states.
func person(words ...any) plan.Item {
	return plan.Item{Resource: skill.Accounts, Target: troll, Params: map[string]any{"state": append([]any{}, words...)}}
}

func people(items ...plan.Item) plan.State {
	return plan.State{Managed: []string{skill.Accounts}, Items: items}
}

func TestAccountsArePlannedWordByWord(t *testing.T) {
	lapsed := person("silenced")
	lapsed.Until = "2026-11-21T11:00:00Z"
	for name, test := range map[string]struct {
		base, desired, live plan.State
		options             plan.Options
		want                []string
	}{
		"two words come": {people(), people(person("silenced", "suspended")), people(person()), plan.Options{}, []string{
			"create silence_account:" + troll + " decision", "create suspend_account:" + troll + " decision"}},
		"trap 3: what is there already is not done again": {
			people(), people(person("suspended")), people(person("suspended")), plan.Options{}, nil},
		"what moderators added is reported": {
			people(), people(person("silenced")), people(person("silenced", "suspended")), plan.Options{}, []string{"drift " + troll}},
		"what moderators lifted is reported, and never repaired": {
			people(person("silenced")), people(person("silenced")), people(person()), plan.Options{Repair: []string{skill.Accounts}},
			[]string{"drift " + troll}},
		"what moderators lifted is put back by an entry that was decided again": {
			people(person("silenced")), people(renewed(person("silenced"))), people(person()), plan.Options{},
			[]string{"create silence_account:" + troll + " decision"}},
		"what moderators added stays where the entry was decided again": {
			people(person("silenced")), people(renewed(person("silenced"))), people(person("silenced", "suspended")), plan.Options{},
			[]string{"drift " + troll}},
		"what the settings know of is accepted": {
			people(person("silenced")), people(person("silenced")), people(person()),
			plan.Options{Known: []plan.KnownDrift{{Resource: skill.Accounts, Target: troll, Until: "2026-11-21T12:00:01Z"}}}, []string{"accepted " + troll}},
		"what was ours and goes is lifted": {
			people(person("silenced")), people(), people(person("silenced", "disabled")), plan.Options{}, []string{
				"remove unsilence_account:" + troll + " decision", "unmanaged " + troll}},
		"what lapsed is lifted by its date": {
			people(lapsed), people(), people(person("silenced")), plan.Options{}, []string{"remove unsilence_account:" + troll + " sunset"}},
		"an empty state lifts only what was ours": {
			people(person("silenced")), people(person()), people(person("silenced", "sensitive")), plan.Options{}, []string{
				"drift " + troll, "remove unsilence_account:" + troll + " decision"}},
		"at first adoption nothing is lifted": {
			plan.State{}, people(), people(person("silenced")), plan.Options{}, nil},
		"one word for another": {
			people(person("silenced")), people(person("suspended")), people(person("silenced")), plan.Options{}, []string{
				"create suspend_account:" + troll + " decision", "remove unsilence_account:" + troll + " decision"}},
		"what was lifted by hand already": {people(person("silenced")), people(), people(person()), plan.Options{}, nil},
		"an account that the server kept silent about": {
			people(), people(person("silenced")), people(), plan.Options{},
			[]string{"refused silence_account:" + troll + ": the server returned nothing about the account"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.At = at
			got := said(plan.Between(test.base, test.desired, test.live, test.options))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Trap 30: what the server will refuse is refused in the plan.
func TestTrap30WhatTheServerRefusesIsRefusedInThePlan(t *testing.T) {
	live := person()
	live.Refuse = map[skill.Name]string{skill.SuspendAccount: "its role ranks as high as the bot's"}
	live.Also = map[skill.Name][]string{skill.SilenceAccount: {"resolves 2 open reports against the account"}}
	p := plan.Between(people(), people(person("suspended", "silenced")), people(live), plan.Options{At: at})
	want := []string{"create silence_account:" + troll + " decision", "refused suspend_account:" + troll + ": its role ranks as high as the bot's"}
	if diff := cmp.Diff(want, said(p)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := p.Changes[0].Also; !slices.Equal(got, live.Also[skill.SilenceAccount]) {
		t.Errorf("besides: %q", got)
	}
}

func TestWhatGoesAlongIsNotCompared(t *testing.T) {
	want := person("silenced")
	want.Params["message"], want.Params["notify"], want.Params["report"], want.Params["id"] = "Please stop.", false, "12", "77"
	if p := plan.Between(people(), people(want), people(person("silenced")), plan.Options{At: at}); len(p.Changes) > 0 {
		t.Errorf("changes %+v", p.Changes)
	}
	pinned := person("sensitive")
	pinned.ID = "77"
	p := plan.Between(people(), people(want), people(pinned), plan.Options{At: at})
	c := p.Changes[0]
	if diff := cmp.Diff(map[string]any{"state": []any{"silenced"}, "message": "Please stop.", "notify": false, "report": "12", "id": "77"}, c.Params); diff != "" {
		t.Errorf("params (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"sensitive", "silenced"}, c.After["state"]); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	if c.After["id"] != nil || c.Before["state"] == nil {
		t.Errorf("after %v, before %v", c.After, c.Before)
	}
}

// Trap 5: a suspension is final after 30 days, so no plan calls it reversible without end, and it comes after what is.
func TestTrap05ASuspensionIsNotReversibleForEver(t *testing.T) {
	p := plan.Between(people(), people(person("suspended", "silenced")), people(person()), plan.Options{At: at})
	if len(p.Changes) != 2 || p.Changes[0].Skill != skill.SilenceAccount || p.Changes[0].ReversibleUntil != plan.NoEnd || p.Changes[1].ReversibleUntil != "" {
		t.Errorf("changes %+v", p.Changes)
	}
}

func TestReportsThatComeInMeanwhileDoNotMakeAPlanStale(t *testing.T) {
	before, after := person(), person()
	after.Also = map[skill.Name][]string{skill.SilenceAccount: {"resolves 2 open reports against the account"}}
	provisions := map[string][]string{"silence_account:" + troll: {"3.2"}}
	one := plan.Authorize(plan.Between(people(), people(person("silenced")), people(before), plan.Options{At: at}), provisions, 0)
	two := plan.Authorize(plan.Between(people(), people(person("silenced")), people(after), plan.Options{At: at}), provisions, 0)
	if !plan.Equal(one, two) || len(two.Changes[0].Also) != 1 || two.Requests != 3 {
		t.Errorf("%s and %s, %+v", one.Digest, two.Digest, two)
	}
	data, err := plan.Encode(two)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Decode(data); err != nil {
		t.Error(err)
	}
}

func TestAPinnedIdMustBeTheHandles(t *testing.T) {
	want, live := person("silenced"), person()
	want.Params["id"], live.ID = "77", "78"
	got := said(plan.Between(people(), people(want), people(live), plan.Options{At: at}))
	if diff := cmp.Diff([]string{"refused silence_account:" + troll + ": the handle belongs to the account 78, and the id that is written to another"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
