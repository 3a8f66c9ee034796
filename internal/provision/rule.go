package provision

import "github.com/bylaw-dev/bylaw/internal/diag"

// Rule is the decision parameters of a provision, defaults filled in. A nil pointer, list or zero text is a parameter
// that is not there.
type Rule struct {
	Electorate   Electorate
	Houses       []House // at least one; a single one without a name where none is declared
	Weights      string  // equal, token, stake, population or share
	Vacancies    string  // abstain, yes or no
	Delegation   Delegation
	ProposerVote string // counts, implicit_yes or excluded
	Revote       string // last or first
	VoidDouble   bool   // who takes two different stances casts nothing
	Threshold    []Condition
	Quorum       []Condition
	OnNoQuorum   string // fail, void or extend
	Tie          string // fails or casting_vote
	Judge        *Judge
	Veto         *Veto
	OnFail       string // reject or escalate
	Sponsor      *Sponsor
	Repropose    *Repropose
	Period       Period
	EarlyPass    string // never, when_passing, when_decided or when_all_voted
	EarlyFail    string // never or when_decided
	Stages       []Stage
	Enact        Enact
	Emergency    *Emergency
	Expires      *Duration
	Channels     []string // of Channels; nil is every channel that the settings have
}

// Electorate says who of the roster is entitled.
type Electorate struct {
	Role             string // "" is everyone
	MinMembership    *Duration
	MinContributions *Number
	Exclude          []string // subject, recused
}

// House is a body that is tallied apart.
type House struct {
	ID        string // "" where the provision declares no houses
	SumGroups bool
	Win       []Condition // of a house derived from groups: what a group needs to count as a yes
}

// Delegation says whether and how votes may be handed on.
type Delegation struct {
	Allowed      string // none, proxy or liquid
	MaxPerHolder *int64
	Transitive   bool
}

// Condition is a test, or a list of conditions of which all or any must hold: exactly one field is set.
type Condition struct {
	Test *Test
	All  []Condition
	Any  []Condition
}

// Test compares a count with a value, or with a share of a base.
type Test struct {
	House string
	Count string
	Op    string // >= > <= <
	Value Formula
	Of    string // "": Value is absolute
	Place diag.Place
}

// Judge hands the decision to people, inside a band of shares or altogether.
type Judge struct {
	By    string
	From  *Formula // nil without a band
	To    *Formula
	Of    string
	Round string // none, whole_percent or tenth_percent
}

// Veto stops a motion by the stance of its holders, or by a test.
type Veto struct {
	All         bool     // everybody entitled holds it
	Holders     []string // role names; empty for All and for a veto by test
	Stance      string   // no or block
	MinHolders  int64
	NeedsReason bool
	When        string // always or if_passing
	Effect      string // defeat, void, suspend or escalate
	Override    []Condition
	Test        []Condition
}

// Sponsor is how many must support a motion before it is voted on.
type Sponsor struct {
	Seconds        Formula
	Within         *Duration
	ProposerCounts bool
}

// Repropose bars a motion for a while after its last attempt.
type Repropose struct {
	After         Duration
	UnlessChanged bool // a substantial change lifts the bar
}

// Period is how long a vote and the discussion before it last.
type Period struct {
	Discussion, Min, Max, Grace, EarlyMin *Duration
	Unit                                  string // exact, calendar_days or business_days
	Blackout                              []DateRange
	StartsWhenPassing                     bool
}

// DateRange is a span of the year, From included and To excluded; it may run over new year.
type DateRange struct{ From, To Date }

// Date is a day of any year.
type Date struct{ Month, Day int }

// Stage replaces the tests once its time has come.
type Stage struct {
	After     Duration
	Threshold []Condition // the provision's own where the stage gives none
	Quorum    []Condition
}

// Enact is what stands between passing and taking effect.
type Enact struct {
	Delay, Grace *Duration
	NotBefore    string // RFC 3339 in UTC, or ""
	Concurs      []string
}

// Emergency is a power to act first and be ratified later.
type Emergency struct {
	Holders      []string
	RatifyWithin Duration
}
