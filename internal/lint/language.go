package lint

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/language"
)

// language warns where the sentences that are added to the thread would be in another language than the text.
func (l *linter) language(code string) {
	if known := language.Known(); code != "" && !slices.Contains(known, code) {
		l.found.Warnf(diag.Place{File: charter.SettingsFile},
			"they are in "+strings.Join(known, ", ")+"; docs/explanation/thread.md says how to add a language",
			"there are no sentences of bylaw in %q, so those in the thread and in announcements are English", code)
	}
}
