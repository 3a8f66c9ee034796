package audit

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// walk follows the protected branch as the checks did, with what the ledger and this clone hold instead of the forge.
func (v *verification) walk(ctx context.Context) error {
	if err := branch.Walk(ctx, v.Repository, &v.State, 0, v); err != nil {
		return err
	}
	for _, verdict := range v.Recent {
		v.state[verdict.Commit] = verdict
		if known, ok := v.held.Merges[verdict.Commit]; ok && verdict.Proposal > 0 {
			v.compare(v.taken[known.Entry.Seq], verdict)
		}
	}
	v.bases()
	return nil
}

// Arrival takes from the ledger what brought a commit.
func (v *verification) Arrival(ctx context.Context, so *branch.State, place int) (branch.Arrival, error) {
	merge, recorded := v.mergeFrom(place)
	if _, known := v.held.Incidents[so.Commits[place]]; known || !recorded {
		return branch.Arrival{Merge: -1}, nil
	}
	r := v.taken[v.held.Merges[so.Commits[merge]].Entry.Seq]
	motion, err := v.motion(ctx, r, so.Commits[place-1], so.Commits[merge])
	return branch.Arrival{Verdict: branch.Verdict{Proposal: r.entry.Proposal}, Merge: merge, Motion: motion}, err
}

// Pushed has nothing to add: the ledger does not say who pushed.
func (v *verification) Pushed(*branch.State, int) branch.Verdict { return branch.Verdict{} }

// mergeFrom finds the recorded merge that a commit came with: the next one, unless an incident lies between.
func (v *verification) mergeFrom(i int) (int, bool) {
	for j := i; j < len(v.Commits); j++ {
		if _, bad := v.held.Incidents[v.Commits[j]]; bad && j > i {
			return 0, false
		}
		if _, ok := v.held.Merges[v.Commits[j]]; ok {
			return j, true
		}
	}
	return 0, false
}

// motion is a recorded merge as it was voted on.
func (v *verification) motion(ctx context.Context, r reevaluation, before, merge string) (facts.Motion, error) {
	tree, err := v.Read(ctx, merge)
	if err != nil {
		return facts.Motion{}, err
	}
	motion, ok, err := v.voted(ctx, r, before, tree)
	if err != nil {
		return motion, err
	}
	motion.Refused = r.body.Decision.Objection()
	if !ok && motion.Refused == "" {
		if !r.body.Lawful {
			motion.Refused = "the ledger says that it was not what was decided"
		}
		v.unproven(r.entry.Seq, fmt.Sprintf("this clone does not have commit %.12s, so what was voted on is taken from the ledger", r.facts.Proposal.Head))
	}
	return motion, nil
}

// compare compares what the ledger says of a merge with the verdict on it.
func (v *verification) compare(r reevaluation, verdict branch.Verdict) {
	switch {
	case verdict.Authorized == r.body.Lawful:
	case r.body.Lawful:
		v.fault(r.entry.Seq, fmt.Sprintf("the merge %.12s is not what was decided", verdict.Commit), "authorized", verdict.Why)
	default:
		v.fault(r.entry.Seq, fmt.Sprintf("the merge %.12s is what was decided", verdict.Commit), "not authorized", verdict.Why)
	}
}

// voted gives what was voted on: from the head that was decided on where this clone has it; else it must be exactly what the
// merge brought. Where neither says, the facts of the ledger stand, and ok is false.
func (v *verification) voted(ctx context.Context, r reevaluation, before string, merged facts.Reading) (m facts.Motion, ok bool, err error) {
	if c, err := v.Content(ctx, before, r.facts.Proposal.Head); err == nil {
		if c.Digest != r.facts.Proposal.Digest {
			v.fault(r.entry.Seq, "the head that was decided on holds another content", "content "+r.facts.Proposal.Digest, "content "+c.Digest)
		}
		return facts.Motion{Fork: c.Before, Voted: c.Changes}, true, nil
	}
	was, err := v.Read(ctx, before)
	if err != nil {
		return m, false, err
	}
	brought, err := v.Compare(ctx, was.Tree, merged.Tree)
	if ctx.Err() != nil {
		return m, false, ctx.Err()
	}
	if err != nil {
		return facts.Motion{Fork: was.Tree}, true, nil //nolint:nilerr // a tree with mistakes is no merge of anything; the course says so.
	}
	digest, err := facts.Digest(brought)
	return facts.Motion{Fork: was.Tree, Voted: brought}, digest == r.facts.Proposal.Digest, err
}

// bases proves that every decision was taken under a law that was authorized itself.
func (v *verification) bases() {
	for _, d := range v.held.Decisions {
		r, ok := v.taken[d.Entry.Seq]
		if !ok || r.body.Facts == "" {
			continue
		}
		if state, known := v.state[r.facts.Proposal.Base]; !known || !state.Authorized {
			v.fault(d.Entry.Seq, "it was decided under a constitution that is not authorized", fmt.Sprintf("constitution of commit %.12s", r.facts.Proposal.Base), state.Why)
		}
	}
}
