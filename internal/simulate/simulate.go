// Package simulate works out what a decision would take, by deciding on simulated votes.
package simulate

import (
	"context"
	"math/big"
	"slices"
	"sort"
	"time"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// simulation is one provision put to simulated votes. It counts nothing itself: it asks the judge again and again.
type simulation struct {
	judge        port.Judge
	constitution constitution.Constitution // of this provision alone
	rule         provision.Rule
	base         facts.Facts  // as the vote opens, without a vote
	held         []facts.Seat // that a person holds
	voters       []facts.Seat // that may vote, those first who say yes first
	close        moment.Time  // when the tests are looked at
}

// alone is a constitution of one provision, which waits for no other body. The community's own policies are left out:
// they change no ruling.
func alone(law constitution.Constitution, p provision.Provision) constitution.Constitution {
	p.Rule.Enact.Concurs = nil
	law.Provisions, law.Policies = []provision.Provision{p}, nil
	law.Digest += " " + p.ID
	return law
}

// changed is the trial's law with its rule changed, under a digest of its own.
func (t *simulation) changed(how string, change func(*provision.Rule)) constitution.Constitution {
	constitution := t.constitution
	p := constitution.Provisions[0]
	change(&p.Rule)
	constitution.Provisions, constitution.Digest = []provision.Provision{p}, constitution.Digest+" "+how
	return constitution
}

// decide asks the judge at a moment, after reviews.
func (t *simulation) decide(ctx context.Context, law constitution.Constitution, at moment.Time, reviews []facts.Review) (decision.Decision, error) {
	f := t.base
	f.Reviews, f.Now = reviews, at.String()
	return t.judge.Decide(ctx, law, f)
}

// passes reports whether the provision's ruling is that it passed.
func (t *simulation) passes(ctx context.Context, law constitution.Constitution, at moment.Time, reviews []facts.Review) (bool, error) {
	d, err := t.decide(ctx, law, at, reviews)
	return err == nil && d.Rulings[0].Outcome == decision.Passed, err
}

// said is what every one of some seats says in a review.
func (t *simulation) said(reviews []facts.Review, seats []facts.Seat, state, body string) []facts.Review {
	f := t.base
	f.Reviews = slices.Clone(reviews)
	for _, s := range seats {
		f.Reviews = append(f.Reviews, f.Said(s, state, body))
	}
	return f.Reviews
}

func (t *simulation) yes(seats []facts.Seat) []facts.Review {
	return t.said(nil, seats, "APPROVED", "")
}

// votes is so many yes and so many no, with every support and ruling that the provision asks for.
func (t *simulation) votes(yes, no int) []facts.Review {
	reviews := t.said(t.yes(t.voters[:yes]), t.voters[len(t.voters)-no:], "CHANGES_REQUESTED", "what if")
	return t.helped(reviews)
}

// helped adds to ballots what else the provision waits for.
func (t *simulation) helped(reviews []facts.Review) []facts.Review {
	if t.rule.Sponsor != nil {
		reviews = t.said(reviews, t.voters, "COMMENTED", "/second")
	}
	if t.rule.Judge != nil {
		reviews = t.said(reviews, t.held, "COMMENTED", "/judge pass")
	}
	return reviews
}

// small is up to how many votes every number is tried; beyond, the search halves, which is right where one more vote of
// a kind never does harm.
const small = 16

// minVotes finds the least n up to a number for which a question is answered with yes.
func minVotes(upTo int, ask func(n int) (bool, error)) (n int, found bool, err error) {
	if upTo <= small {
		for n := 0; n <= upTo; n++ {
			if ok, err := ask(n); ok || err != nil {
				return n, ok, err
			}
		}
		return 0, false, nil
	}
	n = sort.Search(upTo+1, func(n int) bool {
		ok, failed := false, error(nil)
		if err == nil {
			ok, failed = ask(n)
			err = failed
		}
		return ok
	})
	return n, n <= upTo, err
}

// approvals fills in the fewest approvals against each number of objections, and why there is none.
func (t *simulation) approvals(ctx context.Context, r *decision.Requirement) error {
	r.Approvals = []decision.Approvals{}
	step, last := 1, most
	if len(t.voters) > small {
		step, last = (len(t.voters)+9)/10, len(t.voters)/2
	}
	for no := 0; no <= min(last, len(t.voters)); no += step {
		ask := func(yes int) (bool, error) { return t.passes(ctx, t.constitution, t.close, t.votes(yes, no)) }
		n, ok, err := minVotes(len(t.voters)-no, ask)
		if err != nil {
			return err
		}
		row := decision.Approvals{Objections: no}
		if ok {
			row.Fewest = &n
		}
		r.Approvals = append(r.Approvals, row)
		if !ok {
			break
		}
	}
	d, err := t.decide(ctx, t.constitution, t.close, t.votes(len(t.voters), 0))
	switch {
	case err != nil:
		return err
	case r.Approvals[0].Fewest == nil:
		r.Blocked = d.Rulings[0].Why
		return nil
	case d.EnactableAt.Time.After(t.close.Time):
		r.EnactableAt = d.EnactableAt
	}
	if r.Alike {
		return nil
	}
	return t.example(ctx, r)
}

// example names the seats of one way that is enough where seats are not alike: from enough of them, the person who is not needed
// is left out.
func (t *simulation) example(ctx context.Context, r *decision.Requirement) error {
	enough := slices.Clone(t.voters[:*r.Approvals[0].Fewest])
	for i := len(enough) - 1; i >= 0; i-- {
		without := slices.Delete(slices.Clone(enough), i, i+1)
		ok, err := t.passes(ctx, t.constitution, t.close, t.helped(t.yes(without)))
		if err != nil {
			return err
		}
		if ok {
			enough = without
		}
	}
	fewest := len(enough)
	r.Approvals[0].Fewest = &fewest
	for _, s := range enough {
		r.Example = append(r.Example, s.Seat)
	}
	return nil
}

// quorum fills in how many must take part, with a threshold that any vote meets: abstaining, or else in favour.
func (t *simulation) quorum(ctx context.Context, r *decision.Requirement) error {
	if len(t.rule.Quorum) == 0 || len(t.rule.Stages) > 0 {
		return nil
	}
	met, err := always()
	if err != nil {
		return err
	}
	constitution := t.changed("any threshold", func(r *provision.Rule) { r.Threshold, r.Veto, r.Judge = met, nil, nil })
	for _, kind := range []struct{ state, body string }{{"COMMENTED", "/abstain"}, {"APPROVED", ""}} {
		ask := func(n int) (bool, error) {
			return t.passes(ctx, constitution, t.close, t.helped(t.said(nil, t.voters[:n], kind.state, kind.body)))
		}
		n, ok, err := minVotes(len(t.voters), ask)
		if err != nil {
			return err
		}
		if ok {
			r.Quorum = &decision.Quorum{People: n, InFavour: kind.state == "APPROVED", Reachable: true}
			return nil
		}
	}
	r.Quorum = &decision.Quorum{People: len(t.voters)}
	return nil
}

// always is a threshold that every tally meets.
func always() ([]provision.Condition, error) {
	nothing, err := provision.ParseFormula("0")
	return []provision.Condition{{Test: &provision.Test{Count: "yes", Op: ">=", Value: nothing}}}, err
}

// early fills in how a vote passes in the last second before its close, and from when on it may.
func (t *simulation) early(ctx context.Context, r *decision.Requirement) error {
	if !r.ClosesAt.Known() || t.rule.EarlyPass == "never" || len(t.rule.Stages) > 0 {
		return nil // a vote that never closes cannot close early
	}
	at := moment.Of(r.ClosesAt.Time.Add(-time.Second))
	n, ok, err := minVotes(len(t.voters), func(yes int) (bool, error) { return t.passes(ctx, t.constitution, at, t.votes(yes, 0)) })
	if err != nil || !ok {
		return err
	}
	opened := t.base.Timing.OpenedAt.Time
	seconds, _, err := minVotes(int(r.ClosesAt.Time.Sub(opened)/time.Second), func(s int) (bool, error) {
		return t.passes(ctx, t.constitution, moment.Of(opened.Add(time.Duration(s)*time.Second)), t.votes(len(t.voters), 0))
	})
	r.Early = &decision.Early{Fewest: n, From: moment.Of(opened.Add(time.Duration(seconds) * time.Second))}
	return err
}

// silence fills in what becomes of a vote in which no one votes, past its close as well.
func (t *simulation) silence(ctx context.Context, r *decision.Requirement) error {
	d, err := t.decide(ctx, t.constitution, t.close, t.helped(nil))
	if err != nil {
		return err
	}
	end := d.Rulings[0]
	r.Silence = decision.Silence{Outcome: end.Outcome, At: r.ClosesAt}
	if end.Outcome == decision.Open && r.ClosesAt.Known() && end.ClosesAt.Time.After(r.ClosesAt.Time) {
		if d, err = t.decide(ctx, t.constitution, end.ClosesAt, t.helped(nil)); err != nil {
			return err
		}
		r.Silence = decision.Silence{Outcome: d.Rulings[0].Outcome, At: end.ClosesAt, Extended: true}
	}
	return nil
}

// seconds fills in how many must support the motion.
func (t *simulation) seconds(ctx context.Context, r *decision.Requirement) error {
	if t.rule.Sponsor == nil {
		return nil
	}
	votes := t.yes(t.voters)
	if t.rule.Judge != nil {
		votes = t.said(votes, t.held, "COMMENTED", "/judge pass")
	}
	n, _, err := minVotes(len(t.voters), func(n int) (bool, error) {
		return t.passes(ctx, t.constitution, t.close, t.said(votes, t.voters[:n], "COMMENTED", "/second"))
	})
	r.Seconds = n
	return err
}

func weight(s facts.Seat) *big.Rat {
	if w, ok := new(big.Rat).SetString(s.Weight); ok {
		return w
	}
	return big.NewRat(1, 1)
}
