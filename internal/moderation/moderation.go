// Package moderation holds the lists that a server shows to its moderators, and where they may be shown: they are about persons,
// so they are for the eyes of the person who asks.
package moderation

import (
	"context"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Most is the largest number of entries of one list; a server gives 200 of them with a request.
const Most = 10_000

// AccountFilter narrows a list of accounts. What is "" does not narrow it.
type AccountFilter struct {
	Origin    string // local or remote
	Status    string // one of Statuses
	Staff     bool   // only who may deal with reports
	Roles     []string
	Username  string // its beginning
	Name      string // the beginning of the display name
	Domain    string // in punycode, without subdomains
	Email     string // the beginning of the address
	IP        string // an address or a network
	InvitedBy string // a handle or an id
}

// Origins are the words for where accounts are.
func Origins() []string { return []string{"local", "remote"} }

// Statuses are the words for the state of accounts. Active is every account that is not suspended.
func Statuses() []string {
	return []string{"active", "pending", "disabled", "silenced", "suspended", "sensitive"}
}

// Account is an account as moderators see it.
type Account struct {
	ID          string    `json:"id"`
	Handle      string    `json:"handle"`
	Name        string    `json:"name,omitempty"`
	State       []string  `json:"state"` // the words of accounts.yaml
	Pending     bool      `json:"pending,omitempty"`
	Unconfirmed bool      `json:"unconfirmed,omitempty"` // the address has not been confirmed
	Role        string    `json:"role,omitempty"`
	CreatedAt   time.Time `json:"created_at,omitzero"`
	InvitedBy   string    `json:"invited_by,omitempty"`  // an id
	Application string    `json:"application,omitempty"` // why the person wants to join
	Email       string    `json:"email,omitempty"`       // only where addresses were asked for
	IP          string    `json:"ip,omitempty"`          // the same
}

// ReportFilter narrows a list of reports, which is of open ones unless Resolved.
type ReportFilter struct {
	Resolved bool
	By       string // who filed it: a handle or an id
	Target   string // whom it is about
}

// Report is a report as moderators see it.
type Report struct {
	ID         string    `json:"id"`
	Category   string    `json:"category,omitempty"`
	Comment    string    `json:"comment,omitempty"`
	By         string    `json:"by"`     // handle
	Target     string    `json:"target"` // handle
	Posts      int       `json:"posts"`
	Rules      []string  `json:"rules,omitempty"` // that it says are broken
	AssignedTo string    `json:"assigned_to,omitempty"`
	Resolved   bool      `json:"resolved"`
	ResolvedBy string    `json:"resolved_by,omitempty"`
	CreatedAt  time.Time `json:"created_at,omitzero"`
}

// List is the newest entries that were asked for. More says that the server has others.
type List[T any] struct {
	Entries []T  `json:"entries"`
	More    bool `json:"more"`
}

// Server is a server that shows its lists.
type Server interface {
	// Accounts and Reports give the newest entries, at most so many.
	Accounts(ctx context.Context, f AccountFilter, most int) (List[Account], error)
	Reports(ctx context.Context, f ReportFilter, most int) (List[Report], error)
}

// Accounts reads accounts. Mail and IP addresses stay out unless they were asked for.
func Accounts(ctx context.Context, s Server, f AccountFilter, most int, addresses bool) (List[Account], error) {
	list, err := s.Accounts(ctx, f, most)
	for n := range list.Entries {
		if !addresses {
			list.Entries[n].Email, list.Entries[n].IP = "", ""
		}
	}
	return list, err
}

// Place is where a list would be shown.
type Place struct {
	Runner   bool // of a CI, whose logs others read and keep
	Terminal bool
	JSON     bool
	Sandbox  bool // which holds no people
}

// Refuse says why a list is not shown in a place; nil where it may be.
func (p Place) Refuse() error {
	switch {
	case p.Sandbox:
		return nil
	case p.Runner:
		return &diag.Refusal{
			Why:  "the lists of moderators are about persons, and the log of a CI runner is kept and read by others",
			Next: "run it at your own terminal",
		}
	case !p.Terminal && !p.JSON:
		return &diag.Refusal{
			Why:  "the lists of moderators are about persons: they are shown at a terminal, and this output is none",
			Next: "use --json for another program of yours, and keep what it writes to yourself",
		}
	}
	return nil
}
