package cli

import (
	"strings"
	"testing"
	"time"
)

const enable = "PUT /repos/{owner}/{repo}/actions/workflows/{file}/enable"

func TestAScheduledCheckKeepsItsScheduleAlive(t *testing.T) {
	p := newPlace(t)
	p.env["GITHUB_WORKFLOW_REF"] = "example/governance/.github/workflows/bylaw-check.yml@refs/heads/main"
	for event, want := range map[string]int{"workflow_run": 0, "schedule": 1} {
		before := p.server.Requests()[enable]
		p.env["GITHUB_EVENT_NAME"] = event
		if code, out, complaints := p.run("check", "--all"); code != 0 {
			t.Errorf("%s: exit status %d\n%s%s", event, code, out, complaints)
		}
		if n := p.server.Requests()[enable] - before; n != want {
			t.Errorf("%s: asked %d times, want %d", event, n, want)
		}
	}
}

// The embedded repository has no such workflow, so the call fails as it does without the permission.
func TestADyingScheduleIsAnnouncedTwoWeeksBefore(t *testing.T) {
	p := newPlace(t)
	p.env["GITHUB_EVENT_NAME"] = "schedule"
	p.env["GITHUB_WORKFLOW_REF"] = "example/governance/.github/workflows/bylaw-check.yml@refs/heads/main"
	began := p.now
	for days, want := range map[int]bool{44: false, 46: true} {
		p.now = began.Add(time.Duration(days) * 24 * time.Hour)
		code, _, complaints := p.run("check", "--all")
		if said := strings.Contains(complaints, "GitHub stops this schedule on 2027-01-02"); code != 0 || said != want {
			t.Errorf("day %d: exit status %d, announced: %t\n%s", days, code, said, complaints)
		}
	}
}
