package facts

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Ballot is a vote that was not cast by review, as an entry of the ledger records it that the inbox's key has signed. It
// counts for the seat that the account's id holds, if the seat names the account so, and on the content that it was cast on.
type Ballot struct {
	Channel    string      `json:"channel"` // mastodon
	Account    string      `json:"account,omitempty"`
	AccountID  string      `json:"account_id,omitempty"`
	Commitment string      `json:"commitment"`         // by which the entry speaks of it; no other ballot has the same one
	Choice     string      `json:"choice"`             // yes, no, abstain, block, withdraw or unknown
	Reasoned   bool        `json:"reasoned,omitempty"` // it gives a reason
	CastAt     moment.Time `json:"cast_at"`
	Digest     string      `json:"digest"` // of the content that it was cast on
}

// TakesPosts says whether any rule that may govern changes counts votes on Mastodon, if the settings have the channel. Conditions
// are not looked at, so it may be one that does not govern them.
func TakesPosts(provisions []provision.Provision, changes []Change) bool {
	subjects := SubjectsOf(changes)
	for _, p := range provisions {
		if p.Rule.Takes(provision.Mastodon) && named(p.Governs, subjects, changes) {
			return true
		}
	}
	return false
}

// named says whether powers name any of the changes, by skill or by subject.
func named(powers []provision.Power, subjects []string, changes []Change) bool {
	return slices.ContainsFunc(powers, func(p provision.Power) bool {
		return slices.ContainsFunc(p.Subjects, func(s string) bool { return slices.Contains(subjects, s) }) ||
			slices.ContainsFunc(changes, func(c Change) bool { return slices.Contains(p.Skills, string(c.Skill)) })
	})
}
