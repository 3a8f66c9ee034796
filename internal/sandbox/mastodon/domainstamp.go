package mastodon

import (
	"strings"
	"time"
)

// enforce does to the accounts of a domain what its block says. An account that is punished already keeps what moderators said of
// them; the others carry the block's own time, by which the server knows later that the block did it. A suspension takes
// their data at once, and with it a limit that moderators set.
func (s *State) enforce(b *DomainBlock) {
	if b.Severity == "suspend" {
		s.cut(b.Domain)
	}
	for _, a := range s.Accounts {
		switch {
		case !covers(b.Domain, a.Domain):
		case b.Severity == "suspend" && !a.Suspended:
			s.empty(a, b.CreatedAt)
			a.Suspended, a.SuspendedAt = true, b.CreatedAt
		case b.Severity == "silence" && !a.Silenced:
			a.Silenced, a.SilencedAt = true, b.CreatedAt
		}
	}
}

// relent lifts what a block did, as far as its severity no longer asks for it. Deleted data does not come back.
func (s *State) relent(b *DomainBlock, severity string) {
	for _, a := range s.Accounts {
		if !covers(b.Domain, a.Domain) {
			continue
		}
		if a.Suspended && severity != "suspend" && a.SuspendedAt.Equal(b.CreatedAt) {
			a.Suspended, a.SuspendedAt = false, time.Time{}
		}
		if a.Silenced && severity != "silence" && a.SilencedAt.Equal(b.CreatedAt) {
			a.Silenced, a.SilencedAt = false, time.Time{}
		}
	}
}

// covers reports whether a block of a domain is one of an account's server, too.
func covers(blocked, domain string) bool {
	return domain != "" && (domain == blocked || strings.HasSuffix(domain, "."+blocked))
}
