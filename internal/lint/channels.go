package lint

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// channels reports what the channels of a provision and those of the settings make of each other.
func (l *linter) channels(b charter.Ballots) {
	for _, p := range governing(l.charter) {
		if !b.Mastodon() && p.Rule.Channels != nil && p.Rule.Takes(provision.Mastodon) {
			l.found.Warnf(l.keyPlace(p, "channels"), "add mastodon to ballots.channels in "+charter.SettingsFile+", or remove it here",
				"provision %q takes votes on Mastodon, and the settings do not", p.ID)
		}
	}
	if !b.Mastodon() {
		return
	}
	var waiting []string
	for _, p := range over(l.charter, "settings") {
		if p.Rule.Takes(provision.Mastodon) {
			waiting = append(waiting, p.Citation)
		}
	}
	if len(waiting) > 0 {
		l.found.Warnf(l.heading(), "give it channels: [review], so that a lost key of the inbox can be replaced",
			"a change of the settings waits for the inbox (article %s): if its key is lost, no vote can name another one", strings.Join(waiting, ", "))
	}
}

// vacant reports whether no one can vote for a seat under a rule.
func vacant(rule provision.Rule, s charter.Seat) bool {
	return s.Vacant() || s.ID == 0 && !rule.Takes(provision.Mastodon)
}
