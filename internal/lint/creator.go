package lint

import (
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// creator says which account opens votes by its commit statuses where the settings do not name one.
func (l *linter) creator(forge charter.Forge) {
	if forge.Repository == "" || forge.Creator > 0 {
		return
	}
	l.found.Warnf(diag.Place{File: charter.SettingsFile},
		"name it, so that every command counts the same on every machine: forge: {creator: 41898282} is github-actions[bot]",
		"forge.creator is not set: votes open by the commit statuses of the account that BYLAW_CREATOR names, else of the one that the job's token acts as, else of github-actions[bot] (account 41898282)")
}
