package ballot

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Holder gives the seat that votes with an account. The id decides; ok is false where no seat has it, and where the seat that
// has it names the account otherwise: it was renamed or has moved, or the roster is wrong, and a person has to look.
func Holder(roster charter.Roster, a Account) (seat charter.Seat, ok bool) {
	for _, s := range roster.Seats {
		if s.MastodonID != "" && s.MastodonID == a.ID {
			return s, s.Mastodon == a.Handle
		}
	}
	return charter.Seat{}, false
}

// Same says whether a post is still the one that a ballot was recorded from: the account, the time and the first text. What was
// edited later changes nothing; a first text that the server does not show any more cannot be compared, so it is not the same.
func Same(by ledger.CastBy, castAt time.Time, s Status) bool {
	return s.Account.ID == by.AccountID && s.CreatedAt.Truncate(time.Second).Equal(castAt) &&
		s.First != nil && TextSHA256(s.First.HTML) == by.TextSHA256
}
