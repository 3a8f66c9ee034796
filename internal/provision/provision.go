// Package provision reads the machine-readable form of an article: who decides, by what threshold, with which quorum,
// within what time, and over which powers. Every parameter is parsed into a typed, validated value; nothing is decided here.
package provision

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// Provision is one provision of a constitution, or of a worked case, where ID, Citation and Governs are empty.
type Provision struct {
	ID       string // unique in the constitution; by default made from the citation
	Citation string // of the article that it stands under
	Place    diag.Place
	Governs  []Power
	Rule     Rule
}

// Power is one line of governs: skills, or subjects, with conditions.
type Power struct {
	Skills   []string
	Subjects []string
	Where    map[string][]string // catalogue parameter or derived key → the values of which any must match, as text
	Within   *Duration           // until_within: the measure ends at most this long after the opening
	Beyond   *Duration           // until_beyond: it ends later than that, or never
	// ReversesWithin: it reverts a decision that was enacted at most this long before the opening. ReversesBeyond: any
	// other change, one that reverts an older decision or none.
	ReversesWithin *Duration
	ReversesBeyond *Duration
	Place          diag.Place
}

// Always reports whether a power holds without any condition.
func (p Power) Always() bool { return len(p.Where) == 0 && !p.Timed() }

// Timed reports whether a condition of a power compares times.
func (p Power) Timed() bool {
	return p.Within != nil || p.Beyond != nil || p.ReversesWithin != nil || p.ReversesBeyond != nil
}

// Subjects names what a provision may govern apart from skills.
func Subjects() []string {
	return []string{"constitution", "roster", "policies", "settings", "workflows", "cases", "mass_change", "other"}
}

// Parse reads the provision block of an article. Mistakes are reported at their place; what could be read comes back.
func Parse(v yamldoc.Value, citation string) Provision {
	m := v.Map(append(ruleKeys(), "id", "governs")...)
	p := Provision{ID: defaultID(citation), Citation: citation, Place: v.Place()}
	if m.Has("id") {
		p.ID = name(m.At("id"))
	}
	for _, line := range m.At("governs").List() {
		p.Governs = append(p.Governs, parsePower(line))
	}
	p.Rule = ParseRule(m)
	if len(p.Governs) > 0 {
		p.Rule.checkSources(m)
	}
	return p
}

// defaultID makes a word of a citation, so that "concurs" can name a provision that has no id.
func defaultID(citation string) string {
	return strings.Join(strings.Fields(strings.ToLower(citation)), "-")
}

func parsePower(v yamldoc.Value) Power {
	m := v.Map("skills", "subjects", "where")
	p := Power{Place: v.Place()}
	for _, skill := range m.At("skills").OneOrMore() {
		p.Skills = append(p.Skills, name(skill))
	}
	for _, subject := range m.At("subjects").OneOrMore() {
		p.Subjects = append(p.Subjects, subject.Word("", Subjects()...))
	}
	if m.Present() && len(p.Skills) == 0 && len(p.Subjects) == 0 {
		m.Fail("name skills, or subjects such as constitution", "a line of governs that governs nothing")
	}
	p.parseWhere(m.At("where"))
	return p
}

func (p *Power) parseWhere(v yamldoc.Value) {
	m := v.AnyMap()
	for _, key := range m.Keys() {
		value := m.At(key)
		switch key {
		case "until_within":
			p.Within = duration(value)
		case "until_beyond":
			p.Beyond = duration(value)
		case "reverses":
			p.parseReverses(value)
		case "scope":
			p.where(key, value, func(v yamldoc.Value) string { return v.Word("", "local", "remote") })
		case "subject":
			p.where(key, value, func(v yamldoc.Value) string { return v.Word("", "seat", "staff", "none") })
		default:
			p.where(key, value, yamldoc.Value.Text)
		}
	}
}

// parseReverses reads "within 30d" or "beyond 30d".
func (p *Power) parseReverses(v yamldoc.Value) {
	side, length, _ := strings.Cut(strings.TrimSpace(v.Text()), " ")
	d, err := ParseDuration(strings.TrimSpace(length))
	switch {
	case err != nil || side != "within" && side != "beyond":
		v.Fail(`write "within 30d" for what takes back a decision of the last 30 days, or "beyond 30d" for all else`, "%q does not say how old the decision is that is taken back", v.Text())
	case side == "within":
		p.ReversesWithin = &d
	default:
		p.ReversesBeyond = &d
	}
}

func (p *Power) where(key string, v yamldoc.Value, read func(yamldoc.Value) string) {
	if p.Where == nil {
		p.Where = map[string][]string{}
	}
	for _, element := range v.OneOrMore() {
		p.Where[key] = append(p.Where[key], read(element))
	}
	if len(p.Where[key]) == 0 {
		v.Fail("give a value, or a list of values of which any may match", "condition %q matches nothing", key)
	}
}

// checkSources reports parameters that a proposal has no source for, and a vote that nothing closes.
func (r Rule) checkSources(m yamldoc.Map) {
	unsourced := func(given bool, key, what string) {
		if given {
			m.KeyFail(key, "leave it out, or keep it for worked cases", "%s cannot be known of a proposal", what)
		}
	}
	unsourced(r.Electorate.MinContributions != nil, "electorate", "min_contributions")
	for _, who := range r.Electorate.Exclude {
		unsourced(who == "recused", "electorate", "who is recused")
	}
	unsourced(r.Emergency != nil, "emergency", "an emergency act")
	unsourced(r.Expires != nil, "expires", "a renewal")
	unsourced(r.Period.StartsWhenPassing, "period", "the moment when the tests began to hold")
	if r.Period.Min == nil && r.Period.Max == nil && len(r.Stages) == 0 {
		m.Fail("add period: {min: 72h}", "nothing closes the vote: neither min nor max is given in period")
	}
}
