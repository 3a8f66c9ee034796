package facts

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
)

// Stamp writes a time as all documents do: RFC 3339, UTC, whole seconds.
func Stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// Moment is Stamp, and "" for no time.
func Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Stamp(t)
}

// State names the state of a pull request in the words of the facts.
func (p Pull) State() string {
	switch {
	case !p.Merged.IsZero():
		return "merged"
	case p.Open:
		return "open"
	}
	return "closed"
}

// SeatsOf states a roster as facts.
func SeatsOf(roster charter.Roster) []Seat {
	seats := make([]Seat, len(roster.Seats))
	for i, s := range roster.Seats {
		seats[i] = Seat{
			Seat: s.Name, Mastodon: s.Mastodon, MastodonID: s.MastodonID, Roles: s.Roles, Weight: s.Weight, Groups: s.Groups, Delegate: s.Delegate,
			Since: Moment(s.Since), Until: Moment(s.Until),
		}
		if s.ID != 0 {
			seats[i].GitHub = &Person{Login: s.Login, ID: s.ID}
		}
	}
	return seats
}

// SharedBot is the account that the workflows of every repository act as. The person who can push a branch can act as it, so what
// it posts proves less than what a community's own App posts.
const SharedBot = 41898282
