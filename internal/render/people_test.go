package render_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestPeopleAreSaidInOneLine(t *testing.T) {
	n := func(v int) *int { return &v }
	known := plan.Affected{Domain: "a.example", Follows: n(123456), Followers: n(234567), Cut: n(358023)}
	unknown := plan.Affected{Domain: "b.example", Why: "GoToSocial does not count them"}
	for want, servers := range map[string][]plan.Affected{
		"1 server: 123456 follows by people here, 234567 by people there, 358023 cut for ever; counted 2026-11-21 12:00 UTC":                  {known},
		"2 servers: 123456 follows by people here, 234567 by people there, 358023 cut for ever; not known of 1; counted 2026-11-21 12:00 UTC": {known, unknown},
		"how many follows 1 server would lose is not known; counted 2026-11-21 12:00 UTC":                                                     {unknown},
	} {
		got := render.PeopleLine(plan.People{CountedAt: "2026-11-21T12:00:00Z", Servers: servers})
		if got != want || len(got) > 140 {
			t.Errorf("%d characters: %s", len(got), got)
		}
	}
}
