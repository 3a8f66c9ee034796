package plan

import (
	"cmp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/skill"
)

// ReportVersion is the version of the form of a report.
const ReportVersion = 1

// EntryState says how an entry of the files or of the server stands. Refusals have three more of their own.
type EntryState string

// The states of entries.
const (
	EntryPending     EntryState = "pending"
	EntryRefused     EntryState = EntryState(Refused)
	EntryUnsupported EntryState = EntryState(Unsupported)
	EntryAccepted    EntryState = "accepted"
	EntryDrifted     EntryState = "drifted"
	EntryUnreadable  EntryState = EntryState(Unreadable)
	EntryUnmanaged   EntryState = "unmanaged"
)

// Standing is one entry that is not on the server as the repository says.
type Standing struct {
	State      EntryState     `json:"state"`
	ID         string         `json:"id,omitempty"` // of the change that is pending, refused or cannot be checked
	Resource   string         `json:"resource"`     // "" for a one-off action
	Target     string         `json:"target"`
	Desired    map[string]any `json:"desired"` // nil where nothing is declared, or where it is the live value that must go
	Live       map[string]any `json:"live"`    // nil where nothing is live, or where it was not read
	Why        string         `json:"why"`
	Since      string         `json:"since,omitempty"` // when the server got the entry, as far as it says: RFC 3339 in UTC
	Until      string         `json:"until,omitempty"` // when accepted drift is drift again
	Provisions []string       `json:"provisions"`      // citations of the provisions that govern it
	Next       string         `json:"next"`            // what a person can do, in a sentence
}

// Enacted is the last entry of the ledger that says what is in force.
type Enacted struct {
	Seq    int    `json:"seq"`
	Commit string `json:"commit"`
	Time   string `json:"time"` // RFC 3339, UTC
}

// Report is every entry that is not on the server as the repository says, by its state.
type Report struct {
	Version int                `json:"version"`
	Commit  string             `json:"commit"`  // whose tree is desired, "" outside git
	Enacted *Enacted           `json:"enacted"` // nil where nothing was ever applied
	Log     string             `json:"log"`     // the page of the server that says who changed what
	Counts  map[EntryState]int `json:"counts"`  // of states that occur
	Entries []Standing         `json:"entries"` // by state, resource and target
	Notes   []string           `json:"notes"`   // what a reader should know, such as a dirty work tree
}

// ReportOrder is the order in which states are reported: what moderators did comes first.
func ReportOrder() []EntryState {
	return []EntryState{EntryDrifted, EntryRefused, EntryUnsupported, EntryPending, EntryUnreadable, EntryAccepted, EntryUnmanaged}
}

// Report gives the standing of every entry of a plan. Live says since when entries are on the server; governed gives the
// citations for differences, by their place.
func (p Plan) Report(live State, governed map[[2]string][]string) Report {
	r := Report{Version: ReportVersion, Commit: p.Basis.Commit, Counts: map[EntryState]int{}, Entries: []Standing{}, Notes: list(p.Notes)}
	r.differences(EntryDrifted, p.Drift, live, governed)
	r.differences(EntryAccepted, p.Accepted, live, governed)
	r.differences(EntryPending, p.Conflicts, live, governed)
	r.differences(EntryUnmanaged, p.Unmanaged, live, governed)
	for _, refused := range slices.Concat(p.Refused, p.Unreadable) {
		r.refusal(refused)
	}
	for _, c := range p.Changes {
		r.add(Standing{State: stateOf(c.Origin), ID: c.ID, Resource: ResourceOf(c.Skill), Target: c.Target, Desired: c.After, Live: c.Before, Why: whyOf(c), Provisions: c.Provisions})
	}
	for _, t := range p.Tasks {
		r.add(Standing{State: stateOf(t.Origin), ID: t.ID, Resource: ResourceOf(t.Skill), Target: t.Target, Desired: t.After, Live: t.Before, Why: t.Reason, Provisions: t.Provisions})
	}
	order := ReportOrder()
	slices.SortFunc(r.Entries, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.State), slices.Index(order, b.State)),
			cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID))
	})
	return r
}

// stateOf says whether a change is planned because of what was changed by hand, or because of a decision.
func stateOf(why Origin) EntryState {
	if why == Repair {
		return EntryDrifted
	}
	return EntryPending
}

// whyOf says why a change is planned: of one that repairs what was done by hand, and not why the entry was decided.
func whyOf(c Change) string {
	switch {
	case c.Origin != Repair:
		return c.Reason
	case c.Skill == PublishSkill && c.Reason != "": // what became of the thread
		return c.Reason
	case c.Before == nil:
		return removedByHand
	}
	return changedByHand
}

func (r *Report) add(s Standing) {
	s.Provisions, s.Next = list(s.Provisions), next(s)
	r.Counts[s.State]++
	r.Entries = append(r.Entries, s)
}

func (r *Report) differences(state EntryState, all []Difference, live State, governed map[[2]string][]string) {
	found := index(live)
	for _, d := range all {
		r.add(Standing{
			State: state, Resource: d.Resource, Target: d.Target, Desired: d.Desired, Live: d.Live, Why: d.Why, Until: d.Until,
			Since: found[d.Resource][d.Target].Since, Provisions: governed[[2]string{d.Resource, d.Target}],
		})
	}
}

// refusal adds a change that is not tried, or a resource that cannot be checked.
func (r *Report) refusal(of Refusal) {
	s := Standing{State: EntryState(cmp.Or(of.State, Refused)), ID: of.ID, Why: of.Why}
	if of.Change != nil {
		s.Resource, s.Target, s.Desired, s.Live = ResourceOf(of.Change.Skill), of.Change.Target, of.Change.After, of.Change.Before
	} else if _, known := skill.FindResource(of.ID); known {
		s.ID, s.Resource = "", of.ID
	}
	r.add(s)
}

// next says what a person can do about an entry.
func next(s Standing) string {
	switch s.State {
	case EntryDrifted:
		switch {
		case s.ID != "":
			return `wait for the next "bylaw apply", which puts it back`
		case s.Resource == ConstitutionResource:
			return `"bylaw apply" publishes it again when the text is amended; set drift: {constitution: repair} to have that done each time`
		}
		return `let members decide: "bylaw drift --open-proposal" with --adopt or --revert; or accept it until a date under known_drift in bylaw.yaml`
	case EntryRefused, EntryUnsupported:
		return "a proposal takes the entry out, or the reason is removed; every plan names it until then"
	case EntryPending:
		return `"bylaw apply" makes the change; what only a person can do is a task of the plan`
	case EntryUnreadable:
		if s.Resource == skill.ExtendedDescription || s.Resource == skill.TermsOfService { // everybody may read them
			return "update the server, or take the key out of instance/site.yaml"
		}
		return "give the token the scope and its owner the permission (docs/guides/tokens.md), then look again"
	case EntryAccepted:
		if s.Until != "" {
			return "nothing until its date; then it is drift again"
		}
		return "nothing: a proposal that changes the entry ends the choice"
	case EntryUnmanaged:
	}
	return "nothing, or a proposal that declares it"
}
