// Package inspect holds what servers and files show of how a community is set up, as adapters read it. It judges nothing.
package inspect

import (
	"errors"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// State says how far a part of a setup could be seen. Absent, hidden and unread are three things.
type State int

// The states. The zero value is Unread, so that what nothing filled in is not taken for seen.
const (
	Unread State = iota // not asked, or the answer did not come
	Seen                // Value holds what there is
	Absent              // the server says that there is none
	Hidden              // the server does not show it to this token
)

// Part is one part of a setup as it was seen.
type Part[T any] struct {
	Value T
	State State
	Why   string // of Hidden and Unread: the reason, a clause for people
}

// Read makes a part of what an adapter answered. facts.ErrNotFound is Absent, facts.ErrForbidden is Hidden.
func Read[T any](value T, err error) Part[T] {
	switch {
	case err == nil:
		return Part[T]{Value: value, State: Seen}
	case errors.Is(err, facts.ErrNotFound):
		return Part[T]{State: Absent}
	case errors.Is(err, facts.ErrForbidden):
		return Part[T]{State: Hidden, Why: "this token may not see it"}
	}
	return Part[T]{Why: err.Error()}
}

// Unasked is a part that was not asked for.
func Unasked[T any](why string) Part[T] { return Part[T]{Why: why} }

// Server is what a community's server says of itself and of its limits.
type Server struct {
	Software   string // as nodeinfo names it, such as mastodon
	Title      string // of the software for people
	Version    string
	Characters int // of one post
	Pins       int // how many posts an account may pin
}

// Account is the account of the token on the community's server.
type Account struct {
	Acct        string
	Bot         bool
	RoleID      string // "" where it has none
	Role        string // the role's name, "" where the server does not say
	Permissions uint64 // bits of the role
}

// Scopes are the OAuth scopes that a server shows of a token.
type Scopes struct {
	List    []string
	OfToken bool // the token's own; else those of its application, of which the token may have fewer
}

// Staff is an account with a role of its own.
type Staff struct {
	Acct          string
	RoleID, Role  string
	Administrates bool
}

// Pins are the posts that the account has pinned.
type Pins struct {
	Used         int
	Constitution bool // whether one of them begins the constitution
	Anchors      []ledger.Anchor
}

// Person is an account of a server as everybody sees it.
type Person struct {
	Acct      string
	Moved     string // the handle of the account that it moved to, "" for none
	Suspended bool
	Limited   bool
}

// Exchange is what the last answer of a server says of itself.
type Exchange struct {
	Limit, Remaining int // of the rate limit; Limit is 0 where the server states none
	Reset            time.Time
	Dated            bool
	Ahead            time.Duration // how far the server's clock is before ours, negative where it is behind
}

// Repository is what a forge says of the community's repository.
type Repository struct {
	Name    string // "owner/name" at present
	Default string // the default branch
	Owner   string
	Company bool // whether an organization owns it
	Private bool
	Push    bool // whether the token's account may push
	Admin   bool // whether it may administrate the repository
	// Scopes are those of a classic token, "" for other kinds, whose permissions the server does not list.
	Scopes string
}

// Rules is what holds for a branch.
type Rules struct {
	PullRequest  bool // changes come by pull requests alone
	Approvals    int  // how many a pull request needs
	DismissStale bool // a push dismisses approvals
	Reviewers    bool // code owners, or someone else than the last pusher, must approve
	Queue        bool // pull requests are merged by a merge queue
	Checks       []Check
	NoForcePush  bool
	NoDeletion   bool
	Signatures   bool // commits must be signed
	Bypass       []Bypass
	BypassHidden bool // the server does not show who may go past a rule
}

// Check is a required status and the App that must set it, 0 for any.
type Check struct {
	Context string
	App     int64
}

// Bypass is who may go past the rules: role, team, App, user, deploy key.
type Bypass struct {
	Who  string // for people
	Rule string // the name of the ruleset, "" of branch protection
}

// Requires finds a required status by its name.
func (r Rules) Requires(context string) (Check, bool) {
	for _, c := range r.Checks {
		if strings.EqualFold(c.Context, context) {
			return c, true
		}
	}
	return Check{}, false
}

// Environment says which branches may use a deployment environment.
type Environment struct {
	All       bool     // every branch
	Protected bool     // those with branch protection
	Branches  []string // patterns
}

// Workflow is a workflow as the forge knows it.
type Workflow struct {
	Path  string
	State string // active, disabled_inactivity, disabled_manually, ...
}

// Run is the last run of a workflow by its schedule.
type Run struct {
	At         time.Time
	Conclusion string // "" while it runs
}

// Actions is what a repository allows its workflows.
type Actions struct {
	Enabled  bool
	Allowed  string // all, local_only or selected
	Patterns []string
	GitHub   bool // with selected: actions of GitHub's own
	Propose  bool // workflows may open pull requests
}

// Copies compares the ledger of a clone with that of the repository that it follows.
type Copies struct {
	Entries int // of the longer one
	Behind  int // entries that the clone does not have
	Ahead   int // entries that the origin does not have
	Differs int // the first entry that differs, 0 for none
	Remote  bool
}
