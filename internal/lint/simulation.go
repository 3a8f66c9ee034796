package lint

import (
	"fmt"
	"math/big"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// split says how many of every whole people take which stance; the rest are silent. Whole 0 is a split in persons.
type split struct{ yes, no, abstain, block, whole int }

// of gives the stances of a house of n people.
func (s split) of(n int) [4]int {
	counts := [4]int{s.yes, s.no, s.abstain, s.block}
	if s.whole > 0 {
		for i := range counts {
			counts[i] = counts[i] * n / s.whole
		}
	}
	return counts
}

// simulation is one rule put to simulated votes.
type simulation struct {
	rule provision.Rule
	body body
	open time.Time
	// Adverse is what no one does who wishes the motion well: no ruling is given, no tie is broken.
	adverse bool
}

// newSimulation leaves out what comes after passing: a delay, other bodies, and an end of the time to act.
func newSimulation(rule provision.Rule, b body, open time.Time) simulation {
	rule.Enact = provision.Enact{}
	return simulation{rule: rule, body: b, open: open}
}

// votes gives the case of a split, evaluated at a moment.
func (t simulation) votes(s split, at time.Time) votecase.Case {
	in := votecase.Input{Electorate: map[string]votecase.Electorate{}, Votes: map[string]votecase.Votes{}}
	for id, h := range t.body.houses {
		if !h.derived {
			seats := append(append([]*big.Rat{}, h.held...), h.vacant...)
			in.Electorate[id] = votecase.Electorate{Eligible: sum(h.held), Seats: sum(seats), Vacant: sum(h.vacant)}
		}
		if in.Votes[id] = t.tally(s, h.held); h.grouped {
			in.Votes[id] = votecase.Votes{}
		}
	}
	in.Motion = votecase.Motion{Groups: map[string]votecase.Votes{}, Sponsors: whole(t.body.backers), Vetoes: whole(t.vetoes(s))}
	for id, held := range t.body.groups {
		in.Motion.Groups[id] = t.tally(s, held)
	}
	if !t.adverse {
		in.Motion.Judge = "pass"
	}
	in.Timing = t.timing(at)
	return votecase.Case{ID: fmt.Sprint(s), Rule: t.rule, Input: in}
}

// tally hands stances out to people, the yes first.
func (t simulation) tally(s split, held []*big.Rat) votecase.Votes {
	var parts [4]*provision.Number
	for i, n := range s.of(len(held)) {
		n = min(n, len(held))
		parts[i], held = sum(held[:n]), held[n:]
	}
	v := votecase.Votes{Yes: parts[0], No: parts[1], Abstain: parts[2], Block: parts[3]}
	if !t.adverse {
		v.Casting = "yes"
	}
	return v
}

// vetoes is how many holders of a veto by role take its stance: all of them where anybody does.
func (t simulation) vetoes(s split) int64 {
	veto := t.rule.Veto
	if veto == nil || veto.Stance == "no" && s.no == 0 || veto.Stance == "block" && s.block == 0 {
		return 0
	}
	return t.body.holders
}

func whole(n int64) *provision.Number { return &provision.Number{Rat: new(big.Rat).SetInt64(n)} }

// timing is that of a motion that was announced long before, and supported at once.
func (t simulation) timing(at time.Time) votecase.Timing {
	open := stamp(t.open)
	return votecase.Timing{Times: map[string]string{
		"now": stamp(at), "opened": open, "proposed": open, "seconded": open, "threshold_met": open,
		"published": stamp(t.open.AddDate(-110, 0, 0)),
	}}
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// moments are those at which a motion may pass: long after every close, at the opening, and when a stage begins.
func (t simulation) moments() []time.Time {
	moments := []time.Time{t.late(), t.open}
	for _, s := range t.rule.Stages {
		moments = append(moments, s.After.From(t.open))
	}
	return moments
}

// late is a moment after every close; counted in business days a period takes half as long again.
func (t simulation) late() time.Time {
	late := t.open.AddDate(0, 1, 0)
	for _, d := range []*provision.Duration{t.rule.Period.Min, t.rule.Period.Max} {
		if d != nil {
			late = d.From(d.From(late))
		}
	}
	for _, s := range t.rule.Stages {
		late = s.After.From(late)
	}
	return late
}

// passes reports whether a split passes at any of these moments.
func (l *linter) passes(t simulation, s split, at ...time.Time) (bool, error) {
	for _, moment := range at {
		outcome, err := l.decide(l.ctx, t.votes(s, moment))
		if err != nil {
			return false, fmt.Errorf("try the rule with simulated votes: %w", err)
		}
		if outcome == decision.Passed {
			return true, nil
		}
	}
	return false, nil
}

// opening is a moment at which a vote may be opened: now, or the first week that no blackout touches. ok is false where
// the whole year is barred.
func (l *linter) opening(rule provision.Rule) (open time.Time, ok bool, err error) {
	if len(rule.Period.Blackout) == 0 {
		return l.now, true, nil
	}
	zero, err := provision.ParseFormula("0")
	if err != nil {
		return l.now, false, err
	}
	rule.Houses, rule.Quorum, rule.Veto, rule.Sponsor, rule.Judge, rule.Stages = []provision.House{{}}, nil, nil, nil, nil, nil
	rule.Threshold = []provision.Condition{{Test: &provision.Test{Count: "yes", Op: ">=", Value: zero}}}
	for week := 0; week < 53 && !ok && err == nil; week++ {
		open = l.now.AddDate(0, 0, 7*week)
		t := newSimulation(rule, simulated(rule, 1), open)
		ok, err = l.passes(t, split{}, t.late())
	}
	return open, ok, err
}

// passable reports whether any split at all passes under a rule, with a body.
func (l *linter) passable(rule provision.Rule, b body) (bool, error) {
	open, ok, err := l.opening(rule)
	if !ok || err != nil {
		return false, err
	}
	t := newSimulation(rule, b, open)
	for _, s := range splits(b.size(), rule.KnowsBlocks()) {
		if ok, err := l.passes(t, s, t.moments()...); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// steps is how finely splits of a large body are tried.
const steps = 20

// splits gives what people may do, everybody's yes first.
func splits(n int, blocks bool) []split {
	all := []split{{yes: 1, whole: 1}}
	parts := max(1, min(n, steps))
	for k := range parts + 1 {
		rest := parts - k
		all = append(all, split{yes: k, whole: parts}, split{yes: k, no: rest, whole: parts}, split{yes: k, abstain: rest, whole: parts})
		if blocks {
			all = append(all, split{yes: k, block: rest, whole: parts})
		}
	}
	return all
}
