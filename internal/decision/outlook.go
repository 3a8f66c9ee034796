package decision

import (
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// OutlookVersion is the version of the outlook format.
const OutlookVersion = 1

// Outlook says what governs a power, and what a vote on it would take with the present roster if it opened now. Times are
// RFC 3339 in UTC, "" where there is none. Every number was tried out with simulated ballots.
type Outlook struct {
	Version    int           `json:"version"`
	Power      string        `json:"power"` // a skill's or a subject's name
	Skill      *skill.Skill  `json:"skill"` // its entry of the catalogue; null for a subject
	Action     string        `json:"action"`
	Target     string        `json:"target"`
	Params     Params        `json:"params"` // what comes, or what goes with a removal
	Until      string        `json:"until"`
	OpenedAt   moment.Time   `json:"opened_at"`
	Governed   bool          `json:"governed"`   // whether any provision grants the power
	Branches   []Branch      `json:"branches"`   // where the answer depends on what was not said; otherwise empty
	Provisions []Requirement `json:"provisions"` // those that govern: all of them must pass; with branches, all that may govern
	Denials    []Notice      `json:"denials"`    // by the community's own policies, whatever the votes
}

// Params are parameters under their catalogue names.
type Params map[string]any

// Branch is what governs in some of the cases that a question leaves open.
type Branch struct {
	When      []string `json:"when"`      // conditions in words, all of which hold; empty where nothing matters
	Citations []string `json:"citations"` // of the provisions that govern then; empty where none does
}

// Requirement is what one provision would take.
type Requirement struct {
	Provision string      `json:"provision"`
	Citation  string      `json:"citation"`
	Title     string      `json:"title"`    // of the article
	Sentence  string      `json:"sentence"` // the rule in one sentence
	Entitled  int         `json:"entitled"` // seats that may vote
	Excluded  []Excluded  `json:"excluded"` // seats of the roster that may not
	ClosesAt  moment.Time `json:"closes_at"`
	// Blocked says why the vote could not pass now even if everybody entitled said yes; "" where it could.
	Blocked string `json:"blocked"`
	// Approvals is the fewest votes in favour that are enough against 0, 1, 2... objections, of more than 16 voters against
	// every tenth part, up to the first number with which the vote cannot pass.
	Approvals []Approvals `json:"approvals"`
	// Alike is false where seats weigh differently, hand their votes on or vote in groups: then the numbers are one way that
	// is enough, and Example names it.
	Alike       bool        `json:"alike"`
	Example     []string    `json:"example,omitempty"`
	Quorum      *Quorum     `json:"quorum"`       // null where none is asked for
	Early       *Early      `json:"early"`        // null where the vote cannot pass before its close
	EnactableAt moment.Time `json:"enactable_at"` // of a vote that passes at its close; "" where that is at once
	Silence     Silence     `json:"silence"`
	Veto        *Veto       `json:"veto"` // null where no one may stop it
	// ProposerVote is counts, implicit_yes or excluded.
	ProposerVote string   `json:"proposer_vote"`
	Seconds      int      `json:"seconds"`    // supporters that it takes before it is voted on
	Discussion   string   `json:"discussion"` // in words, "" where the vote may open at once
	Judge        string   `json:"judge"`      // the role that must rule as well, or ""
	Concurs      []string `json:"concurs"`    // other provisions that must pass before it takes effect
}

// Excluded is a seat that has no vote, and why.
type Excluded struct {
	Seat string `json:"seat"`
	Why  string `json:"why"`
}

// Approvals says how many votes in favour are enough against some objections.
type Approvals struct {
	Objections int  `json:"objections"`
	Fewest     *int `json:"fewest"` // nil: no number is enough
}

// Quorum is how many people must take part.
type Quorum struct {
	People    int  `json:"people"`
	InFavour  bool `json:"in_favour"` // whether only votes in favour count towards it
	Reachable bool `json:"reachable"` // false: everybody entitled is too few, and People is how many they are
}

// Early is how a vote passes before its close.
type Early struct {
	Fewest int         `json:"fewest"` // votes in favour, where no one objects
	From   moment.Time `json:"from"`   // the earliest moment at which everybody's yes is enough
}

// Silence is what becomes of a vote in which no one votes.
type Silence struct {
	Outcome  Outcome     `json:"outcome"`
	At       moment.Time `json:"at"`       // when that is decided, "" for never
	Extended bool        `json:"extended"` // whether the vote runs on past its close first
}

// Veto is who may stop a vote, and how.
type Veto struct {
	Seats       []string `json:"seats"`   // that hold it; empty for a veto by test
	Holders     []string `json:"holders"` // roles, or "anybody"
	Stance      string   `json:"stance"`  // no or block
	Fewest      int64    `json:"fewest"`
	NeedsReason bool     `json:"needs_reason"`
	IfPassing   bool     `json:"if_passing"` // it counts only if the vote would pass
	Effect      string   `json:"effect"`     // defeat, void, suspend or escalate
	Override    bool     `json:"override"`   // whether enough votes override it
}
