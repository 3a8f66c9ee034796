package provision

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// counts are what a test may count.
func counts() []string {
	return []string{
		"yes", "no", "abstain", "block", "cast", "participating", "present", "silent", "not_yes", "yes_or_abstain", "margin",
	}
}

// bases are what a share may be taken of.
func bases() []string {
	return []string{"cast", "participating", "present", "eligible", "seats", "not_abstaining", "no"}
}

// testReader reads tests, whose house must be one of these.
type testReader struct{ houses []House }

// list reads rules: a list of tests, any_of and all_of. An empty quorum is none; an empty threshold would pass anything.
func (r testReader) list(v yamldoc.Value, count string) []Condition {
	conditions := r.level(v, count, 1)
	if v.IsList() && len(v.List()) == 0 && count == "yes" {
		v.Fail("add a test, or leave the key out", "an empty list of tests would always hold")
	}
	return conditions
}

// one reads a single rule.
func (r testReader) one(v yamldoc.Value, count string) []Condition {
	if !v.Present() {
		return nil
	}
	return []Condition{r.condition(v, count, 1)}
}

func (r testReader) level(v yamldoc.Value, count string, depth int) []Condition {
	var conditions []Condition
	for _, element := range v.List() {
		conditions = append(conditions, r.condition(element, count, depth))
	}
	return conditions
}

func (r testReader) condition(v yamldoc.Value, count string, depth int) Condition {
	if depth > maxLevels {
		v.Fail("write the rule with fewer levels", "tests nested deeper than %d levels", maxLevels)
		return Condition{}
	}
	m := v.AnyMap()
	for _, key := range []string{"any_of", "all_of"} {
		if !m.Has(key) {
			continue
		}
		v.Map(key)
		inner := r.level(m.At(key), count, depth+1)
		if len(inner) == 0 {
			m.At(key).Fail("", "%s needs at least one test", key)
		}
		if key == "any_of" {
			return Condition{Any: inner}
		}
		return Condition{All: inner}
	}
	return Condition{Test: r.test(v, count)}
}

func (r testReader) test(v yamldoc.Value, count string) *Test {
	m := v.Map("house", "count", "op", "value", "of", "any_of", "all_of")
	t := &Test{
		House: r.house(m),
		Count: m.At("count").Word(count, counts()...),
		Op:    m.At("op").Word(">=", ">=", ">", "<=", "<"),
		Of:    m.At("of").Word("", bases()...),
		Place: v.Place(),
	}
	value := m.Need("value")
	if !value.IsScalar() {
		if value.Present() {
			value.Fail("", "expected a number or a formula")
		}
		return t
	}
	f, err := ParseFormula(value.Text())
	if err != nil {
		value.Fail("", "%s", err)
		return t
	}
	if t.Value = f; f.Share() && !m.Has("of") {
		value.Fail("say of what: of: cast, of: eligible, ...", "share %s without a base", f)
	}
	return t
}

// house reads the house of a test: the only one, or one of those declared.
func (r testReader) house(m yamldoc.Map) string {
	ids := make([]string, len(r.houses))
	for i, h := range r.houses {
		ids[i] = h.ID
	}
	v := m.At("house")
	switch {
	case !v.Present() && len(ids) == 1:
		return ids[0]
	case !v.Present():
		m.Fail("add house: "+ids[0], "a test must name its house, there are several: %s", strings.Join(ids, ", "))
	case !slices.Contains(ids, v.Text()) && ids[0] == "":
		v.Fail("leave it out", "house %q is given where there are no houses", v.Text())
	case !slices.Contains(ids, v.Text()):
		v.Fail("houses: "+strings.Join(ids, ", "), "house %q is not declared", v.Text())
	}
	return v.Text()
}

func (r testReader) veto(v yamldoc.Value) *Veto {
	if !v.Present() {
		return nil
	}
	m := v.Map("holders", "stance", "min_holders", "needs_reason", "when", "effect", "override", "test")
	veto := &Veto{
		Stance:      m.At("stance").Word("no", "no", "block"),
		MinHolders:  m.At("min_holders").Whole(1, 1),
		NeedsReason: m.At("needs_reason").Flag(false),
		When:        m.At("when").Word("always", "always", "if_passing"),
		Effect:      m.At("effect").Word("defeat", "defeat", "void", "suspend", "escalate"),
		Override:    r.one(m.At("override"), "yes"),
		Test:        r.one(m.At("test"), "yes"),
	}
	holders := names(m.At("holders"))
	if veto.All = slices.Contains(holders, "all"); !veto.All {
		veto.Holders = holders
	}
	if m.Has("holders") == m.Has("test") {
		m.Fail("give holders: all, a list of roles, or a test", "a veto needs either holders or a test")
	}
	if m.Has("holders") && len(holders) == 0 {
		m.At("holders").Fail("", "a veto without holders")
	}
	return veto
}

func (r testReader) sponsor(v yamldoc.Value) *Sponsor {
	if !v.Present() {
		return nil
	}
	m := v.Map("seconds", "within", "proposer_counts")
	s := &Sponsor{Within: duration(m.At("within")), ProposerCounts: m.At("proposer_counts").Flag(false)}
	seconds := m.Need("seconds")
	if !seconds.Present() {
		return s
	}
	f, err := ParseFormula(seconds.Text())
	if err != nil {
		seconds.Fail("", "%s", err)
	} else if f.Share() {
		seconds.Fail(`write a number or a formula such as "0.1*eligible"`, "share %s without a base", f)
	}
	s.Seconds = f
	return s
}

// stages reads the stages; a key that a stage does not give is the provision's own.
func (r testReader) stages(v yamldoc.Value, own Rule) []Stage {
	var stages []Stage
	for _, element := range v.List() {
		m := element.Map("after", "threshold", "quorum")
		s := Stage{After: Duration{0, "d"}, Threshold: own.Threshold, Quorum: own.Quorum}
		if d := duration(m.At("after")); d != nil {
			s.After = *d
		}
		if m.Has("threshold") {
			s.Threshold = r.list(m.At("threshold"), "yes")
		}
		if m.Has("quorum") {
			s.Quorum = r.list(m.At("quorum"), "participating")
		}
		if len(s.Threshold)+len(s.Quorum) == 0 {
			element.Fail("add a threshold", "a stage without any test would always pass")
		}
		stages = append(stages, s)
	}
	return stages
}
