package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// electorates reports seats that come into an electorate, leave it, or weigh otherwise: who counts heads for the next
// vote should know. A vote that is open keeps the roster of its opening.
func (l *linter) electorates(base charter.Roster) {
	before := seatsAt(base, l.now)
	for _, s := range l.seats {
		l.moved(s.Place, s.Name, find(before, s.Name), s)
	}
	for _, s := range before {
		if find(l.seats, s.Name).Name == "" {
			l.moved(diag.Place{File: charter.RosterFile}, s.Name, s, charter.Seat{})
		}
	}
}

// find gives the seat of a name, the zero seat where there is none.
func find(seats []charter.Seat, name string) charter.Seat {
	if i := slices.IndexFunc(seats, func(s charter.Seat) bool { return s.Name == name }); i >= 0 {
		return seats[i]
	}
	return charter.Seat{}
}

func (l *linter) moved(at diag.Place, name string, old, changed charter.Seat) {
	var joins, leaves []string
	for _, p := range governing(l.charter) {
		was, is := !vacant(p.Rule, old) && entitled(p.Rule, old), !vacant(p.Rule, changed) && entitled(p.Rule, changed)
		switch {
		case is && !was:
			joins = append(joins, p.Citation)
		case was && !is:
			leaves = append(leaves, p.Citation)
		}
	}
	var parts []string
	if len(joins) > 0 {
		parts = append(parts, "now votes under "+articles(joins))
	}
	if len(leaves) > 0 {
		parts = append(parts, "no longer votes under "+articles(leaves))
	}
	if old.Weight != changed.Weight && old.Name != "" && changed.Name != "" {
		parts = append(parts, fmt.Sprintf("weighs %s instead of %s", weighs(changed), weighs(old)))
	}
	if old.ID != changed.ID && old.ID != 0 && changed.ID != 0 || old.MastodonID != changed.MastodonID && old.MastodonID != "" && changed.MastodonID != "" {
		parts = append(parts, "is held by another person")
	}
	if len(parts) > 0 {
		l.found.Warnf(at, "votes that are open keep the roster of their opening", "this changes who decides: seat %q %s", name, strings.Join(parts, " and "))
	}
}

func weighs(s charter.Seat) string {
	if s.Weight == "" {
		return "1"
	}
	return s.Weight
}

// articles names a few articles and counts the rest.
func articles(citations []string) string {
	const shown = 6
	if len(citations) <= shown {
		return "article " + strings.Join(citations, ", ")
	}
	return fmt.Sprintf("article %s and %d more", strings.Join(citations[:shown], ", "), len(citations)-shown)
}
