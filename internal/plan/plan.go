// Package plan works out what must change on a server so that it becomes what the repository says: a three-way
// difference between what was last enacted, what is desired now and what is live. A plan is data: it is limited, shown,
// saved, executed and recorded as one and the same value.
package plan

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Version is the version of the plan format.
const Version = 1

// Item is one thing that is declared or live, such as a domain block. Params holds text as string, flags as bool and
// lists as []any, each under its catalogue name; a parameter that is not declared is absent, and absent is not compared.
type Item struct {
	Resource string         `json:"resource"`     // skill.Resource.Name, or "constitution"
	Target   string         `json:"target"`       // in canonical form
	ID       string         `json:"id,omitempty"` // the server's id; only of live items
	Params   map[string]any `json:"params"`
	Reason   string         `json:"reason,omitempty"`
	Until    string         `json:"until,omitempty"` // RFC 3339, UTC
	Since    string         `json:"-"`               // RFC 3339, UTC; of live items: when the server got it, "" where it does not say
	Renewed  string         `json:"-"`               // the value of Renew, which is no parameter of the server

	Refuse map[skill.Name]string   `json:"refuse,omitempty"` // of live items: skills that the server refuses here, and why
	Also   map[skill.Name][]string `json:"also,omitempty"`   // of live items: what else a skill does here, in sentences
	Held   []string                `json:"held,omitempty"`   // of live accounts: words of the state that a domain block holds, moderators or not
}

// State is the items of one moment and the resources that they speak for: a resource that is not named in Managed is
// "not ours" and is left unchanged.
type State struct {
	Managed []string `json:"managed"` // sorted resource names
	Items   []Item   `json:"items"`   // sorted by resource and target
}

// Targets gives the targets of one resource's items, in their order.
func (s State) Targets(resource string) []string {
	var targets []string
	for _, item := range s.Items {
		if item.Resource == resource {
			targets = append(targets, item.Target)
		}
	}
	return targets
}

// Basis names what a plan rests on.
type Basis struct {
	Commit       string `json:"commit"`       // the commit whose tree is desired, or "" outside git
	Base         string `json:"base"`         // the commit of the last enacted entry, or "" at first
	Constitution string `json:"constitution"` // SHA-256 of constitution.md
	Live         string `json:"live"`         // SHA-256 of the live state's canonical JSON; not part of the digest
}

// Origin says why a change is planned.
type Origin string

// The origins of a change.
const (
	Decided Origin = "decision" // the repository changed, or says it for the first time
	Sunset  Origin = "sunset"   // an until has passed
	Adopted Origin = "adoption" // a conflict on first run, settled with --adopt-ours
	Repair  Origin = "repair"   // drift that settings say to repair
)

// Action says what a change does to its target.
type Action string

// The actions of changes.
const (
	Create Action = "create"
	Update Action = "update"
	Remove Action = "remove"
	Do     Action = "act"
)

// Change is one call of a skill. ID is stable: "<skill>:<target>", so that a ledger entry and a later plan name the same
// change alike.
type Change struct {
	ID              string         `json:"id"`
	Action          Action         `json:"action"`
	Skill           skill.Name     `json:"skill"`
	Target          string         `json:"target"`
	Params          map[string]any `json:"params"`
	Before          map[string]any `json:"before"` // what is live, nil for a creation
	After           map[string]any `json:"after"`  // what will be, nil for a removal
	Reason          string         `json:"reason"`
	Until           string         `json:"until"` // when the measure ends, RFC 3339 in UTC, or ""
	Origin          Origin         `json:"origin"`
	Proposal        int            `json:"proposal"`         // 0 where no proposal is known
	Provisions      []string       `json:"provisions"`       // citations of the provisions that govern it
	ReversibleUntil string         `json:"reversible_until"` // "no end", or "": not at all, or not known yet
	Also            []string       `json:"also,omitempty"`   // what else it does, as the server was; not part of the digest
}

// NoEnd is in Change.ReversibleUntil where the measure can be undone at any time; what it has cut off meanwhile, such as
// follows, may not come back. Else the field is empty: the change cannot be undone, or only for a time that the server
// counts from the moment it makes the change, so that no plan can name its end.
const NoEnd = "no end"

// Difference is live state that is reported and left unchanged: drift, a conflict, or something unmanaged.
type Difference struct {
	Resource string         `json:"resource"`
	Target   string         `json:"target"`
	Desired  map[string]any `json:"desired"` // nil where nothing is declared
	Live     map[string]any `json:"live"`    // nil where nothing is live
	Why      string         `json:"why"`
	Until    string         `json:"until,omitempty"` // of known drift: when it ends, RFC 3339 in UTC
}

// Refusal is a change that will not be tried, and why, in a sentence.
type Refusal struct {
	ID     string       `json:"id"`
	Why    string       `json:"why"`
	State  RefusalState `json:"state,omitempty"`
	Change *Change      `json:"change,omitempty"` // nil where no single change is meant, or one that leaves no state behind
}

// Summary counts the changes by action, and the tasks.
type Summary struct {
	Create int `json:"create"`
	Update int `json:"update"`
	Remove int `json:"remove"`
	Act    int `json:"act"`
	Tasks  int `json:"tasks"`
}

// Plan is what must be done, in order. Digest is the SHA-256 of its RFC 8785 JSON without the digest itself, Basis.Live,
// Seconds, People and Notes.
type Plan struct {
	Version   int          `json:"version"`
	Basis     Basis        `json:"basis"`
	Changes   []Change     `json:"changes"`
	Tasks     []Task       `json:"tasks"`
	Closed    []Closing    `json:"closed"` // recorded tasks that no longer wait for a person
	Unmanaged []Difference `json:"unmanaged"`
	Drift     []Difference `json:"drift"`
	Accepted  []Difference `json:"accepted,omitempty"` // differences that were kept by choice on first run
	Conflicts []Difference `json:"conflicts"`
	Refused   []Refusal    `json:"refused"`
	// Unreadable is what was decided about resources that could not be read, or the resource itself.
	Unreadable []Refusal `json:"unreadable,omitempty"`
	Summary    Summary   `json:"summary"`
	Requests   int       `json:"requests"`          // how many API requests executing it takes, reading back included
	Seconds    int       `json:"seconds,omitempty"` // how long that takes at the limits that servers usually have
	People     *People   `json:"people,omitempty"`  // whom changed blocks of servers concern; nil where none is changed, or no one asked
	Notes      []string  `json:"notes"`             // what a reader should know, such as a dirty work tree
	Digest     string    `json:"digest"`
}

// Union joins two sorted lists of names.
func Union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
