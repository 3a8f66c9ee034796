package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// RevertNotes says of every decision that changes revert what does not come back with it, one sentence for each decision
// and skill.
func RevertNotes(changes []facts.Change) []string {
	var notes []string
	counted := map[string]int{}
	for _, c := range changes {
		if c.Reverses == nil || c.Kind != facts.Entry {
			continue
		}
		note := fmt.Sprintf("%s what proposal #%d decided, in force since %s%s", c.Skill, c.Reverses.Proposal, c.Reverses.EnactedAt, lasting(c))
		if counted[note]++; counted[note] == 1 {
			notes = append(notes, note)
		}
	}
	for i, note := range notes {
		name, rest, _ := strings.Cut(note, " ")
		verb := "reverts"
		if counted[note] > 1 {
			verb = "revert"
		}
		notes[i] = fmt.Sprintf("%s of %s %s %s", Count(counted[note], "change"), name, verb, rest)
	}
	return notes
}

func lasting(c facts.Change) string {
	if lost := skill.Lost(c.Skill, c.Before); lost != "" {
		return ": " + lost
	}
	return ""
}
