// Package decision holds a decision as data: what was decided under which article, on which ballots, and what is still
// needed. The judge writes it, everything else only reads it.
package decision

import (
	"encoding/json"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/moment"
)

// Version is the version of the decision format.
const Version = 1

// Revision is the revision of the rules by which the policies decide: it rises whenever the same facts may be decided
// otherwise than before.
const Revision = 2

// Outcome is the result of a decision or of one ruling.
type Outcome string

// The outcomes.
const (
	Passed Outcome = "passed"
	Failed Outcome = "failed"
	Open   Outcome = "open"
	Vetoed Outcome = "vetoed"
)

// Decision is the answer to one proposal. Times are RFC 3339 in UTC, "" where there is none.
type Decision struct {
	Version     int         `json:"version"`
	Proposal    int         `json:"proposal"`
	Outcome     Outcome     `json:"outcome"`
	Final       bool        `json:"final"` // no push can mend it
	Editorial   bool        `json:"editorial"`
	Enactable   bool        `json:"enactable"`
	EnactableAt moment.Time `json:"enactable_at"`
	Digest      string      `json:"digest"`
	Base        string      `json:"base"`
	OpenedAt    moment.Time `json:"opened_at"`
	ClosesAt    moment.Time `json:"closes_at"`
	Rulings     []Ruling    `json:"rulings"`
	Ballots     []Ballot    `json:"ballots"`
	Denials     []Notice    `json:"denials"`
	Warnings    []Notice    `json:"warnings"`
}

// Ruling is what one provision says.
type Ruling struct {
	Provision string      `json:"provision"`
	Citation  string      `json:"citation"`
	Outcome   Outcome     `json:"outcome"`
	Why       string      `json:"why"` // what decided, for people
	ClosesAt  moment.Time `json:"closes_at"`
	Tally     Tally       `json:"tally"`
	Tests     []Test      `json:"tests"`
	Needed    []string    `json:"needed"`
}

// Tally counts votes. Numbers keep the exact decimals of weighted votes. Eligible is nil where no one knows it.
type Tally struct {
	Yes      json.Number  `json:"yes"`
	No       json.Number  `json:"no"`
	Abstain  json.Number  `json:"abstain"`
	Block    json.Number  `json:"block"`
	Eligible *json.Number `json:"eligible"`
}

// Test is one comparison of a ruling, with both sides written out for people.
type Test struct {
	Left  string `json:"left"`
	Op    string `json:"op"`
	Right string `json:"right"`
	Holds *bool  `json:"holds"` // nil: unknown
	Text  string `json:"text"`
}

// None is the choice of a review that was meant as a ballot and is none.
const None = "none"

// Ballot is one vote, and whether it was counted.
type Ballot struct {
	Seat    string `json:"seat"`   // the seat, or the login of someone who holds none
	Choice  string `json:"choice"` // yes, no, abstain, block, withdrawn, unknown, None, or to whom it is delegated
	Counted bool   `json:"counted"`
	Why     string `json:"why"`
	Channel string `json:"channel,omitempty"` // mastodon; "" is by review
}

// Notice is a denial or a warning.
type Notice struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Path string `json:"path"`
	Line int    `json:"line"`
}

// Objection says why a decision does not carry a merge, "" where it does.
func (d Decision) Objection() string {
	switch {
	case d.Outcome != Passed:
		return fmt.Sprintf("proposal %d was merged while its vote was %s", d.Proposal, d.Outcome)
	case !d.Enactable:
		return fmt.Sprintf("proposal %d was merged before it could be enacted, which is from %s on", d.Proposal, d.EnactableAt)
	}
	return ""
}
