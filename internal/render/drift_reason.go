package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// reasonNames is how many entries the reason of a proposal names.
const reasonNames = 20

// DriftReason says what was changed outside the process, for the proposal that decides on it. What only moderators see on the server
// is left out: everybody can read a proposal.
func DriftReason(adopt bool, entries []plan.Difference) string {
	known := vocabulary{}
	var said []string
	for _, d := range entries[:min(len(entries), reasonNames)] {
		d.Live = skill.WithoutPrivate(d.Resource, d.Live, "(shown to moderators only)")
		said = append(said, fmt.Sprintf("%s (%s)", Outside(d.Target), strings.Join(known.differs(d), ", ")))
	}
	if more := len(entries) - reasonNames; more > 0 {
		said = append(said, fmt.Sprintf("and %d more", more))
	}
	end := "A yes puts back what the files say, at the next apply."
	if adopt {
		end = "A yes makes the files say what the server has."
	}
	return "Changed on the server outside the process: " + strings.Join(said, "; ") + ". " + end
}
