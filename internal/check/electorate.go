package check

import (
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Silent gives the seats that any ruling's electorate has and whose vote is not counted, in the order of the roster. It is
// for naming people; what counts is decided elsewhere.
func Silent(f Finding) []facts.Seat {
	counted := map[string]bool{}
	for _, b := range f.Decision.Ballots {
		counted[b.Seat] = counted[b.Seat] || b.Counted
	}
	var seats []facts.Seat
	for _, s := range f.Facts.Roster {
		if s.Held() && !counted[s.Seat] && mayVote(f, s) {
			seats = append(seats, s)
		}
	}
	return seats
}

// mayVote says whether a seat belongs to the electorate of any ruling, as of the opening.
func mayVote(f Finding, s facts.Seat) bool {
	opened := f.Decision.OpenedAt.Time
	if opened.IsZero() || !holds(s, opened) {
		return false
	}
	for _, r := range f.Decision.Rulings {
		rule, known := f.Charter.Constitution.Rule(r.Provision)
		if known && inElectorate(f, s, rule, opened) {
			return true
		}
	}
	return false
}

// holds says whether a person is a member through a seat at a moment.
func holds(s facts.Seat, at time.Time) bool {
	now := facts.Stamp(at)
	return (s.Since == "" || s.Since <= now) && (s.Until == "" || now < s.Until)
}

func inElectorate(f Finding, s facts.Seat, rule provision.Rule, opened time.Time) bool {
	e := rule.Electorate
	switch {
	case s.GitHub == nil && !rule.Takes(provision.Mastodon):
		return false
	case e.Role != "" && !slices.Contains(s.Roles, e.Role):
		return false
	case slices.Contains(e.Exclude, "subject") && isSubject(f, s):
		return false
	case rule.ProposerVote == "excluded" && s.HeldBy(f.Facts.Proposal.Author.ID):
		return false
	}
	since, err := time.Parse(time.RFC3339, s.Since)
	return e.MinMembership == nil || err == nil && !e.MinMembership.From(since).After(opened)
}

// isSubject says whether the proposal is about the holder of a seat.
func isSubject(f Finding, s facts.Seat) bool {
	return slices.ContainsFunc(f.Facts.Changes, func(c facts.Change) bool {
		pinned := s.MastodonID != "" && (c.After["id"] == s.MastodonID || c.Before["id"] == s.MastodonID)
		return s.Mastodon != "" && strings.EqualFold(c.Target, s.Mastodon) || strings.HasPrefix(c.Target, "@") && pinned
	})
}

// Voided gives the seats among the silent ones who voted on other content, or on this content before the vote opened: it
// may have been changed and changed back, closed and reopened.
func Voided(f Finding) []facts.Seat {
	before := map[int64]bool{}
	for _, r := range f.Facts.Reviews {
		late := r.Digest == f.Facts.Proposal.Digest && !r.SubmittedAt.Time.Before(f.Decision.OpenedAt.Time)
		if r.Author.ID != 0 && !late && isVote(r) {
			before[r.Author.ID] = true
		}
	}
	posted := map[string]bool{}
	for _, b := range f.Facts.Ballots {
		late := b.Digest == f.Facts.Proposal.Digest && !b.CastAt.Time.Before(f.Decision.OpenedAt.Time)
		posted[b.AccountID] = posted[b.AccountID] || !late
	}
	return slices.DeleteFunc(Silent(f), func(s facts.Seat) bool {
		return (s.GitHub == nil || !before[s.GitHub.ID]) && (s.MastodonID == "" || !posted[s.MastodonID])
	})
}

// isVote says a review that was meant as a vote from a mere comment.
func isVote(r facts.Review) bool {
	return r.State == "APPROVED" || r.State == "CHANGES_REQUESTED" || strings.HasPrefix(strings.TrimSpace(r.Body), "/")
}

// Names are the names of seats.
func Names(seats []facts.Seat) []string {
	all := make([]string, len(seats))
	for i, s := range seats {
		all[i] = s.Seat
	}
	return all
}
