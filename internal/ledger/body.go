package ledger

import (
	"encoding/json"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// GenesisBody is of the bootstrap of a community: what was in force at the entry's commit, and who said so.
type GenesisBody struct {
	Constitution string `json:"constitution"` // SHA-256 of constitution.md
	Roster       string `json:"roster"`       // SHA-256 of roster.yaml
	Founder      string `json:"founder"`      // as a commitment
	// Revision is that of the rules at the bootstrap: no decision of the ledger is taken under an earlier one; 0 is the first.
	Revision int `json:"revision,omitempty"`
}

// DigestsOf gives the digests by which a genesis names its tree.
func DigestsOf(tree facts.Tree) GenesisBody {
	sum := func(path string) string { return Sum(tree[path].Data) }
	return GenesisBody{Revision: decision.Revision, Constitution: sum(charter.ConstitutionFile), Roster: sum(charter.RosterFile)}
}

// OpeningBody says that a check saw a content for the first time since the proposal last had another, or, with Words, that it
// read reviews of that content.
type OpeningBody struct {
	Digest   string      `json:"digest"`    // of the content; the entry's commit is the head that has it
	OpenedAt moment.Time `json:"opened_at"` // when the vote on it opened, as that check found; "" for a draft
	// Words is what the check read of reviews that no check had read before; then nothing else is new.
	Words []Words `json:"words,omitempty"`
}

// DecisionBody is a decision with the facts that it rests on, so that anyone can take it again. The entry's commit is the
// head that was decided on, or for a merged proposal its merge.
type DecisionBody struct {
	Decision decision.Decision `json:"decision"` // with commitments in place of people
	Facts    string            `json:"facts"`    // SHA-256 of the file below facts/, "" where none was kept
	// Revision is that of the rules that it was taken under: see decision.Revision. The first wrote none.
	Revision int `json:"revision,omitempty"`
	// MergedAt is when the entry's commit was merged; zero where the decision was taken before.
	MergedAt moment.Time `json:"merged_at,omitzero"`
	// Words is what the check read of reviews that no check had read before.
	Words []Words `json:"words,omitempty"`
	// Lawful means that with the entry's commit the protected branch is what was decided, and nothing else.
	Lawful bool `json:"lawful,omitempty"`
	// Closes numbers the entries that recorded commits of this merge as incidents, before the server said what brought them.
	Closes []int `json:"closes,omitempty"`
}

// Rules gives the revision of the rules that a decision was taken under.
func (b DecisionBody) Rules() int { return max(b.Revision, 1) }

// IncidentBody is something that should not be, such as a commit that no one decided on.
type IncidentBody struct {
	Why string `json:"why"`
}

// OverrideBody is what a person does without a decision; it is recorded before the first of the changes is made. What becomes
// of them is in the intent and the outcomes that follow.
type OverrideBody struct {
	Reason  string        `json:"reason"`
	Who     string        `json:"who"`  // as a commitment
	Plan    string        `json:"plan"` // digest of the plan
	Changes []plan.Change `json:"changes"`
}

// IntentBody is what a run is about to do, written before the first call to the server.
type IntentBody struct {
	Plan    string        `json:"plan"` // digest of the plan
	Changes []plan.Change `json:"changes"`
	Tasks   []plan.Task   `json:"tasks"`
	// Holder names the run that holds the lock with this entry, such as a workflow run or a person's machine. Without one
	// the run holds no lock.
	Holder string `json:"holder,omitempty"`
	// Expires is when the lock ends unless an outcome renews it.
	Expires moment.Time `json:"expires,omitzero"`
}

// Status says how one change ended.
type Status string

// The ends of a change. A change that was not tried has no result at all.
const (
	Done   Status = "done"
	Failed Status = "failed"
	// Begun is no end: the call of a change that must not happen twice was about to be made. Without a later result no one
	// knows whether it was.
	Begun Status = "begun"
	// Unknown means that an act was begun, its answer was lost, and the server does not show whether it was done. It is
	// never tried again: a person has to look.
	Unknown Status = "unknown"
	// Withdrawn ends a task that no one asks for any more.
	Withdrawn Status = "withdrawn"
)

// Result is the end of one change; Message is the server's answer where it failed, or how the result is known.
type Result struct {
	Status  Status `json:"status"`
	Message string `json:"message"`
}

// TaskShown is the message of a result that ends a task because the server shows what was asked for.
const TaskShown = "the server shows it"

// OutcomeBody is what became of some or all changes of an intent, and of tasks of this and earlier ones, by their IDs.
type OutcomeBody struct {
	Plan    string            `json:"plan"` // digest of the plan
	Results map[string]Result `json:"results"`
	// Expires renews the lock of the run: it is when that ends.
	Expires moment.Time `json:"expires,omitzero"`
	// Released gives up the lock: the run ended here, though not everything was done.
	Released bool `json:"released,omitempty"`
}

// EnactedBody says that the entry's commit is in force: after it, the server was read again and nothing was left to do that could
// be done. What it does not name is on the server as the tree says; the ledgers of before name nothing.
type EnactedBody struct {
	Tree         string `json:"tree"`         // git hash of the governance tree
	Constitution string `json:"constitution"` // SHA-256 of constitution.md
	Plan         string `json:"plan"`         // digest of the plan that led here
	// Undone is what the tree decides and the server does not show: refused, unsupported, or unreadable with the token.
	Undone []plan.Refusal `json:"undone,omitempty"`
	// Accepted is where the server was left as it is by choice on first run.
	Accepted []plan.Difference `json:"accepted,omitempty"`
}

// PublishBody says where the constitution is published, or where an event of the entry's proposal was announced.
type PublishBody struct {
	Root   string `json:"root"` // the server's id of the first post
	URL    string `json:"url"`
	Digest string `json:"digest"` // SHA-256 of constitution.md, "" for an announcement
	// Announces is the event that the post announces, "" for the constitution.
	Announces Event `json:"announces,omitempty"`
}

// Event is what is announced of a proposal, once each.
type Event string

// The events.
const (
	VoteOpened  Event = "opened"  // members may vote
	VoteDecided Event = "decided" // it was decided, and is in force
)

// ErasureBody says whose clear values were dropped. It does not say who that was.
type ErasureBody struct {
	People []string `json:"people"` // commitments, sorted
	Reason string   `json:"reason"`
}

// Body reads an entry's body as T, such as EnactedBody. Keys that T does not know are left out: a newer version may
// have added them.
func Body[T any](e Entry) (T, error) {
	var body T
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return body, fmt.Errorf("body of ledger entry %d (%s): %w", e.Seq, e.Kind, err)
	}
	return body, nil
}
