package render

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

func TestANameInPunycodeIsShownInLettersToo(t *testing.T) {
	for target, want := range map[string]string{
		"rival.example":               "suspend",
		"xn--rval-l9d.example":        "reads rіval.example, suspend",
		"@troll@xn--mnchen-3ya.test":  "reads @troll@münchen.test, suspend",
		"203.0.113.0/24":              "suspend",
		"xn--0.example":               "suspend", // stands for nothing
		"@xn--rval-l9d@rival.example": "suspend", // a user's name is what it is
	} {
		c := plan.Change{Action: plan.Create, Skill: skill.BlockDomain, Target: target, After: map[string]any{"severity": "suspend"}}
		if got := strings.Join(parametersOf(c.Skill).what(c), ", "); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}
