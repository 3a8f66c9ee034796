package lint

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/provision"
)

// measure says the sorts of number apart that must not be compared with each other.
type measure int

const (
	share      measure = iota // a part of a body, as a fraction
	period                    // a length of time that belongs to the vote, in minutes; months are 30 days here
	membership                // how long a person has been a member, in minutes
	people                    // how many people or votes
)

// figure is one number that a text or a provision states.
type figure struct {
	measure measure
	values  []string // exact, of which any may match: "more than two" is 2 and 3
	words   string   // as it stands there
	at      int      // offset in the constitution; of a provision's figures 0
	loose   bool     // it may match, but need not
}

func (f figure) agrees(other figure) bool {
	return f.measure == other.measure && slices.ContainsFunc(f.values, func(v string) bool { return slices.Contains(other.values, v) })
}

func exact(r *big.Rat) string { return r.RatString() }

// ruled collects the figures of a provision.
type ruled struct{ figures []figure }

func figuresOf(r provision.Rule) []figure {
	var f ruled
	f.conditions(r.Threshold, "threshold")
	f.conditions(r.Quorum, "quorum")
	for _, s := range r.Stages {
		f.conditions(s.Threshold, "threshold")
		f.conditions(s.Quorum, "quorum")
		f.time(&s.After, period, "after", false)
	}
	if v := r.Veto; v != nil {
		f.conditions(v.Override, "override")
		f.conditions(v.Test, "veto")
		f.number(big.NewRat(v.MinHolders, 1), "min_holders", v.MinHolders < 2)
	}
	if s := r.Sponsor; s != nil {
		f.sponsor(s)
	}
	if j := r.Judge; j != nil && j.From != nil && j.To != nil {
		f.part(*j.From, "from")
		f.part(*j.To, "to")
	}
	f.time(r.Period.Min, period, "min", false)
	f.time(r.Period.Max, period, "max", false)
	f.time(r.Period.Discussion, period, "discussion", false)
	f.time(r.Enact.Delay, period, "delay", false)
	f.time(r.Electorate.MinMembership, membership, "min_membership", false)
	for _, d := range []*provision.Duration{r.Period.Grace, r.Period.EarlyMin, r.Enact.Grace} {
		f.time(d, period, "", true)
	}
	if r.Repropose != nil {
		f.time(&r.Repropose.After, period, "", true)
	}
	return f.figures
}

func (f *ruled) add(stated figure) {
	if !slices.ContainsFunc(f.figures, func(f figure) bool { return f.words == stated.words && f.agrees(stated) }) {
		f.figures = append(f.figures, stated)
	}
}

func (f *ruled) conditions(list []provision.Condition, key string) {
	for _, c := range list {
		if c.Test != nil {
			f.test(*c.Test, key)
		}
		f.conditions(c.All, key)
		f.conditions(c.Any, key)
	}
}

// scaled is a formula that is a part of a body.
var scaled = regexp.MustCompile(`^([0-9./]+%?)\*(?:eligible|seats|cast|participating|present|not_abstaining)$`)

func (f *ruled) test(t provision.Test, key string) {
	value, plain := t.Value.Constant()
	switch {
	case plain && t.Of != "" && t.Of != "no":
		f.part(t.Value, key)
	case plain && t.Of == "" && value.Sign() > 0:
		values := []string{exact(value)}
		switch t.Op {
		case ">":
			values = append(values, exact(new(big.Rat).Add(value, big.NewRat(1, 1))))
		case "<":
			values = append(values, exact(new(big.Rat).Sub(value, big.NewRat(1, 1))))
		}
		f.add(figure{measure: people, values: values, words: t.Value.String() + " (" + key + ")"})
	default:
		f.formula(t.Value, key)
	}
}

func (f *ruled) part(value provision.Formula, key string) {
	if n, ok := value.Constant(); ok && n.Sign() > 0 {
		f.add(figure{measure: share, values: []string{exact(n)}, words: value.String() + " (" + key + ")"})
	}
}

func (f *ruled) formula(value provision.Formula, key string) {
	m := scaled.FindStringSubmatch(value.String())
	if m == nil {
		return
	}
	if part, err := provision.ParseFormula(m[1]); err == nil {
		f.part(part, key)
	}
}

func (f *ruled) sponsor(s *provision.Sponsor) {
	if n, ok := s.Seconds.Constant(); ok {
		f.number(n, "seconds", false)
	}
	f.formula(s.Seconds, "seconds")
	f.time(s.Within, period, "within", false)
}

func (f *ruled) number(n *big.Rat, key string, loose bool) {
	f.add(figure{measure: people, values: []string{exact(n)}, words: exact(n) + " (" + key + ")", loose: loose})
}

func (f *ruled) time(d *provision.Duration, m measure, key string, loose bool) {
	if d == nil || d.N == 0 {
		return
	}
	f.add(figure{measure: m, values: []string{exact(minutes(big.NewRat(d.N, 1), d.Unit))}, words: d.String() + " (" + key + ")", loose: loose})
}

// minutes gives a length of time. A month is 30 days and a year 365, which is enough to say whether two texts agree.
func minutes(n *big.Rat, unit string) *big.Rat {
	per := map[string]int64{"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60, "mo": 30 * 24 * 60, "y": 365 * 24 * 60}
	return new(big.Rat).Mul(n, big.NewRat(per[strings.ToLower(unit)], 1))
}
