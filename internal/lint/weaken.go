package lint

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// weakening warns of an amendment that makes the next amendment easier. The old text decides on it, but people should
// see it.
func (l *linter) weakening(base constitution.Constitution) error {
	old, amended := over(base, "constitution"), over(l.charter, "constitution")
	if len(amended) == 0 {
		return nil // already said: no one could amend again
	}
	for _, before := range old {
		after, ok := successor(before, old, amended)
		if !ok {
			l.found.Warnf(l.heading(), "say so in the proposal", "the amendment makes amending easier: article %s no longer has to agree to amendments", before.Citation)
			continue
		}
		if reflect.DeepEqual(before.Rule.Normal(), after.Rule.Normal()) {
			continue
		}
		possible, err := l.passable(after.Rule, bodyOf(after.Rule, l.seats))
		if err == nil && !possible {
			continue // already said: no one could amend again
		}
		weaker, worse := l.weaker(before.Rule, after.Rule)
		if err = errors.Join(err, worse); err != nil {
			return err
		}
		if len(weaker) > 0 {
			l.found.Warnf(after.Place, "say so in the proposal: the text in force still decides on it",
				"the amendment makes amending easier: under provision %q %s", after.ID, strings.Join(weaker, "; "))
		}
	}
	return nil
}

// successor finds what has become of a provision: the one with its id or article, or the only one where there was one.
func successor(p provision.Provision, old, amended []provision.Provision) (provision.Provision, bool) {
	for _, same := range []func(provision.Provision) bool{
		func(a provision.Provision) bool { return a.ID == p.ID },
		func(a provision.Provision) bool { return a.Citation == p.Citation },
		func(provision.Provision) bool { return len(old) == 1 && len(amended) == 1 },
	} {
		if i := slices.IndexFunc(amended, same); i >= 0 {
			return amended[i], true
		}
	}
	return provision.Provision{}, false
}

// weaker says in what a rule asks for less than the one before.
func (l *linter) weaker(before, after provision.Rule) ([]string, error) {
	var weaker []string
	add := func(is bool, format string, args ...any) {
		if is {
			weaker = append(weaker, fmt.Sprintf(format, args...))
		}
	}
	easier, err := l.easier(before, after)
	add(easier != "", "%s", easier)
	add(shorter(before.Period.Min, after.Period.Min), "the vote takes %s instead of %s", length(after.Period.Min), length(before.Period.Min))
	add(shorter(before.Period.Discussion, after.Period.Discussion), "the discussion takes %s instead of %s", length(after.Period.Discussion), length(before.Period.Discussion))
	add(shorter(before.Enact.Delay, after.Enact.Delay), "the wait before it takes effect is %s instead of %s", length(after.Enact.Delay), length(before.Enact.Delay))
	add(shorter(before.Electorate.MinMembership, after.Electorate.MinMembership), "members vote after %s instead of %s", length(after.Electorate.MinMembership), length(before.Electorate.MinMembership))
	add(before.EarlyPass == "never" && after.EarlyPass != "never", "it may close early")
	add(before.Veto != nil && after.Veto == nil, "no one can veto it any more")
	return weaker, err
}

func shorter(before, after *provision.Duration) bool {
	return before != nil && (after == nil || minutes(big.NewRat(after.N, 1), after.Unit).Cmp(minutes(big.NewRat(before.N, 1), before.Unit)) < 0)
}

func length(d *provision.Duration) string {
	if d == nil {
		return "no time"
	}
	return d.Words()
}

// simulatedMembers is the community in which rules are compared apart from the real one, where small numbers can hide a
// difference.
const simulatedMembers = 30

// easier gives votes that pass now and did not before, "" where there are none.
func (l *linter) easier(before, after provision.Rule) (string, error) {
	// Only the counting is compared here: how long it all takes is reported by itself.
	after.Period, after.EarlyPass, after.EarlyFail, after.Enact = before.Period, before.EarlyPass, before.EarlyFail, before.Enact
	after.Electorate.MinMembership = before.Electorate.MinMembership
	if reflect.DeepEqual(before.Normal(), after.Normal()) {
		return "", nil
	}
	then, now := newSimulation(before, bodyOf(before, l.seats), l.now), newSimulation(after, bodyOf(after, l.seats), l.now)
	found, err := l.loosest(then, now)
	if found != "" || err != nil {
		return found, err
	}
	then.body, now.body = simulated(before, simulatedMembers), simulated(after, simulatedMembers)
	if found, err = l.loosest(then, now); found != "" {
		found = "in a larger community " + found
	}
	return found, err
}

// loosest tries every number of yes, with the rest silent, abstaining, against it, or half of them against it.
func (l *linter) loosest(then, now simulation) (string, error) {
	n := now.body.size()
	for yes := 0; yes <= n; yes += max(1, n/simulatedMembers) {
		rest := n - yes
		for _, s := range []split{
			{yes: yes}, {yes: yes, abstain: rest}, {yes: yes, no: rest}, {yes: yes, no: rest / 2}, {yes: yes, no: rest / 2, abstain: rest - rest/2},
		} {
			if ok, err := l.loosened(then, now, s); err != nil {
				return "", err
			} else if ok {
				return fmt.Sprintf("%d yes, %d no and %d abstaining of %d pass, and did not before", s.yes, s.no, s.abstain, n), nil
			}
		}
	}
	return "", nil
}

func (l *linter) loosened(then, now simulation, s split) (bool, error) {
	passes, err := l.passes(now, s, now.late())
	if !passes || err != nil {
		return false, err
	}
	passed, err := l.passes(then, s, then.late())
	return !passed, err
}
