package facts

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// CastAt gives by seat when it cast the last ballot on the proposal's content, for diagrams: which ballots count is what the
// policies say. A seat whose ballot is in no review, such as that of a proposer who counts as yes, is not there.
func CastAt(f Facts) map[string]moment.Time {
	cast := map[string]moment.Time{}
	seats, posting := map[int64]string{}, map[string]string{}
	for _, s := range f.Roster {
		if s.GitHub != nil && s.GitHub.ID != 0 {
			seats[s.GitHub.ID] = s.Seat
		}
		if s.MastodonID != "" {
			posting[s.MastodonID] = s.Seat
		}
	}
	for _, b := range f.Ballots {
		if seat, known := posting[b.AccountID]; known && b.Digest == f.Proposal.Digest && b.CastAt.Known() {
			cast[seat] = b.CastAt
		}
	}
	reviewed := map[string]bool{} // whose review counts, whatever else the seat posted
	for _, r := range f.Reviews {
		seat, known := seats[r.Author.ID]
		remark := r.State == "COMMENTED" && !strings.HasPrefix(strings.TrimSpace(r.Body), "/")
		if !known || remark || r.Digest != f.Proposal.Digest || !r.SubmittedAt.Known() {
			continue
		}
		if last, ok := cast[seat]; !reviewed[seat] || !ok || last.Time.Before(r.SubmittedAt.Time) {
			cast[seat], reviewed[seat] = r.SubmittedAt, true
		}
	}
	return cast
}
