package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func severity(domain, before, after string) plan.Change {
	c := plan.Change{Skill: skill.BlockDomain, Target: domain, After: map[string]any{"severity": after}}
	if before != "" {
		c.Before = map[string]any{"severity": before}
	}
	return c
}

func TestOnlyWhatIsCutOffAnewIsAskedAbout(t *testing.T) {
	p := plan.Plan{Changes: []plan.Change{
		severity("new.example", "", "suspend"), severity("raised.example", "silence", "suspend"), severity("kept.example", "suspend", "suspend"),
		severity("milder.example", "suspend", "silence"), severity("quiet.example", "", "silence"),
		{Skill: skill.UnblockDomain, Target: "lifted.example", Before: map[string]any{"severity": "suspend"}},
	}}
	if diff := cmp.Diff([]string{"new.example", "raised.example"}, p.SuspendedServers()); diff != "" {
		t.Error(diff)
	}
	told := p.WithFollowCounts([]plan.Item{plan.FollowCountsItem("new.example", 3, 1), plan.FollowCountsItem("raised.example", 0, 0)})
	if diff := cmp.Diff([]string{"cuts follows for ever: 3 by people here, 1 by people there"}, told.Changes[0].Also); diff != "" {
		t.Error(diff)
	}
	if len(told.Changes[1].Also) != 0 || len(told.Notes) != 0 || len(p.Changes[0].Also) != 0 {
		t.Errorf("no follows: %q, notes %q, the plan before it %q", told.Changes[1].Also, told.Notes, p.Changes[0].Also)
	}
}

func TestWithFollowCountsNotesOnceThatFollowsWereNotCounted(t *testing.T) {
	p := plan.Plan{Changes: []plan.Change{severity("a.example", "", "suspend"), severity("b.example", "", "suspend")}}
	notes := p.WithFollowCounts(nil).Notes
	if len(notes) != 1 || !strings.Contains(notes[0], "when a.example, b.example is suspended is not known") {
		t.Errorf("notes %q", notes)
	}
	if notes := (plan.Plan{}).WithFollowCounts(nil).Notes; len(notes) != 0 {
		t.Errorf("where nothing is severed: %q", notes)
	}
}

func TestOfALongListTheFirstTwentyAreAskedAbout(t *testing.T) {
	var p plan.Plan
	var items []plan.Item
	for n := range 22 {
		p.Changes = append(p.Changes, severity(fmt.Sprintf("d%02d.example", n), "", "suspend"))
	}
	for _, domain := range p.SuspendedServers() {
		items = append(items, plan.FollowCountsItem(domain, 1, 1))
	}
	want := []string{"follows were counted for the first 20 domains that are suspended, and not for d20.example, d21.example"}
	if diff := cmp.Diff(want, p.WithFollowCounts(items).Notes); diff != "" || len(items) != 20 {
		t.Errorf("%d items, %s", len(items), diff)
	}
}
