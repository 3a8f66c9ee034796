package provision

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/language"
)

// Sentence says in one plain English sentence how the provision decides, from the same values that decide.
func Sentence(p Provision) string {
	r, w := p.Rule, wording{language.For(language.Default)}
	parts := []string{w.deciding(r)}
	for _, c := range w.core(r)[1:] {
		parts = append(parts, c.text)
	}
	if r.Veto != nil {
		parts = append(parts, w.veto(r.Veto))
	}
	if !r.Takes(Mastodon) {
		parts = append(parts, w.Say("rule.reviews"))
	}
	if r.Enact.Delay != nil {
		parts = append(parts, w.Say("rule.delay", "time", w.time(r.Enact.Delay)))
	}
	return strings.Join(parts, ", ") + "."
}

// closes is how long a vote lasts, nil where nothing says so.
func (r Rule) closes() *Duration {
	if r.Period.Min != nil {
		return r.Period.Min
	}
	return r.Period.Max
}

// staysOpen reports whether a vote lasts that long in any case, and does not pass before.
func (r Rule) staysOpen() bool { return r.Period.Min != nil && r.EarlyPass == "never" }

func (r Rule) extends() bool { return r.OnNoQuorum == "extend" && r.Period.Max != nil }

// wording says rules in the words of one language.
type wording struct{ language.Table }

// time spells a duration out, "" where there is none. Several whole days are reported in days: people do not count in hours.
func (w wording) time(d *Duration) string {
	if d == nil {
		return ""
	}
	n, unit := d.N, d.Unit
	const day, several = 24, 48
	if unit == "h" && n >= several && n%day == 0 {
		n, unit = n/day, "d"
	}
	if n == 1 {
		return w.Say("time." + unit + ".one")
	}
	return w.Say("time."+unit+".many", "n", strconv.FormatInt(n, 10))
}

// deciding is the first part of the sentence.
func (w wording) deciding(r Rule) string {
	decided := w.Say("rule.decided")
	if r.Electorate.Role != "" {
		decided = w.Say("rule.role", "role", r.Electorate.Role)
	}
	switch {
	case len(r.Stages) > 0 && len(r.Threshold) == 0:
		return w.Say("rule.stages", "decided", decided, "n", strconv.Itoa(len(r.Stages)), "what", w.phrases(r.Stages[0].Threshold, "and", w.test))
	case len(r.Threshold) > 0:
		return w.Say("rule.by", "decided", decided, "what", w.phrases(r.Threshold, "and", w.test))
	case r.Judge != nil:
		return w.Say("rule.judge", "decided", decided, "by", r.Judge.By)
	case r.Emergency != nil:
		return w.Say("rule.emergency", "time", w.days(r.Emergency.RatifyWithin))
	default:
		return w.Say("rule.nothing")
	}
}

// days spells a duration out in its own unit.
func (w wording) days(d Duration) string {
	if d.N == 1 {
		return w.Say("time." + d.Unit + ".one")
	}
	return w.Say("time."+d.Unit+".many", "n", strconv.FormatInt(d.N, 10))
}

func (w wording) veto(v *Veto) string {
	if v == nil {
		return ""
	}
	if len(v.Test) > 0 {
		return w.Say("veto.test", "what", w.phrases(v.Test, "and", w.test))
	}
	who, verb := w.Say("veto.anyone"), "objects"
	if v.Stance == "block" {
		verb = "blocks"
	}
	many := ".one"
	if v.MinHolders != 1 {
		who, many = w.Say("veto.several", "n", strconv.FormatInt(v.MinHolders, 10)), ".many"
	}
	verb = w.Say("veto." + verb + many)
	if v.All {
		return w.Say("veto.all", "who", who, "verb", verb)
	}
	return w.Say("veto.of", "who", who, "holders", strings.Join(v.Holders, ", "), "verb", verb)
}

// phrases joins conditions by "and" or "or", each with its own words.
func (w wording) phrases(list []Condition, with string, phrase func(*Test) string) string {
	parts := make([]string, len(list))
	for i, c := range list {
		switch {
		case c.Test != nil:
			parts[i] = phrase(c.Test)
		case len(c.Any) > 0:
			parts[i] = w.Say("either", "list", w.phrases(c.Any, "or", phrase))
		default:
			parts[i] = w.phrases(c.All, "and", phrase)
		}
	}
	return strings.Join(parts, w.Say(with))
}

// test says what a test of a threshold asks for.
func (w wording) test(t *Test) string {
	value := t.Value.String()
	op, one := w.op(t.Op), w.Say("count."+t.Count+".one")
	switch {
	case t.Of == "no" && t.Count == "yes":
		if n, ok := t.Value.Constant(); ok && t.Op == ">" && n.Cmp(big.NewRat(1, 1)) == 0 {
			return w.Say("test.more_for")
		}
		return w.Say("test.times", "op", op, "value", value) + w.house(t)
	case t.Of != "":
		if half(t.Value) && t.Op == ">" {
			return w.Say("test.half", "base", w.Say("base."+t.Of), "as", w.as(t.Count)) + w.house(t)
		}
		return w.Say("test.share", "op", w.shareOp(t.Op), "share", w.share(t.Value), "base", w.Say("base."+t.Of), "as", w.as(t.Count)) + w.house(t)
	case t.Op == "<=" && value == "0":
		return w.Say("test.none", "one", one) + w.house(t)
	case value == "1":
		return w.Say("test.one", "op", op, "one", one) + w.house(t)
	default:
		return w.Say("test.number", "op", op, "value", value, "counted", w.Say("count."+t.Count+".many")) + w.house(t)
	}
}

// quorum says what a test of a quorum asks for.
func (w wording) quorum(t *Test) string {
	switch {
	case t.Count == "participating" && t.Of != "":
		return w.Say("quorum.share", "op", w.shareOp(t.Op), "share", w.share(t.Value), "base", w.Say("base."+t.Of)) + w.house(t)
	case t.Count == "participating":
		return w.Say("quorum.number", "op", w.op(t.Op), "value", t.Value.String()) + w.house(t)
	default:
		return w.test(t)
	}
}

func (w wording) house(t *Test) string {
	if t.House == "" {
		return ""
	}
	return w.Say("test.house", "house", t.House)
}

func half(f Formula) bool {
	n, ok := f.Constant()
	return ok && n.Cmp(big.NewRat(1, 2)) == 0
}

// share spells the commonest fractions out.
func (w wording) share(f Formula) string {
	if _, ok := w.Sentences["share."+f.String()]; ok {
		return w.Say("share." + f.String())
	}
	return f.String()
}

// shareOp leaves "at least" out, which a share says by itself.
func (w wording) shareOp(op string) string {
	if op == ">=" {
		return ""
	}
	return w.op(op) + " "
}

func (w wording) op(op string) string {
	return w.Say("op." + map[string]string{">=": "ge", ">": "gt", "<=": "le", "<": "lt"}[op])
}

func (w wording) as(count string) string {
	if count == "yes" {
		return ""
	}
	return w.Say("test.as", "counted", w.Say("count."+count+".many"))
}
