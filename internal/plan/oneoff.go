package plan

import (
	"reflect"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// What is read from the server for one-off actions. None of it is declared: it shows whether a one-off action can be done, and whether it was
// done already.
const (
	BotResource    = "bot"      // what the token's account may do and the server lets it do; one item, whose target is "bot"
	PersonResource = "people"   // accounts, by handle
	ReportResource = "reports"  // by id
	PostResource   = "statuses" // by id
)

// The parameters of the items that are read for one-off actions.
const (
	Permissions  = "permissions"  // of the bot's role, a list of names as the catalogue has them
	SignUps      = "sign_ups"     // the server takes applications for accounts
	Barrier      = "barrier"      // what it asks of applicants that no one-off action has
	AppToken     = "app_token"    // the operator gave the application's own credentials
	Hidden       = "hidden"       // the account is a pseudonym, and there is no pseudonym map to resolve it
	Local        = "local"        // the account is one of the community's own server
	Pending      = "pending"      // the account waits for approval
	Suspended    = "suspended"    // the account is suspended
	ByDomain     = "by_domain"    // it is suspended through a block of its domain
	Resolved     = "resolved"     // the report is closed, the bot's own about a post of another account
	ResolvedBy   = "resolved_by"  // the handle of who closed it
	AssignedTo   = "assigned_to"  // the handle of whom the report is assigned to
	Ours         = "ours"         // it is assigned to the bot, or the bot wrote the post
	Constitution = "constitution" // the post is the first of a thread of the constitution
	FiledReport  = "filed_report" // the id of the bot's report about the post
	Category     = "category"     // of the report
	Rules        = "rules"        // the ids of the rules that the report is about
	About        = "about"        // the id of the account that the report is about
	Account      = "account"      // the account's id, unless a pseudonym names it
	Unseen       = "unseen"       // the server does not show the post to the bot, which is no evidence that it is gone
	Public       = "public"       // it shows the post to others
	Unread       = "unread"       // why the target could not be read
)

// OneOffAction is something that happens exactly once. Its stem, which is the name of its file without the ending, is its identity
// for ever.
type OneOffAction struct {
	Stem   string
	Skill  skill.Name
	Target string         // in canonical form: an account, or the id of a report or a post
	Params map[string]any // other than the target
	Reason string
}

// ID names the action, alike in every plan and in the ledger: "<skill>:<stem>".
func (a OneOffAction) ID() string { return ID(a.Skill, a.Stem) }

// byHand ends the ID of the task that a one-off action leaves to a person.
const byHand = ":by-hand"

// TaskID names what a one-off action leaves to a person: the action itself may be done before the task is.
func (a OneOffAction) TaskID() string { return a.ID() + byHand }

// StemOf gives the stem in the ID of a one-off action or of its task.
func StemOf(id string) string {
	_, stem, _ := strings.Cut(id, ":")
	return strings.TrimSuffix(stem, byHand)
}

// Report is the id of the report that the action answers, or "".
func (a OneOffAction) Report() string {
	report, _ := a.Params["report"].(string)
	return report
}

// Resource is what has to be read of the action's target.
func (a OneOffAction) Resource() string {
	s, _ := skill.Find(a.Skill)
	switch {
	case s.Category == skill.Reports:
		return ReportResource
	case a.Skill == skill.DeleteStatus:
		return PostResource
	}
	return PersonResource
}

// same reports whether a change that the ledger holds is this very action.
func (a OneOffAction) same(c Change) bool {
	params := len(a.Params) == 0 && len(c.Params) == 0 || reflect.DeepEqual(a.Params, c.Params)
	return a.ID() == c.ID && a.Target == c.Target && params
}

// Agenda is the one-off actions of a tree, with what the ledger knows of them.
type Agenda struct {
	Actions   []OneOffAction       // sorted by stem
	Done      map[string]Change    // by stem: what was done, as it was recorded
	Begun     map[string]bool      // stems whose intent is recorded and whose outcome is not
	Asked     map[string]bool      // stems that a person was asked to do, and that are not done
	Settled   map[string]bool      // stems whose task for a person is recorded as done
	Suspended map[string]time.Time // by account: since when enacted trees have said without a break that it is suspended
}

// cooling is how long an account must have been suspended before its data may go: an appeal comes first.
const cooling = 14 * 24 * time.Hour
