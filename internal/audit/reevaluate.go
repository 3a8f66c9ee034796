package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/canonical"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// reevaluation is a recorded decision with what it rests on, people in clear as far as they are known.
type reevaluation struct {
	entry  ledger.Entry
	body   ledger.DecisionBody
	facts  facts.Facts
	erased bool // a person of its facts was erased
}

// withFacts reads the facts of a decision, with the people in clear.
func withFacts(chain ledger.Chain, d ledger.Recorded[ledger.DecisionBody]) (r reevaluation, err error) {
	r.entry, r.body = d.Entry, d.Body
	r.erased = len(chain.Missing(chain.Facts[r.body.Facts])) > 0
	r.facts, err = chain.ReadFacts(r.body.Facts)
	return r, err
}

// decisions re-evaluates every recorded decision.
func (v *verification) decisions(ctx context.Context) error {
	v.revision = v.held.Genesis.Revision
	for _, d := range v.held.Decisions {
		r, err := withFacts(v.chain, d)
		if err != nil {
			v.fault(d.Entry.Seq, err.Error(), "", "")
			continue
		}
		v.taken[d.Entry.Seq] = r
		if err := v.reevaluate(ctx, r); err != nil {
			return err
		}
		v.revision = max(v.revision, r.body.Rules())
	}
	return nil
}

// reevaluate takes one decision again, with the constitution of the commit that its facts name.
func (v *verification) reevaluate(ctx context.Context, r reevaluation) error {
	seq, recorded := r.entry.Seq, r.body.Decision
	if r.body.Facts == "" {
		if recorded.Outcome == decision.Passed {
			v.fault(seq, "it says that a proposal has passed, and no facts were kept for it", string(recorded.Outcome), "")
		} else {
			v.unproven(seq, "the proposal could not be read, so there are no facts to decide on again")
		}
		return nil
	}
	if r.facts.Version > facts.WithBallots {
		v.newer(seq, fmt.Sprintf("facts of version %d, written by a newer bylaw", r.facts.Version))
		return nil
	}
	if r.erased {
		v.gone(r)
		return nil
	}
	charter, err := v.Charter(ctx, r.facts.Proposal.Base)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.fault(seq, "the constitution that it was decided under cannot be read from this clone: "+err.Error(), "", "")
		return nil //nolint:nilerr // the fault is part of the proof.
	}
	if why, was, is := atOdds(r, charter); why != "" {
		v.fault(seq, why, was, is)
		return nil
	}
	if why := v.misquotes(r); why != "" {
		v.fault(seq, why, "", "")
		return nil
	}
	again, err := v.archive.Judge.Decide(ctx, charter.Constitution, r.facts)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.fault(seq, "it cannot be re-evaluated: "+err.Error(), string(recorded.Outcome), "")
		return nil //nolint:nilerr // the fault is part of the proof.
	}
	if was, is, same := decision.Agree(recorded, again, decision.Aspects()); !same {
		v.otherwise(r, again, was, is)
		return nil
	}
	v.proof.Decisions++
	return nil
}

// otherwise takes note of a decision that today's rules do not give. Under an earlier revision of the rules that may be
// right, unless an entry before it was written under a later one: then nothing is decided by the earlier rules any more.
func (v *verification) otherwise(r reevaluation, again decision.Decision, was, is string) {
	rules := r.body.Rules()
	_, _, same := decision.Agree(r.body.Decision, again, decision.Given())
	switch {
	case rules > decision.Revision:
		v.newer(r.entry.Seq, fmt.Sprintf("decided under revision %d of the rules, by a newer bylaw", rules))
	case rules < decision.Revision && rules >= v.revision && same:
		if a, b := r.body.Decision.Outcome, again.Outcome; a != b {
			was, is = string(a), string(b)
		}
		v.proof.Earlier = append(v.proof.Earlier, render.Earlier{Entry: r.entry.Seq, Revision: rules, Recorded: was, Found: is})
	default:
		v.fault(r.entry.Seq, fmt.Sprintf("the decision on proposal %d is re-evaluated with another result", r.entry.Proposal), was, is)
	}
}

// gone says of a decision whose people are not all known whether an erasure explains that.
func (v *verification) gone(r reevaluation) {
	missing := v.chain.Missing(v.chain.Facts[r.body.Facts])
	by := map[int]bool{}
	for _, sum := range missing {
		entry, explained := v.held.Erased[sum]
		if !explained {
			v.fault(r.entry.Seq, "whose commitment it is is not known here, and no erasure says why; fetch the branch bylaw-people",
				"person "+sum, "no such file")
			return
		}
		by[entry] = true
	}
	v.proof.Erased = append(v.proof.Erased, render.Remark{Entry: r.entry.Seq, Text: fmt.Sprintf("%s gone since %s",
		render.Count(len(missing), "record")+" of a person", "entry "+fmt.Sprint(slices.Min(keysOf(by))))})
}

func keysOf(set map[int]bool) []int {
	var keys []int
	for k := range set {
		keys = append(keys, k)
	}
	return keys
}

// atOdds says how facts contradict themselves, their entry or the constitution that they name.
func atOdds(r reevaluation, law charter.Charter) (why, was, is string) {
	digest, err := facts.Digest(r.facts.Changes)
	switch {
	case err != nil:
		return err.Error(), "", ""
	case digest != r.facts.Proposal.Digest:
		return "its facts do not hold the content that they name", "content " + r.facts.Proposal.Digest, "content " + digest
	case r.facts.Proposal.Number != r.entry.Proposal:
		return "its facts are of another proposal", fmt.Sprintf("proposal %d", r.entry.Proposal), fmt.Sprintf("proposal %d", r.facts.Proposal.Number)
	case r.body.MergedAt.String() != r.facts.Timing.MergedAt.String():
		return "its facts say another time of the merge", "merged at " + r.body.MergedAt.String(), "merged at " + r.facts.Timing.MergedAt.String()
	}
	if !canonical.Equal(facts.SeatsOf(law.Roster), r.facts.Roster) {
		return fmt.Sprintf("its facts hold another roster than commit %.12s", r.facts.Proposal.Base), render.Count(len(r.facts.Roster), "seat"), render.Count(len(law.Roster.Seats), "seat")
	}
	return "", "", ""
}

// misquotes says which words of its facts no entry before it had read, "" where all were.
func (v *verification) misquotes(r reevaluation) (why string) {
	quoted := slices.DeleteFunc(slices.Clone(r.facts.Reviews), func(review facts.Review) bool { return review.ReadAt.IsZero() })
	if len(quoted) == 0 {
		return ""
	}
	read, err := v.held.Words(r.entry.Proposal, r.entry.Seq-1)
	if err != nil {
		return err.Error()
	}
	for _, review := range quoted {
		if words := read[review.ID]; words.Text != review.Body || facts.Stamp(words.ReadAt) != review.ReadAt.String() {
			return fmt.Sprintf("its facts quote words of review %d that no check had read", review.ID)
		}
	}
	return ""
}
