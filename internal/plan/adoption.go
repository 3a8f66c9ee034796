package plan

import "fmt"

// notesOnAdoption says on first run how much of the repository the server has already, and how conflicts are settled. Notes do
// not change the digest.
func (d *difference) notesOnAdoption() []string {
	var notes []string
	switch d.matching {
	case 0:
	case 1:
		notes = append(notes, "adopted: 1 entry is on the server as it is written here")
	default:
		notes = append(notes, fmt.Sprintf("adopted: %d entries are on the server as they are written here", d.matching))
	}
	if len(d.plan.Conflicts) > 0 {
		notes = append(notes, "apply refuses conflicts until you choose: --adopt-ours overwrites what the server has, --adopt-live keeps it and remembers the choice")
	}
	return notes
}
