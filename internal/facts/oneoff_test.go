package facts_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

const closing = "governance/actions/close-12.yaml"

func TestAnActThatComesIsAChangeOfItsSkill(t *testing.T) {
	got := compare(t, tree(nil), tree(map[string]string{
		"governance/actions/welcome.yaml": "skill: approve_account\nparams: {account: \"@new\"}\nreason: r\n",
	}))
	want := []facts.Change{{
		ID: "approve_account:welcome", Kind: facts.Entry, Action: "act", Skill: "approve_account", Target: "@new",
		After: map[string]any{}, Reason: "r",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !got[0].IsOneOff() {
		t.Error("the change does not know that it is an act")
	}
}

func TestActsAreComparedByTheirStem(t *testing.T) {
	act := func(report string) map[string]string {
		return map[string]string{closing: "skill: resolve_report\nparams: {report: " + report + "}\n"}
	}
	for name, c := range map[string]struct {
		before, after map[string]string
		want          string
	}{
		"the same in another layout":     {act("12"), map[string]string{closing: "params:\n  report: \"12\"\nskill: resolve_report\n"}, ""},
		"taken back":                     {act("12"), nil, "remove take_back:resolve_report:close-12"},
		"about another report":           {act("12"), act("13"), "act resolve_report:close-12, remove take_back:resolve_report:close-12"},
		"under another name":             {act("12"), map[string]string{"governance/actions/other.yaml": act("12")[closing]}, "act resolve_report:other, remove take_back:resolve_report:close-12"},
		"what is no act is another path": {nil, map[string]string{"governance/actions/README.md": "once\n"}, "create path:governance/actions/README.md"},
	} {
		if got := ids(compare(t, tree(c.before), tree(c.after))); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
