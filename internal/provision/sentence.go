package provision

import (
	"fmt"
	"math/big"
	"strings"
)

// Sentence says in one plain English sentence how the provision decides, from the same values that decide.
func Sentence(p Provision) string {
	r := p.Rule
	parts := []string{r.deciding()}
	add := func(given bool, format string, args ...any) {
		if given {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	add(len(r.Quorum) > 0, "%s", phrases(r.Quorum, " and ", quorumPhrase))
	add(r.closes() != nil, "within %s", words(r.closes()))
	add(r.extends(), "extended to %s if too few take part", words(r.Period.Max))
	add(r.Veto != nil, "%s", r.Veto.phrase())
	add(r.Enact.Delay != nil, "in force after another %s", words(r.Enact.Delay))
	return strings.Join(parts, ", ") + "."
}

// closes is how long a vote lasts, nil where nothing says so.
func (r Rule) closes() *Duration {
	if r.Period.Min != nil {
		return r.Period.Min
	}
	return r.Period.Max
}

func (r Rule) extends() bool { return r.OnNoQuorum == "extend" && r.Period.Max != nil }

// words spells a duration out, "" where there is none. Several whole days are reported in days: people do not count in hours.
func words(d *Duration) string {
	if d == nil {
		return ""
	}
	const day, several = 24, 48
	if d.Unit == "h" && d.N >= several && d.N%day == 0 {
		return Duration{d.N / day, "d"}.Words()
	}
	return d.Words()
}

// deciding is the first part of the sentence.
func (r Rule) deciding() string {
	decided := "Decided"
	if r.Electorate.Role != "" {
		decided = "The role " + r.Electorate.Role + " decides"
	}
	switch {
	case len(r.Stages) > 0 && len(r.Threshold) == 0:
		return fmt.Sprintf("%s in %d stages, at first by %s", decided, len(r.Stages), phrases(r.Stages[0].Threshold, " and ", testPhrase))
	case len(r.Threshold) > 0:
		return decided + " by " + phrases(r.Threshold, " and ", testPhrase)
	case r.Judge != nil:
		return decided + " by the judgement of " + r.Judge.By
	case r.Emergency != nil:
		return "May be done at once, and lapses unless ratified within " + r.Emergency.RatifyWithin.Words()
	default:
		return "Decides nothing by itself"
	}
}

func (v *Veto) phrase() string {
	switch {
	case v == nil:
		return ""
	case len(v.Test) > 0:
		return "unless there is " + phrases(v.Test, " and ", testPhrase)
	case v.All:
		return "unless " + fewest(v.MinHolders) + " " + v.verb()
	default:
		return "unless " + fewest(v.MinHolders) + " of " + strings.Join(v.Holders, ", ") + " " + v.verb()
	}
}

func fewest(n int64) string {
	if n == 1 {
		return "anyone"
	}
	return fmt.Sprintf("at least %d", n)
}

func (v *Veto) verb() string {
	if v.Stance == "block" {
		return "blocks"
	}
	return "objects"
}

// phrases joins conditions, each with its own words.
func phrases(list []Condition, with string, phrase func(*Test) string) string {
	parts := make([]string, len(list))
	for i, c := range list {
		switch {
		case c.Test != nil:
			parts[i] = phrase(c.Test)
		case len(c.Any) > 0:
			parts[i] = "either " + phrases(c.Any, " or ", phrase)
		default:
			parts[i] = phrases(c.All, " and ", phrase)
		}
	}
	return strings.Join(parts, with)
}

// testPhrase says what a test of a threshold asks for.
func testPhrase(t *Test) string {
	counted := countWords(t.Count)
	switch {
	case t.Of == "no" && t.Count == "yes":
		if n, ok := t.Value.Constant(); ok && t.Op == ">" && n.Cmp(big.NewRat(1, 1)) == 0 {
			return "more votes in favour than against"
		}
		return fmt.Sprintf("%s %s times as many votes in favour as against", opWords(t.Op), t.Value) + in(t.House)
	case t.Of != "":
		if half(t.Value) && t.Op == ">" {
			return "more than half of " + baseWords(t.Of) + forCount(t.Count) + in(t.House)
		}
		return opShare(t.Op) + share(t.Value) + " of " + baseWords(t.Of) + forCount(t.Count) + in(t.House)
	case t.Op == "<=" && t.Value.String() == "0":
		return "no " + singular(counted) + in(t.House)
	case t.Value.String() == "1":
		return opWords(t.Op) + " one " + singular(counted) + in(t.House)
	default:
		return opWords(t.Op) + " " + t.Value.String() + " " + counted + in(t.House)
	}
}

// quorumPhrase says what a test of a quorum asks for.
func quorumPhrase(t *Test) string {
	switch {
	case t.Count == "participating" && t.Of != "":
		return opShare(t.Op) + share(t.Value) + " of " + baseWords(t.Of) + " taking part" + in(t.House)
	case t.Count == "participating":
		return opWords(t.Op) + " " + t.Value.String() + " taking part" + in(t.House)
	default:
		return testPhrase(t)
	}
}

func in(house string) string {
	if house == "" {
		return ""
	}
	return " in the house " + house
}

func half(f Formula) bool {
	n, ok := f.Constant()
	return ok && n.Cmp(big.NewRat(1, 2)) == 0
}

// share spells the commonest fractions out.
func share(f Formula) string {
	common := map[string]string{
		"1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters", "3/5": "three fifths",
	}
	if spelled, ok := common[f.String()]; ok {
		return spelled
	}
	return f.String()
}

// opShare leaves "at least" out, which a share says by itself.
func opShare(op string) string {
	if op == ">=" {
		return ""
	}
	return opWords(op) + " "
}

func opWords(op string) string {
	return map[string]string{">=": "at least", ">": "more than", "<=": "at most", "<": "fewer than"}[op]
}

func forCount(count string) string {
	if count == "yes" {
		return ""
	}
	return " as " + countWords(count)
}

func countWords(count string) string {
	words := map[string]string{
		"yes": "votes in favour", "no": "votes against", "abstain": "abstentions", "block": "blocks", "cast": "votes cast",
		"participating": "people taking part", "present": "people present", "silent": "silent members",
		"not_yes": "members not in favour", "yes_or_abstain": "votes in favour or abstaining", "margin": "votes of margin",
	}
	return words[count]
}

func singular(words string) string {
	if first, rest, ok := strings.Cut(words, " "); ok {
		return strings.TrimSuffix(first, "s") + " " + rest
	}
	return strings.TrimSuffix(words, "s")
}

func baseWords(of string) string {
	words := map[string]string{
		"cast": "the votes cast", "participating": "those taking part", "present": "those present", "eligible": "the members",
		"seats": "all seats", "not_abstaining": "the members not abstaining", "no": "the votes against",
	}
	return words[of]
}
