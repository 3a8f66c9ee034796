package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestAPlanSaysHowLongItTakesAtTheUsualLimits(t *testing.T) {
	cases := map[string]struct {
		skill      skill.Name
		changes    int
		publishing int
		want       time.Duration
	}{
		"nothing":                      {skill.BlockDomain, 0, 0, 0},
		"one request":                  {skill.BlockDomain, 1, 0, 0},
		"one burst":                    {skill.BlockDomain, 290, 0, 58 * time.Second},
		"one more than a burst":        {skill.BlockDomain, 291, 0, 5*time.Minute + 58*time.Second},
		"two thousand":                 {skill.BlockDomain, 2000, 0, 30*time.Minute + 400*time.Second},
		"more posts than three hours":  {plan.PublishSkill, 1, 700, 3*time.Hour + 140*time.Second},
		"more deletions than half one": {skill.DeleteStatus, 28, 0, 30*time.Minute + 5*time.Second},
	}
	for name, test := range cases {
		var p plan.Plan
		provisions := map[string][]string{}
		for n := range test.changes {
			id := fmt.Sprintf("%s:%d", test.skill, n)
			p.Changes = append(p.Changes, plan.Change{ID: id, Skill: test.skill, Action: plan.Create})
			provisions[id] = []string{"1"}
		}
		p = plan.Authorize(p, provisions, test.publishing)
		if got := time.Duration(p.Seconds) * time.Second; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestTheTimeIsNoPartOfTheDigest(t *testing.T) {
	p := plan.Authorize(plan.Plan{Version: plan.Version}, nil, 0)
	other := p
	other.Seconds = 99
	if !plan.Equal(p, other) {
		t.Error("two plans differ by how long they take")
	}
}
