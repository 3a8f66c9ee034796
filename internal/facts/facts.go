// Package facts holds the one document that policies see: what is proposed, by whom, who may vote, who voted what and
// when. Go gathers facts, Rego decides. Nothing here decides anything.
package facts

import (
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The versions of the facts format. Facts are of WithBallots where members may vote on Mastodon, and else of Version, so that
// nothing is another document where no one does.
const (
	Version     = 1
	WithBallots = 2
)

// Facts is everything that a decision rests on, apart from the constitution. Every time is RFC 3339 in UTC.
type Facts struct {
	Version  int      `json:"version"`
	Now      string   `json:"now"`
	Instance string   `json:"instance,omitempty"` // the community's own domain, by which handles are local or remote
	Proposal Proposal `json:"proposal"`
	Changes  []Change `json:"changes"`
	Subjects []string `json:"subjects"` // sorted; subjects that the proposal touches apart from skills
	Paths    []Path   `json:"paths"`
	Roster   []Seat   `json:"roster"`
	Reviews  []Review `json:"reviews"`
	Ballots  []Ballot `json:"ballots,omitempty"` // that were not cast by review; only from WithBallots on
	Timing   Timing   `json:"timing"`
	// InboxKey is ballots.key of the last authorized settings: its entries in the ledger are where Ballots come from.
	InboxKey string `json:"inbox_key,omitempty"`
	// ReversalsKnown means that the ledger was searched for decisions that a change reverts. Where it was not, a power
	// that asks for that is refused.
	ReversalsKnown bool `json:"reversals_known,omitempty"`
}

// Proposal is the pull request that is decided on.
type Proposal struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	URL    string `json:"url"`
	Author Person `json:"author"`
	// Issue is the issue whose form its author filled in, where a bot opened the pull request in their name; else 0.
	Issue     int    `json:"issue,omitempty"`
	State     string `json:"state"` // open, merged or closed
	Draft     bool   `json:"draft"`
	Head      string `json:"head"`      // the commit that is decided on
	Base      string `json:"base"`      // the commit whose law decides
	Digest    string `json:"digest"`    // the content digest of Changes
	Editorial bool   `json:"editorial"` // whether nothing changes in meaning
}

// Person is an account of the forge. ID is 0 where it is unknown, and never matches a seat then.
type Person struct {
	Login string `json:"login"`
	ID    int64  `json:"id"`
	Type  string `json:"type,omitempty"` // User, Bot or Organization
}

// Kind says the three sorts of change apart.
type Kind string

// The kinds of change.
const (
	Entry   Kind = "entry"   // an entry of a desired-state file, or a one-off action
	Article Kind = "article" // an article of the constitution
	File    Kind = "path"    // any other governed file
)

// Change is one difference that the proposal makes to the governed tree. Before and After hold the parameters under
// their catalogue names, nil where there is none; for a path they are nil and Old and New are blob hashes.
type Change struct {
	ID     string         `json:"id"` // "<skill>:<target>", "<skill>:<stem>" of a one-off action, "article:<citation>" or "path:<path>"
	Kind   Kind           `json:"kind"`
	Action string         `json:"action"` // create, update, remove or act
	Skill  skill.Name     `json:"skill,omitempty"`
	Target string         `json:"target,omitempty"`
	Before map[string]any `json:"before,omitempty"`
	After  map[string]any `json:"after,omitempty"`
	Reason string         `json:"reason,omitempty"`
	Until  string         `json:"until,omitempty"`
	// OldUntil is the until of what was there before, where an entry is updated or removed.
	OldUntil *string `json:"old_until,omitempty"`
	// Reverses names the enacted decision that the change reverts, nil where it reverts none. It is no part of the
	// content digest: it may come to be true while a vote runs.
	Reverses *Reversal `json:"reverses,omitempty"`
	// Subject is what the change is about where no skill claims it: constitution, roster, policies, settings, workflows,
	// cases or other.
	Subject string `json:"subject,omitempty"`
	Article string `json:"article,omitempty"`
	Path    string `json:"path,omitempty"`
	Mode    string `json:"mode,omitempty"`
	Old     string `json:"old,omitempty"`
	New     string `json:"new,omitempty"`
}

// Path is one file that the proposal touches.
type Path struct {
	Path    string `json:"path"`
	Subject string `json:"subject"`
}

// Seat is one vote of the roster.
type Seat struct {
	Seat     string  `json:"seat"`
	GitHub   *Person `json:"github,omitempty"` // nil: the seat is vacant
	Mastodon string  `json:"mastodon,omitempty"`
	// MastodonID is the id with which the seat votes on Mastodon; only from WithBallots on.
	MastodonID string   `json:"mastodon_id,omitempty"`
	Roles      []string `json:"roles"`
	Since      string   `json:"since,omitempty"`
	Until      string   `json:"until,omitempty"`
	Weight     string   `json:"weight,omitempty"` // an exact decimal; absent is 1
	Groups     []string `json:"groups,omitempty"`
	Delegate   string   `json:"delegate,omitempty"` // another seat
}

// Review is one submitted pull-request review, as the server says it. Digest is the content digest of the commit that
// was reviewed: a review counts only if it equals the proposal's.
type Review struct {
	ID          int64       `json:"id"`
	Author      Person      `json:"author"`
	State       string      `json:"state"` // APPROVED, CHANGES_REQUESTED, COMMENTED or DISMISSED
	Body        string      `json:"body"`
	SubmittedAt moment.Time `json:"submitted_at"`
	Commit      string      `json:"commit"`
	Digest      string      `json:"digest"`
	// Dismissed says by whom and from which state, where the server says.
	Dismissed *Dismissal `json:"dismissed,omitempty"`
	// Edited means that the text was changed after it was submitted. What it said then is unknown, unless ReadAt is set.
	Edited bool `json:"edited,omitempty"`
	// EditedAt is when the forge says that the text was last changed, and ReadAt when a check had read Body before that. Both
	// are set or neither is: then no one knows what the review said first, or from when on it said something else.
	EditedAt moment.Time `json:"edited_at,omitzero"`
	ReadAt   moment.Time `json:"read_at,omitzero"`
}

// Dismissal is what became of a dismissed review.
type Dismissal struct {
	By     Person      `json:"by"`
	State  string      `json:"state"`            // the review's state before, or "" where no one knows
	Commit string      `json:"commit,omitempty"` // set where a push dismissed it
	At     moment.Time `json:"at,omitzero"`      // by the server's time; "" where no one knows
}

// Timing is when the vote opened, by server times only. OpenedAt is zero while the vote is not open.
type Timing struct {
	OpenedAt moment.Time `json:"opened_at"`
	// Published and Previous and so on follow the case format's timing.
	Published moment.Time `json:"published,omitzero"`
	Proposed  moment.Time `json:"proposed,omitzero"`
	Previous  moment.Time `json:"previous,omitzero"`
	MergedAt  moment.Time `json:"merged_at,omitzero"`
	// ReadThrough is until when every ballot on Mastodon is among Ballots. Rulings that count them are evaluated at that moment
	// at the latest.
	ReadThrough moment.Time `json:"read_through,omitzero"`
}

// Held says whether a person holds the seat, by whatever account.
func (s Seat) Held() bool { return s.GitHub != nil || s.MastodonID != "" }

// HeldBy says whether a seat is held by an account of the forge; the id 0 is no one's.
func (s Seat) HeldBy(id int64) bool { return s.GitHub != nil && id != 0 && s.GitHub.ID == id }
