package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// namesMax is how many targets a note names.
const namesMax = 5

// notesOnLoss says what a plan destroys or cannot bring back. It is shown before anyone applies it, and once for all of its
// kind.
func notesOnLoss(changes []Change) []string {
	var milder, cut []string
	for _, c := range changes {
		was, is := c.Before["severity"] == skill.Suspend, c.After["severity"] == skill.Suspend
		switch {
		case c.Skill == skill.DisallowDomain:
			cut = append(cut, c.Target)
		case (c.Skill == skill.BlockDomain || c.Skill == skill.UnblockDomain) && was && !is:
			milder = append(milder, c.Target)
		}
	}
	var notes []string
	if len(milder) > 0 {
		notes = append(notes, fmt.Sprintf("lifting the suspension of %s brings nothing back: follows that were cut and media that were "+
			"deleted are gone, and people must follow again", few(milder)))
	}
	if len(cut) > 0 {
		notes = append(notes, fmt.Sprintf("in limited federation mode the server deletes every known account of %s with its follows, "+
			"which does not come back when the name is allowed again", few(cut)))
	}
	return notes
}

// few names the first of many.
func few(names []string) string {
	slices.Sort(names)
	if more := len(names) - namesMax; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:namesMax], ", "), more)
	}
	return strings.Join(names, ", ")
}
