package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestCarryTakesOverWhatARunDidAndTheServerStillShows(t *testing.T) {
	const a = "a.example"
	made := plan.Change{Action: plan.Create, Skill: skill.BlockDomain, Target: a, Params: map[string]any{"severity": "suspend"}}
	changed := plan.Change{
		Action: plan.Update, Skill: skill.BlockDomain, Target: a,
		Params: map[string]any{"severity": "suspend", "public_comment": "by hand"},
		Before: map[string]any{"severity": "silence", "public_comment": "by hand"},
	}
	lifted := plan.Change{Action: plan.Remove, Skill: skill.UnblockDomain, Target: a}
	silenced := plan.Change{Action: plan.Create, Skill: skill.SilenceAccount, Target: troll, Params: map[string]any{"state": []any{"silenced"}, "message": "m"}}
	unsilenced := plan.Change{Action: plan.Remove, Skill: skill.UnsilenceAccount, Target: troll, Params: map[string]any{}}
	for name, test := range map[string]struct {
		base, live plan.State
		begun      plan.Change
		want       []plan.Item
	}{
		"what it made":                        {state(), state(block(a, "suspend")), made, []plan.Item{block(a, "suspend")}},
		"not what people changed since":       {state(), state(block(a, "noop")), made, nil},
		"not what it never came to":           {state(), state(), made, nil},
		"what it lifted":                      {state(block(a, "silence")), state(), lifted, nil},
		"not what it never lifted":            {state(block(a, "silence")), state(block(a, "silence")), lifted, []plan.Item{block(a, "silence")}},
		"of an entry only what it changed":    {state(block(a, "silence", "voted")), state(block(a, "suspend", "by hand")), changed, []plan.Item{block(a, "suspend", "voted")}},
		"a word beside others":                {people(person("disabled")), people(person("disabled", "sensitive", "silenced")), silenced, []plan.Item{person("disabled", "silenced")}},
		"a word that it lifted beside others": {people(person("disabled", "silenced")), people(person("disabled")), unsilenced, []plan.Item{person("disabled")}},
		"not a word that moderators lifted":   {people(), people(person()), silenced, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := plan.WithUnfinished(test.base, []plan.Change{test.begun}, test.live)
			for i := range got.Items {
				got.Items[i].ID = ""
				delete(got.Items[i].Params, "message")
			}
			for i := range test.want {
				test.want[i].ID = ""
			}
			if diff := cmp.Diff(test.want, got.Items); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(test.base.Managed, got.Managed); diff != "" {
				t.Errorf("managed (-want +got):\n%s", diff)
			}
		})
	}
}
