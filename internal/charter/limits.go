package charter

import (
	"math/big"
	"reflect"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// PlanLimits gives the limits of the settings as those of a plan.
func (c Charter) PlanLimits() plan.Limits {
	l := c.Settings.Limits
	return plan.Limits{
		Changes: int(l.Changes), Share: big.NewRat(l.Share.Num, l.Share.Den), Floor: int(l.Floor),
		Domains: l.Domains, Accounts: c.EveryName(l.Accounts),
	}
}

// NewActions gives the one-off actions that a charter adds to an earlier one, or changes.
func NewActions(before, after Charter) []plan.OneOffAction {
	return slices.DeleteFunc(slices.Clone(after.Actions), func(a plan.OneOffAction) bool {
		return slices.ContainsFunc(before.Actions, func(b plan.OneOffAction) bool { return reflect.DeepEqual(a, b) })
	})
}
