package lint

import (
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// suspensionKept is how long Mastodon keeps the data of a suspended account. Then it is deleted for good, and lifting the
// suspension brings nothing back.
const suspensionKept = 30 * 24 * time.Hour

// ends reports measures whose date of end promises what the server does not keep, and entries whose date has passed.
func (l *linter) ends(desired charter.Instance) {
	for _, item := range desired.Items {
		until, err := time.Parse(time.RFC3339, item.Until)
		if err != nil {
			continue
		}
		at := desired.Place(item.Resource, item.Target)
		words, _ := item.Params["state"].([]any)
		switch {
		case !until.After(l.now):
			l.found.Warnf(at, "remove the entry, or give it another date", "%s: its time is over since %s, so it counts as absent", item.Target, item.Until)
		case item.Resource == skill.Accounts && slices.Contains(words, any("suspended")) && until.Sub(l.now) > suspensionKept:
			l.found.Errorf(at, "use state: [silenced, disabled] with the date, or suspend without one",
				"%s: a suspension beyond 30 days deletes the account's data for good, so that it cannot end on %s", item.Target, item.Until)
		}
	}
}

// knownDrift reports accepted differences that accept nothing: their date has passed, or the entry is not in the files.
func (l *linter) knownDrift(known []plan.KnownDrift, desired charter.Instance) {
	for _, k := range known {
		until, err := time.Parse(time.RFC3339, k.Until)
		switch {
		case err == nil && !until.After(l.now):
			l.found.Warnf(k.Place, "remove the entry, or propose another date", "known drift of %s: its time is over since %s, so it is drift again", k.Target, k.Until)
		case desired.Place(k.Resource, k.Target).Line == 0:
			l.found.Warnf(k.Place, "remove the entry, or mend its target", "known drift of %s: %s holds no such entry, so nothing can drift", k.Target, k.Resource)
		}
	}
}
