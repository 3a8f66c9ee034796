package opa

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/votecase"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// rounds is how many random motions each property is tried on.
const rounds = 60

// dice makes motions; the same seed makes the same ones.
type dice struct{ *rand.Rand }

func roll(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 7))} }

func (d dice) pick(options ...string) string { return options[d.IntN(len(options))] }

// rising gives a test that another yes can only help, and that another vote never hurts by its mere number.
func (d dice) rising() string {
	return d.pick(
		`{op: ">", value: 1, of: no}`, `{value: "2/3", of: cast}`, `{value: 3}`, `{op: ">", value: "1/2", of: eligible}`,
		`{count: not_yes, op: "<=", value: 6}`, `{value: "sqrt(eligible)"}`, `{count: margin, value: 2}`, `{value: "1/4", of: seats}`,
		`{any_of: [{value: 4}, {value: "3/4", of: cast}]}`,
	)
}

func (d dice) rule(threshold string) string {
	return fmt.Sprintf("{threshold: [%s], quorum: [%s], period: {min: 5d}, early_pass: %s, proposer_vote: %s, weights: %s}",
		threshold, d.pick(`{count: yes, value: 2}`, `{count: yes, value: "1/5", of: eligible}`), d.pick("never", "when_passing", "when_decided"),
		d.pick("counts", "implicit_yes"), d.pick("equal", "share"),
	)
}

// motion makes a case with up to ten ballots, cast an hour apart, seen before or at the close.
func (d dice) motion(t *testing.T, rule string) votecase.Case {
	t.Helper()
	c := votecase.Case{ID: rule, Rule: ruleOf(t, rule)}
	c.Input.Electorate = map[string]votecase.Electorate{"": {Eligible: number(int64(10 + d.IntN(5))), Seats: number(15)}}
	var ballots []votecase.Ballot
	for i := range d.IntN(10) {
		ballots = append(ballots, votecase.Ballot{
			Voter: fmt.Sprintf("v%d", d.IntN(8)), Stance: d.pick("yes", "yes", "no", "abstain"), At: hour(i), Binding: true,
			Weight: number(1),
		})
	}
	c.Input.Votes = map[string]votecase.Votes{"": {Raw: true, Ballots: ballots, Proposer: "v0"}}
	now := d.pick("2026-03-03T00:00:00Z", "2026-03-06T00:00:00Z")
	c.Input.Timing.Times = map[string]string{"opened": "2026-03-01T00:00:00Z", "now": now}
	return c
}

func ruleOf(t *testing.T, src string) provision.Rule {
	t.Helper()
	var found diag.List
	rule := provision.ParseRule(yamldoc.Parse("rule", []byte(src), &found).Map(provision.Keys()...))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return rule
}

func number(n int64) *provision.Number { return &provision.Number{Rat: big.NewRat(n, 1)} }

func hour(i int) string {
	return time.Date(2026, 3, 1, 1+i, 0, 0, 0, time.UTC).Format(time.RFC3339)
}

// with gives the case with another list of ballots.
func with(c votecase.Case, ballots []votecase.Ballot) votecase.Case {
	votes := c.Input.Votes[""]
	votes.Ballots = ballots
	c.Input.Votes = map[string]votecase.Votes{"": votes}
	return c
}

