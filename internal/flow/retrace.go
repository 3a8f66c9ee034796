package flow

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// retrace follows the protected branch as the checks did, with what the record and this clone hold instead of the forge.
func (v *verification) retrace(ctx context.Context) error {
	tree, err := v.History.Governed(ctx, v.commits[0])
	if err != nil {
		return err
	}
	course := facts.Begin(tree, &v.charters)
	for i := 1; i < len(v.commits); {
		next, err := v.pace(ctx, &course, i)
		if err != nil {
			return fmt.Errorf("commit %.12s of the protected branch: %w", v.commits[i], err)
		}
		i = next
	}
	v.bases()
	return nil
}

// pace takes the commit at a place, or all commits that came with it, and gives the place after them.
func (v *verification) pace(ctx context.Context, course *facts.Course, i int) (next int, err error) {
	tree, err := v.read(ctx, v.commits[i])
	if err != nil {
		return 0, err
	}
	merge, held := v.mergeFrom(i)
	if _, known := v.held.incidents[v.commits[i]]; known || !held || !course.Stained() && course.Editorial(tree) {
		why, lawful := course.Push(tree)
		v.state[v.commits[i]] = Verdict{Commit: v.commits[i], Lawful: lawful, Why: why}
		return i + 1, nil
	}
	return merge + 1, v.carried(ctx, course, i, merge)
}

// mergeFrom finds the recorded merge that a commit came with: the next one, unless an incident lies between.
func (v *verification) mergeFrom(i int) (int, bool) {
	for j := i; j < len(v.commits); j++ {
		if _, bad := v.held.incidents[v.commits[j]]; bad && j > i {
			return 0, false
		}
		if _, ok := v.held.merges[v.commits[j]]; ok {
			return j, true
		}
	}
	return 0, false
}

// carried takes a recorded merge: what it brought must be what was voted on, and the decision must carry it.
func (v *verification) carried(ctx context.Context, course *facts.Course, i, merge int) error {
	commit := v.commits[merge]
	known := v.held.merges[commit]
	r := v.taken[known.entry.Seq]
	tree, err := v.read(ctx, commit)
	if err != nil {
		return err
	}
	motion, ok, err := v.voted(ctx, r, v.commits[i-1], tree)
	if err != nil {
		return err
	}
	motion.Refused = refusedAs(r.body.Decision)
	if !ok && motion.Refused == "" {
		if !r.body.Lawful {
			motion.Refused = "the record says that it was not what was decided"
		}
		v.unproven(r.entry.Seq, fmt.Sprintf("this clone lacks commit %.12s, so what was voted on is taken from the record", r.facts.Proposal.Head))
	}
	why, lawful := course.Merge(tree, motion)
	v.state[commit] = Verdict{Commit: commit, Proposal: r.entry.Proposal, Lawful: lawful, Why: why}
	switch {
	case lawful != r.body.Lawful && r.body.Lawful:
		v.fault(r.entry.Seq, fmt.Sprintf("the merge %.12s is not what was decided", commit), "lawful", why)
	case lawful != r.body.Lawful:
		v.fault(r.entry.Seq, fmt.Sprintf("the merge %.12s is what was decided", commit), "not lawful", why)
	}
	return nil
}

// voted gives what was voted on: from the head that was decided on where this clone has it; else it must be exactly what the
// merge brought. Where neither tells, the facts of the record stand, and ok is false.
func (v *verification) voted(ctx context.Context, r retaken, before string, merged facts.Reading) (m facts.Motion, ok bool, err error) {
	if c, err := v.content(ctx, before, r.facts.Proposal.Head); err == nil {
		if c.digest != r.facts.Proposal.Digest {
			v.fault(r.entry.Seq, "the head that was decided on holds another content", "content "+r.facts.Proposal.Digest, "content "+c.digest)
		}
		return facts.Motion{Fork: c.before, Voted: c.changes}, true, nil
	}
	was, err := v.read(ctx, before)
	if err != nil {
		return m, false, err
	}
	brought, err := v.charters.Compare(was.Tree, merged.Tree)
	if err != nil {
		return facts.Motion{Fork: was.Tree}, true, nil //nolint:nilerr // a tree with mistakes is no merge of anything; the course says so.
	}
	digest, err := facts.Digest(brought)
	return facts.Motion{Fork: was.Tree, Voted: brought}, digest == r.facts.Proposal.Digest, err
}

// bases proves that every decision was taken under a law that was lawful itself.
func (v *verification) bases() {
	for _, e := range v.chain.Entries {
		r, ok := v.taken[e.Seq]
		if !ok || r.body.Facts == "" {
			continue
		}
		if state, known := v.state[r.facts.Proposal.Base]; !known || !state.Lawful {
			v.fault(e.Seq, "it was decided under a law that is not lawful", fmt.Sprintf("law of commit %.12s", r.facts.Proposal.Base), state.Why)
		}
	}
}
