package plan

import (
	"maps"
	"slices"
)

// Why something on the server is left as it is.
const (
	keptByFlag   = "kept as the server has it, by --adopt-live"
	keptByChoice = "kept as the server has it, by choice"
	foreign      = "on the server with other values before bylaw came"

	changedByHand = "changed on the server, by no proposal"
	removedByHand = "removed on the server, by no proposal"
)

// both compares an item that is declared and live, parameter by parameter: what a decision changed is updated, what
// people changed by hand is kept and reported.
func (d *difference) both(was Item, wasOurs bool, want, is Item) {
	differing := differingKeys(want.Params, is.Params)
	adopted := wasOurs || d.adopted[want.Resource]
	switch {
	case len(differing) == 0:
		if !adopted {
			d.matching++
		}
		return
	case !adopted && d.options.AdoptOurs:
		d.put(want, is.Params, want.Params, Adopted)
		return
	case !adopted && d.options.AdoptLive:
		d.plan.Accepted = append(d.plan.Accepted, subset(want, is, differing, keptByFlag))
		return
	case !adopted:
		d.plan.Conflicts = append(d.plan.Conflicts, subset(want, is, differing, foreign))
		return
	}
	decided, drifted := d.split(was, wasOurs, want, differing)
	if len(decided) > 0 {
		d.put(want, is.Params, without(want.Params, is.Params, drifted), d.origin(was, wasOurs, want))
	}
	accepted, drifted := d.accepts(want, is, drifted)
	if len(accepted) > 0 {
		d.plan.Accepted = append(d.plan.Accepted, subset(want, is, accepted, keptByChoice))
	}
	if len(drifted) > 0 {
		d.drift(want, is, drifted, changedByHand)
	}
}

// accepts distinguishes the differences that were kept by choice from those that came afterwards.
func (d *difference) accepts(want, is Item, keys []string) (accepted, drifted []string) {
	for _, key := range keys {
		if slices.ContainsFunc(d.options.Accepted, func(a Difference) bool {
			return a.Resource == want.Resource && a.Target == want.Target && same(a.Desired[key], want.Params[key]) && same(a.Live[key], is.Params[key])
		}) {
			accepted = append(accepted, key)
		} else {
			drifted = append(drifted, key)
		}
	}
	return accepted, drifted
}

// split distinguishes the parameters that a decision changed, or that are to be repaired, from those changed by hand.
func (d *difference) split(was Item, wasOurs bool, want Item, differing []string) (decided, drifted []string) {
	if !wasOurs || d.repairs(want) || d.waits(want) || renews(was, want) {
		return differing, nil
	}
	changed := changedKeys(was, want)
	for _, key := range differing {
		if slices.Contains(changed, key) {
			decided = append(decided, key)
		} else {
			drifted = append(drifted, key)
		}
	}
	return decided, drifted
}

// without gives the declared parameters, those that drifted with their live value.
func without(declared, live map[string]any, drifted []string) map[string]any {
	params := maps.Clone(declared)
	for _, key := range drifted {
		params[key] = live[key]
	}
	return params
}
