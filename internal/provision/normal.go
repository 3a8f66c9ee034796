package provision

import (
	"encoding/json"
	"math/big"
)

// Normal gives the form in which the policies see a rule: JSON values with every default filled in, integers only
// (rationals as [numerator, denominator]), and formulas and nested tests as lists of nodes, arguments before what uses
// them, each with the level on which it can be computed. Rego has no recursion and walks the levels.
func (r Rule) Normal() map[string]any {
	n := map[string]any{
		"electorate": map[string]any{
			"role": r.Electorate.Role, "min_membership": r.Electorate.MinMembership,
			"min_contributions": r.Electorate.MinContributions.normal(), "exclude": list(r.Electorate.Exclude),
		},
		"houses":        each(r.Houses, House.normal),
		"weighted":      r.Weights != "equal",
		"vacancies":     r.Vacancies,
		"delegation":    r.Delegation.normal(),
		"proposer_vote": r.ProposerVote,
		"revote":        r.Revote,
		"void_double":   r.VoidDouble,
		"blocks":        r.KnowsBlocks(),
		"threshold":     normalTests(r.Threshold),
		"quorum":        normalTests(r.Quorum),
		"on_no_quorum":  r.OnNoQuorum,
		"tie":           r.Tie,
		"judge":         r.Judge.normal(),
		"veto":          r.Veto.normal(),
		"on_fail":       r.OnFail,
		"sponsor":       r.Sponsor.normal(),
		"repropose":     r.Repropose.normal(),
		"period":        r.Period.normal(),
		"early_pass":    r.EarlyPass,
		"early_fail":    r.EarlyFail,
		"stages":        each(r.Stages, Stage.normal),
		"enact":         r.Enact.normal(),
		"emergency":     r.Emergency.normal(),
		"expires":       r.Expires,
	}
	if r.Channels != nil {
		n["channels"] = r.Channels
	}
	return n
}

// Normal gives the form in which the policies see a provision: its rule, what it governs and where it is.
func (p Provision) Normal() map[string]any {
	return map[string]any{"id": p.ID, "citation": p.Citation, "governs": each(p.Governs, Power.normal), "rule": p.Rule.Normal()}
}

func (p Power) normal() map[string]any {
	where := p.Where
	if where == nil {
		where = map[string][]string{}
	}
	return map[string]any{
		"skills": list(p.Skills), "subjects": list(p.Subjects), "where": where, "within": p.Within, "beyond": p.Beyond,
		"reverses_within": p.ReversesWithin, "reverses_beyond": p.ReversesBeyond,
	}
}

// KnowsBlocks reports whether a block is a stance of its own; otherwise a block is a no.
func (r Rule) KnowsBlocks() bool {
	groups := [][]Condition{r.Threshold, r.Quorum}
	for _, s := range r.Stages {
		groups = append(groups, s.Threshold, s.Quorum)
	}
	if r.Veto != nil {
		if len(r.Veto.Test) == 0 && r.Veto.Stance == "block" {
			return true
		}
		groups = append(groups, r.Veto.Override, r.Veto.Test)
	}
	for _, g := range groups {
		if countsBlocks(g) {
			return true
		}
	}
	return false
}

func countsBlocks(conditions []Condition) bool {
	for _, c := range conditions {
		if c.Test != nil && c.Test.Count == "block" || countsBlocks(c.All) || countsBlocks(c.Any) {
			return true
		}
	}
	return false
}

// list gives an empty JSON list instead of null.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}

func each[T any](values []T, normal func(T) map[string]any) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = normal(v)
	}
	return all
}

// Ratio gives a rational as [numerator, denominator].
func Ratio(r *big.Rat) []any {
	return []any{json.Number(r.Num().String()), json.Number(r.Denom().String())}
}

func (n *Number) normal() any {
	if n == nil {
		return nil
	}
	return Ratio(n.Rat)
}

func (h House) normal() map[string]any {
	return map[string]any{"id": h.ID, "sum_groups": h.SumGroups, "derived": len(h.Win) > 0, "win": normalTests(h.Win)}
}

func (d Delegation) normal() map[string]any {
	return map[string]any{"allowed": d.Allowed, "max_per_holder": d.MaxPerHolder, "transitive": d.Transitive}
}

// normal turns the band into two comparisons of the exact share, so that rounding halves up costs no division: a share
// rounds to less than from exactly if it lies below the half before the first whole step of at least from.
func (j *Judge) normal() any {
	if j == nil {
		return nil
	}
	n := map[string]any{"by": j.By, "of": j.Of, "below": nil, "above": nil, "rounded": j.Round != "none", "band": ""}
	if j.From == nil || j.To == nil {
		return n
	}
	from, _ := j.From.Constant()
	to, _ := j.To.Constant()
	n["band"] = j.From.String() + " to " + j.To.String()
	if j.Round != "none" {
		steps := map[string]int64{"whole_percent": 100, "tenth_percent": 1000}[j.Round]
		lower := ceiling(new(big.Rat).Mul(from, big.NewRat(steps, 1)))
		upper := new(big.Int).Neg(ceiling(new(big.Rat).Mul(to, big.NewRat(-steps, 1))))
		half, scale := big.NewRat(1, 2), big.NewRat(1, steps)
		from = new(big.Rat).Mul(new(big.Rat).Sub(new(big.Rat).SetInt(lower), half), scale)
		to = new(big.Rat).Mul(new(big.Rat).Add(new(big.Rat).SetInt(upper), half), scale)
	}
	n["below"], n["above"] = Ratio(from), Ratio(to)
	return n
}

// ceiling gives the least whole number that is not less than r.
func ceiling(r *big.Rat) *big.Int {
	q, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func (v *Veto) normal() any {
	if v == nil {
		return nil
	}
	return map[string]any{
		"all": v.All, "holders": list(v.Holders), "stance": v.Stance, "min_holders": v.MinHolders,
		"needs_reason": v.NeedsReason, "when": v.When, "effect": v.Effect,
		"override": normalTests(v.Override), "test": normalTests(v.Test),
	}
}

func (s *Sponsor) normal() any {
	if s == nil {
		return nil
	}
	share, of := s.Seconds.Part()
	return map[string]any{
		"seconds": s.Seconds.normal(), "text": s.Seconds.String(), "share": share.String(), "of": of, "within": s.Within, "proposer_counts": s.ProposerCounts,
	}
}

func (r *Repropose) normal() any {
	if r == nil {
		return nil
	}
	return map[string]any{"after": r.After, "unless_changed": r.UnlessChanged}
}

func (p Period) normal() map[string]any {
	return map[string]any{
		"discussion": p.Discussion, "min": p.Min, "max": p.Max, "grace": p.Grace, "early_min": p.EarlyMin,
		"unit": p.Unit, "starts_when_passing": p.StartsWhenPassing,
		"blackout": each(p.Blackout, func(r DateRange) map[string]any {
			return map[string]any{"from": r.From.Month*100 + r.From.Day, "to": r.To.Month*100 + r.To.Day}
		}),
	}
}

func (s Stage) normal() map[string]any {
	return map[string]any{"after": s.After, "threshold": normalTests(s.Threshold), "quorum": normalTests(s.Quorum)}
}

func (e Enact) normal() map[string]any {
	n := map[string]any{"delay": e.Delay, "grace": e.Grace, "not_before": nil, "concurs": list(e.Concurs)}
	if e.NotBefore != "" {
		n["not_before"] = e.NotBefore
	}
	return n
}

func (e *Emergency) normal() any {
	if e == nil {
		return nil
	}
	return map[string]any{"holders": list(e.Holders), "ratify_within": e.RatifyWithin}
}
