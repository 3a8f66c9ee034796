package plan_test

import (
	"encoding/json"
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

func TestPeopleAffectedByEachChangeOfABlock(t *testing.T) {
	p := plan.Plan{Changes: []plan.Change{
		severity("quiet.example", "", "silence"), severity("new.example", "", "suspend"), severity("raised.example", "silence", "suspend"),
		severity("kept.example", "suspend", "suspend"), severity("milder.example", "suspend", "silence"),
		{Skill: skill.UnblockDomain, Target: "lifted.example", Before: map[string]any{"severity": "silence"}},
	}}
	if diff := cmp.Diff([]string{"new.example", "raised.example", "quiet.example", "milder.example", "lifted.example"}, p.AffectedServers()); diff != "" {
		t.Error(diff)
	}
	got := p.WithFollowCounts([]plan.Item{
		plan.FollowCountsItem("new.example", 3, 1), plan.FollowCountsItem("raised.example", 0, 0), plan.FollowCountsItem("quiet.example", 2, 5),
		plan.FollowCountsItem("lifted.example", 1, 0),
	}, at, "")
	also := map[string]string{
		"new.example": "cuts follows for ever: 3 by people here, 1 by people there", "quiet.example": "follows stay: 2 by people here, 5 by people there",
		"lifted.example": "follows stay: 1 by people here, 0 by people there",
	}
	for _, c := range got.Changes {
		if said := strings.Join(c.Also, "; "); said != also[c.Target] {
			t.Errorf("%s: %q", c.Target, said)
		}
	}
	notes := []string{
		"follows were counted by the server at 2026-11-21 12:00 UTC; how many accounts have them it does not say",
		"how many follows the changes to milder.example concern is not known: the server reports it since 4.0, to a token with the scope admin:read whose role may view the dashboard",
	}
	if diff := cmp.Diff(notes, got.Notes); diff != "" {
		t.Error(diff)
	}
	data, err := json.Marshal(got.People)
	want := `{"counted_at":"2026-11-21T12:00:00Z","servers":[{"id":"","domain":"quiet.example","follows":2,"followers":5,"cut":0},` +
		`{"id":"","domain":"new.example","follows":3,"followers":1,"cut":4},{"id":"","domain":"raised.example","follows":0,"followers":0,"cut":0},` +
		`{"id":"","domain":"milder.example","follows":null,"followers":null,"cut":null,"why":"the server reports it since 4.0, to a token with the scope admin:read whose role may view the dashboard"},` +
		`{"id":"","domain":"lifted.example","follows":1,"followers":0,"cut":0}]}`
	if diff := cmp.Diff(want, string(data)); diff != "" || err != nil || p.People != nil || len(p.Changes[1].Also) != 0 {
		t.Error(diff, err, p.People)
	}
}

func TestPeopleAffectedAreNotKnown(t *testing.T) {
	p := plan.Plan{Changes: []plan.Change{severity("a.example", "", "suspend"), severity("b.example", "", "suspend")}}
	for software, why := range map[string]string{"": "the server reports it since 4.0", "gotosocial": "GoToSocial does not count them"} {
		notes := p.WithFollowCounts(nil, at, software).Notes
		if len(notes) != 1 || !strings.Contains(notes[0], "the changes to a.example, b.example concern is not known: "+why) {
			t.Errorf("notes %q", notes)
		}
	}
	if got := (plan.Plan{}).WithFollowCounts(nil, at, ""); len(got.Notes) != 0 || got.People != nil {
		t.Errorf("where no block changes: %q", got.Notes)
	}
}

func TestOfALongListTheFirstTwentyAreAskedAbout(t *testing.T) {
	var p plan.Plan
	var items []plan.Item
	for n := range 22 {
		p.Changes = append(p.Changes, severity(fmt.Sprintf("d%02d.example", n), "", "suspend"))
	}
	for _, domain := range p.AffectedServers() {
		items = append(items, plan.FollowCountsItem(domain, 1, 1))
	}
	got := p.WithFollowCounts(items, at, "")
	if diff := cmp.Diff("how many follows the changes to d20.example, d21.example concern is not known: a plan asks about 20 servers, those that are suspended first", got.Notes[1]); diff != "" || len(items) != 20 {
		t.Errorf("%d items, %s", len(items), diff)
	}
}
