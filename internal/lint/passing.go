package lint

import (
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/provision"
)

// passing reports rules that can never pass, rules that people cannot stop by voting against, and a text that no one
// could ever amend again.
func (l *linter) passing() error {
	amending := over(l.charter, "constitution")
	if len(amending) == 0 {
		l.found.Errorf(l.heading(), "add an article with governs: [{subjects: [constitution]}]", "no provision governs amendments: this text could never be changed")
	}
	for _, p := range governing(l.charter) {
		if !closes(p.Rule) {
			continue
		}
		b := bodyOf(p.Rule, l.seats)
		ok, err := l.passable(p.Rule, b)
		if err == nil && ok {
			err = l.unstoppable(p, b)
		} else if err == nil {
			err = l.never(p, b, slices.ContainsFunc(amending, func(a provision.Provision) bool { return a.ID == p.ID }))
		}
		if err != nil {
			return fmt.Errorf("provision %q: %w", p.ID, err)
		}
	}
	return nil
}

// closes leaves to other lints what has no end, and what decides nothing.
func closes(r provision.Rule) bool {
	return r.Period.Min != nil || r.Period.Max != nil || len(r.Stages) > 0
}

// never reports a provision that no vote can fulfil. Where it governs amendments, no one can mend it either.
func (l *linter) never(p provision.Provision, b body, amends bool) error {
	enough, err := l.enough(p.Rule)
	if err != nil {
		return err
	}
	hint := "look at threshold, quorum, period and veto together"
	if enough > 0 {
		hint = fmt.Sprintf("it takes %d entitled seats that are held; this roster has %d", enough, b.size())
	}
	switch {
	case amends:
		l.found.Errorf(p.Place, hint, "no one could ever amend this text again: provision %q governs amendments and can never pass with this roster", p.ID)
	case enough > 0 && l.unheld(p.Rule.Electorate.Role): // which is said by itself
	case enough > 0:
		l.found.Warnf(p.Place, hint, "provision %q can never pass with this roster, even if everybody entitled says yes", p.ID)
	default:
		l.found.Errorf(p.Place, hint, "provision %q can never pass, with any roster and any votes", p.ID)
	}
	return nil
}

// most is the largest community that is simulated.
const most = 1 << 20

// enough gives the least number of seats with which a rule can pass, or 0 where no number is enough.
func (l *linter) enough(rule provision.Rule) (int, error) {
	open, ok, err := l.opening(rule)
	if !ok || err != nil {
		return 0, err
	}
	low, high := 0, 1
	for high <= most {
		if ok, err = l.within(rule, high, open); ok || err != nil {
			break
		}
		low, high = high, 2*high
	}
	if !ok || err != nil {
		return 0, err
	}
	for high-low > 1 {
		middle := (low + high) / 2
		if ok, err = l.within(rule, middle, open); err != nil {
			return 0, err
		}
		if ok {
			high = middle
		} else {
			low = middle
		}
	}
	return high, nil
}

// odd is the size of community with which rules are tried that want more than yes from people.
const odd = 16

// within reports whether n seats that all say yes can pass a rule.
func (l *linter) within(rule provision.Rule, n int, open time.Time) (bool, error) {
	if n == odd {
		return l.passable(rule, simulated(rule, n))
	}
	t := newSimulation(rule, crowd(rule, int64(n)), open)
	return l.passes(t, split{yes: 1, whole: 1}, t.moments()...)
}

// unstoppable reports a provision that passes although everybody entitled says no. A rule under which silence is consent
// is none: a no stops it.
func (l *linter) unstoppable(p provision.Provision, b body) error {
	t := newSimulation(p.Rule, b, l.now)
	t.adverse, t.rule.Period.Blackout = true, nil
	against := []split{{no: 1, whole: 1}, {}}
	if p.Rule.KnowsBlocks() {
		against = append(against, split{block: 1, whole: 1})
	}
	var passed []bool
	for _, s := range against {
		ok, err := l.passes(t, s, t.moments()...)
		if err != nil {
			return err
		}
		passed = append(passed, ok)
	}
	const hint = "add a test that counts yes, or one that bounds no"
	switch {
	case !slices.Contains(passed, false):
		l.found.Warnf(p.Place, hint, "provision %q always passes, with any votes and with none", p.ID)
	case passed[0]:
		l.found.Warnf(p.Place, hint, "provision %q passes even if everybody entitled votes against it", p.ID)
	}
	return nil
}
