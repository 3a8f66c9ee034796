package provision

import (
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// ruleKeys are the decision parameters.
func ruleKeys() []string {
	return []string{
		"electorate", "houses", "weights", "vacancies", "delegation", "proposer_vote", "ballots", "threshold", "quorum",
		"on_no_quorum", "tie", "judge", "veto", "on_fail", "sponsor", "repropose", "period", "early_pass", "early_fail",
		"stages", "enact", "emergency", "expires", "channels",
	}
}

// Keys names the decision parameters, for readers of formats that embed them.
func Keys() []string { return ruleKeys() }

// ParseRule reads the decision parameters from a map whose keys have been checked, and fills in the defaults.
func ParseRule(m yamldoc.Map) Rule {
	r := Rule{
		Electorate:   parseElectorate(m.At("electorate")),
		Houses:       parseHouses(m.At("houses")),
		Weights:      m.At("weights").Word("equal", "equal", "token", "stake", "population", "share"),
		Vacancies:    m.At("vacancies").Word("abstain", "abstain", "yes", "no"),
		Delegation:   parseDelegation(m.At("delegation")),
		ProposerVote: m.At("proposer_vote").Word("counts", "counts", "implicit_yes", "excluded"),
		OnNoQuorum:   m.At("on_no_quorum").Word("fail", "fail", "void", "extend"),
		Tie:          m.At("tie").Word("fails", "fails", "casting_vote"),
		Judge:        parseJudge(m.At("judge")),
		OnFail:       m.At("on_fail").Word("reject", "reject", "escalate"),
		Repropose:    parseRepropose(m.At("repropose")),
		Period:       parsePeriod(m.At("period")),
		EarlyPass:    m.At("early_pass").Word("never", "never", "when_passing", "when_decided", "when_all_voted"),
		EarlyFail:    m.At("early_fail").Word("never", "never", "when_decided"),
		Enact:        parseEnact(m.At("enact")),
		Emergency:    parseEmergency(m.At("emergency")),
	}
	r.Channels = parseChannels(m.At("channels"))
	ballots := m.At("ballots").Map("revote", "multi")
	r.Revote = ballots.At("revote").Word("last", "last", "first")
	r.VoidDouble = ballots.At("multi").Word("", "void") != ""
	tests := testReader{r.Houses}
	r.Threshold = tests.list(m.At("threshold"), "yes")
	r.Quorum = tests.list(m.At("quorum"), "participating")
	r.Veto = tests.veto(m.At("veto"))
	r.Sponsor = tests.sponsor(m.At("sponsor"))
	r.Stages = tests.stages(m.At("stages"), r)
	if expires := m.At("expires"); expires.Present() {
		r.Expires = duration(expires.Map("after").Need("after"))
	}
	return r
}

// name reads a word that people choose; it may not be empty.
func name(v yamldoc.Value) string {
	text := strings.TrimSpace(v.Text())
	if v.IsScalar() && text == "" {
		v.Fail("", "expected a name, found empty text")
	}
	return text
}

// names reads one name or a list of them.
func names(v yamldoc.Value) []string {
	var all []string
	for _, element := range v.OneOrMore() {
		all = append(all, name(element))
	}
	return all
}

// duration reads a duration; nil where there is none.
func duration(v yamldoc.Value) *Duration {
	if !v.Present() {
		return nil
	}
	d, err := ParseDuration(v.Text())
	if err != nil {
		if v.IsScalar() {
			v.Fail("write it like 72h, 14d, 6mo", "%s", err)
		}
		return nil
	}
	return &d
}

// ParseTime reads an RFC 3339 time and gives it in UTC; "" where there is none. Years are bounded so that the policies
// can count nanoseconds.
func ParseTime(v yamldoc.Value) string {
	if !v.Present() {
		return ""
	}
	t, err := yamldoc.ParseTime(v.Text())
	if err != nil {
		if v.IsScalar() {
			v.Fail("write it like 2026-11-21T18:00:00Z", "%q is not a time", v.Text())
		}
		return ""
	}
	if t = t.UTC(); t.Year() < 1700 || t.Year() > 2150 {
		v.Fail("use a year from 1700 to 2150", "%q is out of range", v.Text())
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func parseElectorate(v yamldoc.Value) Electorate {
	m := v.Map("role", "min_membership", "min_contributions", "exclude")
	e := Electorate{Role: name(m.At("role")), MinMembership: duration(m.At("min_membership"))}
	e.MinContributions = ReadNumber(m.At("min_contributions"))
	for _, who := range m.At("exclude").OneOrMore() {
		e.Exclude = append(e.Exclude, who.Word("", "subject", "recused"))
	}
	return e
}

// ReadNumber reads an exact decimal of zero or more; nil where there is none.
func ReadNumber(v yamldoc.Value) *Number {
	if !v.Present() {
		return nil
	}
	n, err := ParseNumber(v.Text())
	if err != nil {
		if v.IsScalar() {
			v.Fail("", "%s", err)
		}
		return nil
	}
	return &n
}

// reserved are the names under votes that no house may take.
func reserved() []string { return []string{"groups", "judge", "vetoes", "sponsors", "concurs"} }

func parseHouses(v yamldoc.Value) []House {
	var houses []House
	for _, element := range v.List() {
		m := element.Map("id", "sum_groups", "derive")
		id := m.Need("id")
		h := House{ID: name(id), SumGroups: m.At("sum_groups").Flag(false)}
		if slices.ContainsFunc(houses, func(other House) bool { return other.ID == h.ID }) {
			id.Fail("", "house %q is declared twice", h.ID)
		}
		if slices.Contains(reserved(), h.ID) {
			id.Fail("choose another id", "%q cannot be the id of a house", h.ID)
		}
		h.Win = parseWin(m)
		houses = append(houses, h)
	}
	if len(houses) == 0 {
		return []House{{}}
	}
	return houses
}

func parseWin(m yamldoc.Map) []Condition {
	if !m.Has("derive") {
		return nil
	}
	d := m.At("derive").Map("from", "win")
	d.Need("from").Word("groups", "groups")
	if m.At("sum_groups").Flag(false) {
		m.Fail("keep one of the two", "a house cannot both add up groups and be derived from them")
	}
	win := d.Need("win")
	if !win.Present() {
		return nil
	}
	return testReader{[]House{{}}}.one(win, "yes")
}

func parseDelegation(v yamldoc.Value) Delegation {
	m := v.Map("allowed", "max_per_holder", "transitive")
	d := Delegation{Allowed: m.At("allowed").Word("none", "none", "proxy", "liquid")}
	d.Transitive = m.At("transitive").Flag(d.Allowed == "liquid")
	if m.Has("max_per_holder") {
		n := m.At("max_per_holder").Whole(0, 0)
		d.MaxPerHolder = &n
	}
	return d
}

func parseJudge(v yamldoc.Value) *Judge {
	if !v.Present() {
		return nil
	}
	m := v.Map("by", "from", "to", "of", "round")
	j := &Judge{
		By:    name(m.Need("by")),
		Of:    m.At("of").Word("cast", bases()...),
		Round: m.At("round").Word("none", "none", "whole_percent", "tenth_percent"),
	}
	if m.Has("from") != m.Has("to") {
		m.Fail("give both ends of the band, or neither", "a band needs both from and to")
		return j
	}
	if !m.Has("from") {
		return j
	}
	j.From, j.To = plain(m.At("from")), plain(m.At("to"))
	if j.From == nil || j.To == nil {
		return j
	}
	from, _ := j.From.Constant()
	if to, _ := j.To.Constant(); from.Cmp(to) > 0 {
		m.At("from").Fail("exchange the two", "the band starts at %s, above its end %s", j.From, j.To)
	}
	return j
}

// plain reads a value without quantities.
func plain(v yamldoc.Value) *Formula {
	f, err := ParseFormula(v.Text())
	if err != nil {
		v.Fail("", "%s", err)
		return nil
	}
	if _, ok := f.Constant(); !ok {
		v.Fail("write a number, a fraction or a percentage", "%q is not a plain number", f)
		return nil
	}
	return &f
}

func parseRepropose(v yamldoc.Value) *Repropose {
	if !v.Present() {
		return nil
	}
	m := v.Map("after", "unless")
	r := &Repropose{UnlessChanged: m.At("unless").Word("", "substantial_change") != ""}
	if d := duration(m.Need("after")); d != nil {
		r.After = *d
	}
	return r
}

func parsePeriod(v yamldoc.Value) Period {
	m := v.Map("discussion", "min", "max", "grace", "early_min", "unit", "blackout", "starts")
	p := Period{
		Discussion: duration(m.At("discussion")), Min: duration(m.At("min")), Max: duration(m.At("max")),
		Grace: duration(m.At("grace")), EarlyMin: duration(m.At("early_min")),
		Unit:              m.At("unit").Word("exact", "exact", "calendar_days", "business_days"),
		StartsWhenPassing: m.At("starts").Word("", "when_passing") != "",
	}
	for _, element := range m.At("blackout").List() {
		r := element.Map("from", "to")
		p.Blackout = append(p.Blackout, DateRange{parseDate(r.Need("from")), parseDate(r.Need("to"))})
	}
	return p
}

// parseDate reads MM-DD; 29 February exists in some years and is a date.
func parseDate(v yamldoc.Value) Date {
	if !v.Present() {
		return Date{}
	}
	t, err := time.Parse("2006-01-02", "2000-"+v.Text())
	if err != nil {
		v.Fail("write it like 12-17", "%q is not a month and a day", v.Text())
		return Date{}
	}
	return Date{int(t.Month()), t.Day()}
}

func parseEnact(v yamldoc.Value) Enact {
	m := v.Map("delay", "grace", "not_before", "concurs")
	return Enact{
		Delay: duration(m.At("delay")), Grace: duration(m.At("grace")),
		NotBefore: ParseTime(m.At("not_before")), Concurs: names(m.At("concurs")),
	}
}

func parseEmergency(v yamldoc.Value) *Emergency {
	if !v.Present() {
		return nil
	}
	m := v.Map("holders", "ratify_within")
	e := &Emergency{Holders: names(m.At("holders"))}
	if d := duration(m.Need("ratify_within")); d != nil {
		e.RatifyWithin = *d
	}
	return e
}
