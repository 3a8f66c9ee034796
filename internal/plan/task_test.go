package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// noticed speaks for rules and announcements, which only people can change.
func noticed(items ...plan.Item) plan.State {
	return plan.State{Managed: []string{"announcements", "rules"}, Items: items}
}

func rules(texts ...any) plan.Item {
	return plan.Item{Resource: "rules", Target: "rules", Params: map[string]any{"rules": texts}}
}

func announcement(text string) plan.Item {
	return plan.Item{Resource: "announcements", Target: text, Params: map[string]any{}}
}

func asked(base, desired, live plan.State, open ...plan.Task) plan.Plan {
	return plan.Between(base, desired, live, plan.Options{At: at, Site: "https://social.example", Open: open})
}

// reported lists tasks and closings in short.
func told(p plan.Plan) []string {
	lines := said(p)
	for _, t := range p.Tasks {
		lines = append(lines, strings.Join([]string{"task", string(t.Action), t.What, t.Text, t.URL}, " | "))
	}
	for _, c := range p.Closed {
		lines = append(lines, "closed "+string(c.State))
	}
	return lines
}

func wantTold(t *testing.T, p plan.Plan, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, told(p)); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

const askedForRules = "task | update | make the server's rules exactly these, in this order | 1. Be kind.\n2. No spam. | https://social.example/admin/rules"

func TestWhatOnlyAPersonCanDoIsATaskUntilTheServerShowsIt(t *testing.T) {
	before, wanted := noticed(rules("Be kind.")), noticed(rules("Be kind.", "No spam."))
	first := asked(before, wanted, before)
	wantTold(t, first, askedForRules)
	pending := asked(wanted, wanted, before, first.Tasks...)
	wantTold(t, pending, askedForRules)
	if first.Tasks[0].ID != pending.Tasks[0].ID {
		t.Errorf("one task has two names: %s, %s", first.Tasks[0].ID, pending.Tasks[0].ID)
	}
	wantTold(t, asked(wanted, wanted, wanted, first.Tasks...), "closed done")
	wantTold(t, asked(wanted, wanted, wanted))
}

func TestATaskThatIsUndoneLaterIsDrift(t *testing.T) {
	wanted := noticed(rules("Be kind.", "No spam."))
	wantTold(t, asked(wanted, wanted, noticed(rules("Be kind."))), "drift rules")
}

func TestATaskThatNobodyAsksForAnyMoreIsWithdrawn(t *testing.T) {
	before, wanted := noticed(rules("Be kind.")), noticed(rules("Be kind.", "No spam."))
	open := asked(before, wanted, before).Tasks
	other := noticed(rules("Be brief."))
	wantTold(t, asked(wanted, other, before, open...),
		"task | update | make the server's rules exactly these, in this order | 1. Be brief. | https://social.example/admin/rules", "closed withdrawn")
	wantTold(t, asked(wanted, before, before, open...), "closed withdrawn")
	wantTold(t, asked(wanted, plan.State{}, plan.State{}, open...), "closed withdrawn")
}

func TestAnAnnouncementIsTakenDownByAPersonToo(t *testing.T) {
	const text = "Meeting on Thursday."
	down := "task | remove | delete this announcement | " + text + " | https://social.example/admin/announcements"
	there, gone := noticed(announcement(text)), noticed()
	wantTold(t, asked(gone, there, gone), "task | create | publish this announcement | "+text+" | https://social.example/admin/announcements")
	open := asked(there, gone, there)
	wantTold(t, open, down)
	// The tree without it is in force by now, and base no longer knows it: the ledger does.
	wantTold(t, asked(gone, gone, there, open.Tasks...), "unmanaged "+text, down)
	wantTold(t, asked(gone, gone, gone, open.Tasks...), "closed done")
}

func TestATaskNeedsAProvisionLikeAChange(t *testing.T) {
	p := asked(noticed(), noticed(rules("Be kind.")), noticed())
	if p.Tasks[0].Action != plan.Create {
		t.Fatalf("action %s", p.Tasks[0].Action)
	}
	refused := plan.Authorize(p, nil, 0)
	if len(refused.Tasks) != 0 || len(refused.Refused) != 1 || refused.Summary.Tasks != 0 {
		t.Errorf("without a provision: %+v", refused)
	}
	granted := plan.Authorize(p, map[string][]string{p.Tasks[0].ID: {"9"}}, 0)
	if len(granted.Tasks) != 1 || granted.Summary.Tasks != 1 || granted.Tasks[0].Provisions[0] != "9" {
		t.Errorf("with a provision: %+v", granted)
	}
}
