package lint

import (
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// body is who may vote under a rule, by house and by group.
type body struct {
	houses  map[string]house
	groups  map[string][]*big.Rat // weights of the seats that are held
	holders int64                 // of a veto by role
	backers int64                 // who may sponsor
}

// house is one tallied body, as the weights of its seats.
type house struct {
	held, vacant []*big.Rat
	grouped      bool // its votes are those of the groups
	derived      bool // its members are the groups
}

// seatsAt gives the seats whose term has not ended. Members who have still to come count: a rule that they can fulfil can
// be fulfilled.
func seatsAt(r charter.Roster, now time.Time) []charter.Seat {
	return slices.DeleteFunc(slices.Clone(r.Seats), func(s charter.Seat) bool {
		return !s.Until.IsZero() && !now.Before(s.Until)
	})
}

// bodyOf gives who may vote under a rule. How long they have been members is not considered: that changes with time.
func bodyOf(rule provision.Rule, seats []charter.Seat) body {
	b := emptyBody(rule)
	for _, s := range seats {
		if rule.Veto != nil && !vacant(rule, s) && slices.ContainsFunc(s.Roles, func(r string) bool { return slices.Contains(rule.Veto.Holders, r) }) {
			b.holders++
		}
		if entitled(rule, s) {
			b.add(s, weight(rule, s), vacant(rule, s))
		}
	}
	return b
}

// entitled reports whether a seat is of the electorate, but for the time of membership and the subject of a measure.
func entitled(rule provision.Rule, s charter.Seat) bool {
	return rule.Electorate.Role == "" || slices.Contains(s.Roles, rule.Electorate.Role)
}

func emptyBody(rule provision.Rule) body {
	b := body{houses: map[string]house{}, groups: map[string][]*big.Rat{}}
	for _, h := range rule.Houses {
		b.houses[h.ID] = house{grouped: h.SumGroups || len(h.Win) > 0, derived: len(h.Win) > 0}
	}
	return b
}

// add puts an entitled seat into its houses and groups.
func (b *body) add(s charter.Seat, weight *big.Rat, vacant bool) {
	for id, h := range b.houses {
		if id != "" && !h.grouped && !slices.Contains(s.Groups, id) && !slices.Contains(s.Roles, id) {
			continue
		}
		if vacant {
			h.vacant = append(h.vacant, weight)
		} else {
			h.held = append(h.held, weight)
		}
		b.houses[id] = h
	}
	if vacant {
		return
	}
	b.backers++
	for _, g := range s.Groups {
		b.groups[g] = append(b.groups[g], weight)
	}
}

// simulated gives a body in which every house has n equal seats, all of them held, and seven groups of n where groups vote.
func simulated(rule provision.Rule, n int) body {
	return simulatedOf(rule, slices.Repeat([]*big.Rat{big.NewRat(1, 1)}, n), int64(n))
}

// crowd is a simulated body of n that always acts as one: it is one seat with the votes of all, which costs no more for a
// million than for two.
func crowd(rule provision.Rule, n int64) body {
	return simulatedOf(rule, []*big.Rat{big.NewRat(n, 1)}, n)
}

func simulatedOf(rule provision.Rule, seats []*big.Rat, n int64) body {
	b := emptyBody(rule)
	grouped := false
	for id, h := range b.houses {
		h.held = seats
		b.houses[id], grouped = h, grouped || h.grouped
	}
	for i := 0; grouped && i < 7; i++ {
		b.groups[fmt.Sprintf("group-%d", i)] = seats
	}
	b.holders, b.backers = n, n
	return b
}

// size is the number of people in the largest house.
func (b body) size() int {
	largest := 0
	for _, h := range b.houses {
		largest = max(largest, len(h.held))
	}
	return largest
}

// weight is how much a seat counts under a rule.
func weight(rule provision.Rule, s charter.Seat) *big.Rat {
	if rule.Weights != "equal" && s.Weight != "" {
		if n, err := provision.ParseNumber(s.Weight); err == nil {
			return n.Rat
		}
	}
	return big.NewRat(1, 1)
}

func sum(weights []*big.Rat) *provision.Number {
	total := new(big.Rat)
	for _, w := range weights {
		total.Add(total, w)
	}
	return &provision.Number{Rat: total}
}
