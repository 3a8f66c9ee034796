package mastodon

import (
	"slices"
	"time"
)

// purgeAfter is how long a suspended account's data waits for a change of mind.
const purgeAfter = 30 * 24 * time.Hour

// advance does what the server does by itself as time passes.
func (c *call) advance() {
	c.sweepIPBlocks()
	for _, a := range slices.Clone(c.state.Accounts) {
		if a.deletionPending() && !a.SuspendedAt.IsZero() && c.now.Sub(a.SuspendedAt) > purgeAfter {
			c.purge(a)
		}
	}
}

// deletionPending reports whether a suspended account still has its data.
func (a *Account) deletionPending() bool { return a.Suspended && a.PurgedAt.IsZero() }

// purge takes everything from a suspended account but its name. From 4.7 on nothing brings it back.
func (c *call) purge(a *Account) {
	if !a.admitted() {
		c.state.remove(a)
		return
	}
	c.state.empty(a, c.now)
	if c.since(4, 7) {
		a.DeletedAt = c.now
		return
	}
	a.SuspendedAt, a.SuspendedAtHome = c.now, false
}

// empty takes posts, profile, limits and follows from an account, and disables the login. Posts that an open report is about
// stay as evidence.
func (s *State) empty(a *Account, at time.Time) {
	kept := s.reported(a)
	s.deleteStatuses(func(status *Status) bool { return status.Account == a.ID && !slices.Contains(kept, status.ID) })
	s.forget(a)
	a.PurgedAt, a.Disabled = at, a.Domain == ""
	a.Silenced, a.SilencedAt, a.Locked = false, time.Time{}, false
	a.DisplayName, a.Note, a.Fields = "", "", nil
}

// reported gives the posts that open reports about an account name.
func (s *State) reported(a *Account) []int64 {
	var ids []int64
	for _, r := range s.Reports {
		if r.Target == a.ID && r.open() {
			ids = append(ids, r.Statuses...)
		}
	}
	return ids
}

// forget ends the relations of an account to others: blocks, mutes, favourites, notifications, pins and mentions.
func (s *State) forget(a *Account) {
	s.Blocks = slices.DeleteFunc(s.Blocks, func(b *UserBlock) bool { return b.By == a.ID || b.Target == a.ID })
	s.Mutes = slices.DeleteFunc(s.Mutes, func(m *UserMute) bool { return m.By == a.ID || m.Target == a.ID })
	s.Favourites = slices.DeleteFunc(s.Favourites, func(f *Favourite) bool { return f.Account == a.ID })
	s.Notifications = slices.DeleteFunc(s.Notifications, func(n *Notification) bool { return n.Account == a.ID || n.From == a.ID })
	for _, status := range s.Statuses {
		status.Mentions = slices.DeleteFunc(status.Mentions, func(id int64) bool { return id == a.ID })
		if status.Account == a.ID {
			status.PinnedAt, status.PinOrder = time.Time{}, 0
		}
	}
}

// remove deletes an account with everything that it has to do with: its name and its mail address are free again.
func (s *State) remove(a *Account) {
	s.deleteStatuses(func(status *Status) bool { return status.Account == a.ID })
	s.forget(a)
	s.Accounts = slices.DeleteFunc(s.Accounts, func(other *Account) bool { return other == a })
	s.Tokens = slices.DeleteFunc(s.Tokens, func(t *Token) bool { return t.Account == a.ID })
	s.Grants = slices.DeleteFunc(s.Grants, func(g *Grant) bool { return g.Account == a.ID })
	s.Reports = slices.DeleteFunc(s.Reports, func(r *Report) bool { return r.Account == a.ID || r.Target == a.ID })
	s.Strikes = slices.DeleteFunc(s.Strikes, func(strike *Strike) bool { return strike.Target == a.ID })
}

// deleteStatuses deletes posts. Replies to them stay, and reply to nothing.
func (s *State) deleteStatuses(gone func(*Status) bool) {
	deleted := map[int64]bool{}
	s.Statuses = slices.DeleteFunc(s.Statuses, func(status *Status) bool {
		if gone(status) {
			deleted[status.ID] = true
		}
		return deleted[status.ID]
	})
	if len(deleted) == 0 {
		return
	}
	s.Notifications = slices.DeleteFunc(s.Notifications, func(n *Notification) bool { return deleted[n.Status] })
	s.Favourites = slices.DeleteFunc(s.Favourites, func(f *Favourite) bool { return deleted[f.Status] })
	for _, status := range s.Statuses {
		if deleted[status.InReplyTo] {
			status.InReplyTo = 0
		}
	}
}
