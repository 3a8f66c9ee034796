package facts

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// CastAt gives by seat when it cast the last ballot on the proposal's content, for diagrams: which ballots count is what the
// policies say. A seat whose ballot is in no review, such as that of a proposer who counts as yes, is not there.
func CastAt(f Facts) map[string]moment.Time {
	cast := map[string]moment.Time{}
	seats := map[int64]string{}
	for _, s := range f.Roster {
		if s.GitHub != nil && s.GitHub.ID != 0 {
			seats[s.GitHub.ID] = s.Seat
		}
	}
	for _, r := range f.Reviews {
		seat, known := seats[r.Author.ID]
		remark := r.State == "COMMENTED" && !strings.HasPrefix(strings.TrimSpace(r.Body), "/")
		if !known || remark || r.Digest != f.Proposal.Digest || !r.SubmittedAt.Known() {
			continue
		}
		if last, ok := cast[seat]; !ok || last.Time.Before(r.SubmittedAt.Time) {
			cast[seat] = r.SubmittedAt
		}
	}
	return cast
}