func outcomeOf(t *testing.T, j *Judge, c votecase.Case) decision.Outcome {
	t.Helper()
	v, err := j.DecideCase(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return v.Outcome
}

func vote(who, stance string) votecase.Ballot {
	return votecase.Ballot{Voter: who, Stance: stance, At: hour(20), Binding: true, Weight: number(1)}
}

func TestOneMoreApprovalNeverLosesAVote(t *testing.T) {
	j, d := testJudge(t), roll(1)
	for range rounds {
		c := d.motion(t, d.rule(d.rising()))
		before := outcomeOf(t, j, c)
		after := outcomeOf(t, j, with(c, append(slices.Clone(c.Input.Votes[""].Ballots), vote("v9", "yes"))))
		if before == decision.Passed && after != decision.Passed {
			t.Fatalf("%s turned %s into %s: %+v", c.ID, before, after, c.Input)
		}
	}
}

func TestOneMoreObjectionNeverWinsAVote(t *testing.T) {
	j, d := testJudge(t), roll(2)
	for range rounds {
		c := d.motion(t, d.rule(d.rising()))
		before := outcomeOf(t, j, c)
		after := outcomeOf(t, j, with(c, append(slices.Clone(c.Input.Votes[""].Ballots), vote("v9", "no"))))
		if before != decision.Passed && after == decision.Passed {
			t.Fatalf("%s turned %s into %s: %+v", c.ID, before, after, c.Input)
		}
	}
}

func TestBallotsWithTimesMayComeInAnyOrder(t *testing.T) {
	j, d := testJudge(t), roll(3)
	for range rounds {
		rule := strings.Replace(d.rule(d.rising()), "{threshold", "{ballots: {revote: "+d.pick("first", "last")+"}, threshold", 1)
		c := d.motion(t, rule)
		shuffled := slices.Clone(c.Input.Votes[""].Ballots)
		d.Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		if before, after := outcomeOf(t, j, c), outcomeOf(t, j, with(c, shuffled)); before != after {
			t.Fatalf("%s turned %s into %s: %+v", c.ID, before, after, c.Input)
		}
	}
}

func TestMultipliedWeightsChangeNothing(t *testing.T) {
	j, d := testJudge(t), roll(4)
	for range rounds {
		share := d.pick(`{value: "2/3", of: cast}`, `{op: ">", value: 1, of: no}`, `{count: not_yes, op: "<", value: 80%, of: eligible}`)
		c := d.motion(t, `{threshold: [`+share+`], weights: stake, period: {min: 1d}, early_pass: when_decided}`)
		var heavy []votecase.Ballot
		for _, b := range c.Input.Votes[""].Ballots {
			b.Weight = &provision.Number{Rat: big.NewRat(35, 2)}
			heavy = append(heavy, b)
		}
		big := with(c, heavy)
		big.Input.Electorate = map[string]votecase.Electorate{"": {Eligible: scaled(c.Input.Electorate[""].Eligible), Seats: number(15)}}
		if before, after := outcomeOf(t, j, c), outcomeOf(t, j, big); before != after {
			t.Fatalf("%s turned %s into %s: %+v", c.ID, before, after, c.Input)
		}
	}
}

func scaled(n *provision.Number) *provision.Number {
	return &provision.Number{Rat: new(big.Rat).Mul(n.Rat, big.NewRat(35, 2))}
}

func TestAMissingNumberNeverWinsAVote(t *testing.T) {
	j, d := testJudge(t), roll(5)
	for range rounds {
		c := d.motion(t, d.rule(d.rising()))
		before := outcomeOf(t, j, c)
		c.Input.Electorate = map[string]votecase.Electorate{"": {}}
		if after := outcomeOf(t, j, c); before != decision.Passed && after == decision.Passed {
			t.Fatalf("%s turned %s into %s: %+v", c.ID, before, after, c.Input)
		}
	}
}

func TestAnUnreadableFactNeverWinsAVote(t *testing.T) {
	j, d, constitution := testJudge(t), roll(6), constitutionOf(t, suspending+"early_pass: when_decided\nproposer_vote: implicit_yes\n", "")
	for range rounds {
		f := proposal()
		f.Now = d.pick("2026-11-22T00:00:00Z", closed)
		for range d.IntN(9) {
			review(&f, d.pick(names()...), d.pick(approved, approved, objected, said), d.pick("", "/abstain", "/no", "/withdraw"))
		}
		before, err := j.Decide(t.Context(), constitution, f)
		if err != nil {
			t.Fatal(err)
		}
		after, err := j.Decide(t.Context(), constitution, d.spoiled(f))
		if err == nil && before.Outcome != decision.Passed && after.Outcome == decision.Passed {
			t.Fatalf("%s became %s: %+v", before.Outcome, after.Outcome, f)
		}
		if before.Outcome == decision.Passed && len(before.Rulings) == 0 {
			t.Fatalf("a pass that names no provision: %+v", before)
		}
	}
}

// spoiled gives the facts with one of them edited, dismissed at an unknown hand, or gone.
func (d dice) spoiled(f facts.Facts) facts.Facts {
	f.Reviews = slices.Clone(f.Reviews)
	if n := len(f.Reviews); n > 0 {
		r := &f.Reviews[d.IntN(n)]
		switch d.IntN(3) {
		case 0:
			r.Edited = true
		case 1:
			r.State, r.Dismissed = "DISMISSED", &facts.Dismissal{}
		default:
			r.State = "DISMISSED"
		}
		return f
	}
	f.Timing.OpenedAt = moment.Time{}
	return f
}
