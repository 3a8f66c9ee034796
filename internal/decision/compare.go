package decision

import "github.com/bylaw-dev/bylaw/internal/canonical"

// Aspect is a part of what a decision says whatever its words are: another version of the policies may word it differently.
type Aspect struct {
	name  string
	value func(Decision) any
}

// Aspects are all that a decision says, what decides first.
func Aspects() []Aspect {
	return append([]Aspect{
		{"outcome", func(d Decision) any { return d.Outcome }},
		{"enactable", func(d Decision) any { return []any{d.Enactable, d.EnactableAt} }},
		{"closes", func(d Decision) any { return d.ClosesAt }},
		{"rulings", func(d Decision) any { return rulingsOf(d) }},
		{"ballots", func(d Decision) any { return ballotsOf(d) }},
	}, Given()...)
}

// Given are the aspects of a decision that repeat its facts, which no rules change.
func Given() []Aspect {
	return []Aspect{
		{"content", func(d Decision) any { return d.Digest }},
		{"law", func(d Decision) any { return d.Base }},
		{"editorial", func(d Decision) any { return d.Editorial }},
		{"opened", func(d Decision) any { return d.OpenedAt }},
	}
}

func rulingsOf(d Decision) []any {
	all := []any{}
	for _, r := range d.Rulings {
		all = append(all, []any{r.Provision, r.Citation, r.Outcome, r.Tally})
	}
	return all
}

// ballotsOf leaves out what was meant as a ballot and is none: the ledger keeps no words that it was meant so by.
func ballotsOf(d Decision) []any {
	all := []any{}
	for _, b := range d.Ballots {
		if b.Choice != None {
			all = append(all, []any{b.Seat, b.Choice, b.Counted})
		}
	}
	return all
}

// Agree compares aspects of two decisions, and gives the first that differs.
func Agree(recorded, again Decision, aspects []Aspect) (was, is string, ok bool) {
	for _, s := range aspects {
		a, b := s.value(recorded), s.value(again)
		if !canonical.Equal(a, b) {
			return s.name + " " + written(a), s.name + " " + written(b), false
		}
	}
	return "", "", true
}

func written(v any) string {
	if text, ok := v.(Outcome); ok {
		return string(text)
	}
	data, err := canonical.JSON(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}
