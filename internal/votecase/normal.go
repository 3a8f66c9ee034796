package votecase

import (
	"encoding/json"
	"math/big"

	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Normal gives the input of the policies: JSON values, with every vote and every size as a whole number of units, so
// that half votes and weights are counted without fractions.
func (c Case) Normal() map[string]any {
	u := c.Input.unit()
	return map[string]any{
		"provision":  c.Rule.Normal(),
		"electorate": mapped(c.Input.Electorate, u.electorate),
		"votes": map[string]any{
			"houses": mapped(c.Input.Votes, u.votes),
			"groups": mapped(c.Input.Motion.Groups, u.votes),
			"judge":  c.Input.Motion.Judge, "vetoes": u.known(c.Input.Motion.Vetoes),
			"sponsors": u.scaled(c.Input.Motion.Sponsors), "concurs": c.Input.Motion.Concurs,
		},
		"timing": c.Input.Timing.normal(),
		"unit":   json.Number(u.size.String()),
	}
}

func mapped[T any](values map[string]T, normal func(T) map[string]any) map[string]any {
	all := map[string]any{}
	for key, v := range values {
		all[key] = normal(v)
	}
	return all
}

func (t Timing) normal() map[string]any {
	all := map[string]any{"substantial_change": t.SubstantialChange}
	for _, key := range moments() {
		all[key] = moment(t.Times[key])
	}
	return all
}

// moment gives null for an absent time.
func moment(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// unit is how many parts a vote is counted in.
type unit struct{ size *big.Int }

// unit finds the least power of ten in which every number of the input is whole.
func (in Input) unit() unit {
	u := unit{big.NewInt(1)}
	for _, e := range in.Electorate {
		u.include(e.Eligible, e.Seats, e.Present, e.Excluded, e.Vacant)
		for _, m := range e.Members {
			u.include(m.Weight)
		}
	}
	for _, tables := range []map[string]Votes{in.Votes, in.Motion.Groups} {
		for _, v := range tables {
			u.include(v.Yes, v.No, v.Abstain, v.Block)
			for _, b := range v.Ballots {
				u.include(b.Weight)
			}
		}
	}
	u.include(in.Motion.Vetoes, in.Motion.Sponsors)
	return u
}

func (u unit) include(numbers ...*provision.Number) {
	ten := big.NewInt(10)
	for _, n := range numbers {
		for n != nil && new(big.Int).Rem(u.size, n.Rat.Denom()).Sign() != 0 {
			u.size.Mul(u.size, ten)
		}
	}
}

// known scales a number, and gives null for an unknown one.
func (u unit) known(n *provision.Number) any {
	if n == nil {
		return nil
	}
	scaled := new(big.Rat).Mul(n.Rat, new(big.Rat).SetInt(u.size))
	return json.Number(scaled.Num().String())
}

// scaled scales a number that is 0 where it is absent.
func (u unit) scaled(n *provision.Number) any {
	if n == nil {
		return json.Number("0")
	}
	return u.known(n)
}

// weight scales a number that is 1 where it is absent.
func (u unit) weight(n *provision.Number) any {
	if n == nil {
		return json.Number(u.size.String())
	}
	return u.known(n)
}

func (u unit) electorate(e Electorate) map[string]any {
	n := map[string]any{
		"eligible": u.known(e.Eligible), "seats": u.known(e.Seats), "present": u.known(e.Present),
		"excluded": u.scaled(e.Excluded), "vacant": u.known(e.Vacant), "members": nil,
	}
	if !e.Roll {
		return n
	}
	members := make([]any, len(e.Members))
	for i, m := range e.Members {
		contributions := provision.Ratio(new(big.Rat))
		if m.Contributions != nil {
			contributions = provision.Ratio(m.Contributions.Rat)
		}
		members[i] = map[string]any{
			"name": m.Name, "joined": moment(m.Joined), "contributions": contributions,
			"weight": u.weight(m.Weight), "excluded": m.Excluded,
		}
	}
	n["members"] = members
	return n
}

func (u unit) votes(v Votes) map[string]any {
	n := map[string]any{"tally": nil, "ballots": nil, "proposer": v.Proposer, "casting": v.Casting}
	if !v.Raw {
		n["tally"] = map[string]any{
			"yes": u.scaled(v.Yes), "no": u.scaled(v.No), "abstain": u.scaled(v.Abstain), "block": u.scaled(v.Block),
		}
		return n
	}
	ballots := make([]any, len(v.Ballots))
	for i, b := range v.Ballots {
		roles := []string{}
		if b.Role != "" {
			roles = append(roles, b.Role)
		}
		ballot := map[string]any{
			"voter": b.Voter, "stance": b.Stance, "delegate_to": b.DelegateTo, "at": moment(b.At), "binding": b.Binding,
			"roles": roles, "reason": b.Reason, "weight": u.weight(b.Weight),
		}
		if b.Channel != "" {
			ballot["channel"] = b.Channel
		}
		ballots[i] = ballot
	}
	n["ballots"] = ballots
	return n
}
