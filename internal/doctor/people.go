package doctor

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/inspect"
)

func rosterChecks() []Check {
	return []Check{
		{inspect.OfRoster, "logins", "whether the accounts of the roster exist on the forge and are called as it says", "Propose the new login, or end the seat. The id decides, so votes count meanwhile.", Facts.logins},
		{inspect.OfRoster, "handles", "whether the Mastodon accounts of the roster exist, have moved, or are suspended", "Propose the new handle: without it the holder is not left out of votes about themselves.", Facts.handles},
	}
}

func (f Facts) logins() verdict {
	if v, not := unseen(f.Charter, ""); not {
		return v
	}
	if f.Roster.NoForge != "" {
		return unchecked("", "%s", f.Roster.NoForge)
	}
	var gone, renamed, unread []string
	for _, l := range f.Roster.Logins {
		switch {
		case l.Now.State == inspect.Absent:
			gone = append(gone, fmt.Sprintf("%s (%s, id %d)", l.Seat, l.Said, l.ID))
		case l.Now.State != inspect.Seen:
			unread = append(unread, fmt.Sprintf("%s: %s", l.Seat, l.Now.Why))
		case !strings.EqualFold(l.Now.Value.Login, l.Said):
			renamed = append(renamed, fmt.Sprintf("%s: id %d is %s, the roster says %s", l.Seat, l.ID, l.Now.Value.Login, l.Said))
		}
	}
	others := ""
	if len(renamed) > 0 {
		others = "called otherwise now: " + some(renamed)
	}
	switch {
	case len(gone) > 0:
		return wrong("propose to end the seat, or to give it to another account", "no account has these ids: %s. The seats still count in quorums%s", some(gone), and(others))
	case len(renamed) > 0:
		return warn("propose the login or the id that is meant; the id decides who votes", "%s", others)
	case len(unread) > 0:
		return unchecked("", "%s", some(unread))
	}
	return ok("%s as the roster says", count(len(f.Roster.Logins), "account"))
}

func (f Facts) handles() verdict {
	if v, not := unseen(f.Charter, ""); not {
		return v
	}
	if f.Roster.NoServer != "" {
		return unchecked("", "%s", f.Roster.NoServer)
	}
	if len(f.Roster.Handles) == 0 {
		return warn("propose mastodon: \"@name@host\" for each seat", "no seat names a Mastodon account, so no one is left out of a vote about themselves")
	}
	var gone, moved, suspended, unread []string
	for _, h := range f.Roster.Handles {
		switch now := h.Now; {
		case now.State == inspect.Absent:
			gone = append(gone, h.Seat+" ("+h.Said+")")
		case now.State != inspect.Seen:
			unread = append(unread, h.Seat+": "+now.Why)
		case now.Value.Moved != "":
			moved = append(moved, fmt.Sprintf("%s moved to %s", h.Seat, now.Value.Moved))
		case now.Value.Suspended:
			suspended = append(suspended, h.Seat+" ("+h.Said+")")
		}
	}
	var found []string
	for _, each := range []struct {
		who []string
		is  string
	}{{gone, "not known to the server: "}, {suspended, "suspended: "}, {moved, ""}} {
		if len(each.who) > 0 {
			found = append(found, each.is+some(each.who))
		}
	}
	switch {
	case len(found) > 0:
		return warn("propose the handles as they are now; a person who is not known may have been renamed or have left", "%s", strings.Join(found, ". "))
	case len(unread) > 0:
		return unchecked("", "%s", some(unread))
	}
	return ok("%s as the roster says", count(len(f.Roster.Handles), "account"))
}
