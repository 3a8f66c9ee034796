// Package votecase reads worked decisions: a provision, an electorate, votes and times, and the outcome that they must
// have. A community states with them what it expects its own constitution to say. Nothing is decided here.
package votecase

import (
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Case is one worked decision.
type Case struct {
	ID        string
	Kind      string // historical, community_example or boundary, where given
	Community string
	Source    string
	Tags      []string
	Note      string
	Place     diag.Place
	Citation  string // of the provision, where the case names one of the constitution instead of writing it out
	Rule      provision.Rule
	Input     Input
	Expect    Expect
}

// Expect is what the decision must be.
type Expect struct {
	Outcome   decision.Outcome
	Enactable *bool // nil: not compared
	Why       string
}

// Input is what a decision rests on apart from the provision.
type Input struct {
	Electorate map[string]Electorate // by house; "" where there are no houses
	Votes      map[string]Votes      // by house
	Motion     Motion
	Timing     Timing
}

// Electorate is the roll of one house. A nil number is unknown.
type Electorate struct {
	Eligible, Seats, Present, Excluded, Vacant *provision.Number
	Roll                                       bool // Members is given, instead of Eligible
	Members                                    []Member
}

// Member is one person of a roll.
type Member struct {
	Place         diag.Place // of the name
	Name          string
	Joined        string // RFC 3339 in UTC, or ""
	Contributions *provision.Number
	Weight        *provision.Number
	Excluded      string // subject, recused or ""
}

// Votes is the tally of one house or group, or its raw ballots.
type Votes struct {
	Yes, No, Abstain, Block *provision.Number
	Raw                     bool // Ballots is given, instead of the tallies
	Ballots                 []Ballot
	Proposer                string // with ballots a name, with tallies a stance or "none"; "" is unknown
	Casting                 string // a stance or ""
}

// Ballot is one vote as it was given.
type Ballot struct {
	Place      diag.Place // of the voter
	Voter      string
	Stance     string // or "", and then DelegateTo is set
	DelegateTo string
	At         string
	Binding    bool
	Role       string
	Reason     string
	Weight     *provision.Number
	Channel    string // provision.Mastodon, or "" for a review
}

// Motion is what belongs to the whole motion rather than to a house.
type Motion struct {
	Groups   map[string]Votes
	Judge    string // pass, fail or ""
	Vetoes   *provision.Number
	Sponsors *provision.Number
	Concurs  map[string]string // provision → outcome
}

// Timing is the times of a case in RFC 3339, UTC; "" is absent.
type Timing struct {
	Times             map[string]string // by the keys of the case format, "now" among them
	SubstantialChange bool
}
