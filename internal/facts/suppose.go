package facts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Supposition is a ballot that no one cast: what if this seat voted so now.
type Supposition struct {
	Seat   string
	Choice string // yes, no, abstain, block, or none, which takes the seat's ballot back
}

// String gives the form that ParseSupposition reads.
func (s Supposition) String() string { return s.Seat + "=" + s.Choice }

// choices are what may be supposed.
func choices() []string { return []string{"yes", "no", "abstain", "block", "none"} }

// ParseSupposition reads text such as ada=yes. Whether there is such a seat is for Suppose to say.
func ParseSupposition(text string) (Supposition, error) {
	seat, choice, found := strings.Cut(text, "=")
	s := Supposition{strings.TrimSpace(seat), strings.ToLower(strings.TrimSpace(choice))}
	if !found || s.Seat == "" {
		return s, diag.WithHint(fmt.Errorf("%q supposes nothing", text), "write it as ada=yes")
	}
	if !slices.Contains(choices(), s.Choice) {
		return s, diag.WithHint(fmt.Errorf("seat %q cannot vote %q", s.Seat, s.Choice), "%s", strings.TrimSpace(yamldoc.Suggest(s.Choice, choices())+" known: "+strings.Join(choices(), ", ")))
	}
	return s, nil
}

// Suppose gives the facts as they would be if seats cast these ballots now, on the present content: the last word of each
// seat, and with a reason. The facts given stay as they are. A seat that the roster does not have, that is vacant or that
// is named twice is an error.
func Suppose(f Facts, what []Supposition) (Facts, error) {
	f.Reviews, f.Ballots = slices.Clone(f.Reviews), slices.Clone(f.Ballots)
	if f.Version >= WithBallots {
		f.Timing.ReadThrough = moment.Parse(f.Now)
	}
	seen := map[string]bool{}
	for _, s := range what {
		seat, err := f.held(s.Seat)
		if err != nil {
			return Facts{}, err
		}
		if seen[s.Seat] {
			return Facts{}, fmt.Errorf("seat %q is supposed to vote twice", s.Seat)
		}
		seen[s.Seat] = true
		if seat.GitHub == nil {
			f.Ballots = append(f.Ballots, f.posted(seat, s.Choice))
			continue
		}
		r, err := f.ballot(seat, s.Choice)
		if err != nil {
			return Facts{}, err
		}
		f.Reviews = append(f.Reviews, r)
	}
	return f, nil
}

// held finds a seat that a person holds.
func (f Facts) held(name string) (Seat, error) {
	var names []string
	for _, s := range f.Roster {
		if s.Seat == name && !s.Held() {
			return s, fmt.Errorf("seat %q is vacant: no one can vote for it", name)
		}
		if s.Seat == name {
			return s, nil
		}
		names = append(names, s.Seat)
	}
	slices.Sort(names)
	hint := "seats: " + strings.Join(names, ", ")
	if near := yamldoc.Suggest(name, names); near != "" {
		hint = near + " " + hint
	}
	return Seat{}, diag.WithHint(fmt.Errorf("the roster has no seat %q", name), "%s", hint)
}

// whatIf is the reason that a supposed ballot gives, for provisions that ask for one.
const whatIf = "what if"

// posted is the post by which a seat that has no account of the forge would cast a choice.
func (f Facts) posted(seat Seat, choice string) Ballot {
	if choice == "none" {
		choice = "withdraw"
	}
	return Ballot{
		Channel: provision.Mastodon, Account: seat.Mastodon, AccountID: seat.MastodonID, Commitment: whatIf + " " + seat.Seat,
		Choice: choice, Reasoned: true, CastAt: moment.Parse(f.Now), Digest: f.Proposal.Digest,
	}
}

// ballot is the review by which a seat would cast a choice. The forge lets no proposer approve or request changes, so
// words are in there.
func (f Facts) ballot(seat Seat, choice string) (Review, error) {
	proposes := seat.GitHub.ID == f.Proposal.Author.ID && seat.GitHub.ID != 0
	switch {
	case proposes && choice == "block":
		return Review{}, diag.WithHint(fmt.Errorf("seat %q proposes, and a proposer cannot block", seat.Seat), "suppose %s=no", seat.Seat)
	case proposes && choice == "yes", proposes && choice == "no", choice == "abstain":
		return f.Said(seat, "COMMENTED", "/"+choice+"\n"+whatIf), nil
	case choice == "none":
		return f.Said(seat, "COMMENTED", "/withdraw"), nil
	case choice == "yes":
		return f.Said(seat, "APPROVED", ""), nil
	case choice == "block":
		return f.Said(seat, "CHANGES_REQUESTED", "/block\n"+whatIf), nil
	default:
		return f.Said(seat, "CHANGES_REQUESTED", whatIf), nil
	}
}

// Said is a review by the holder of a seat, now and on the present content, with an ID that no review of the facts has.
// State is as in Review.
func (f Facts) Said(seat Seat, state, body string) Review {
	r := Review{
		ID: 1, Author: *seat.GitHub, State: state, Body: body, SubmittedAt: moment.Parse(f.Now), Commit: f.Proposal.Head, Digest: f.Proposal.Digest,
	}
	for _, other := range f.Reviews {
		r.ID = max(r.ID, other.ID+1)
	}
	return r
}
