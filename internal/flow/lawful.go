package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// walk judges the commits after the one at start, which is lawful.
func (s *sitting) walk(ctx context.Context, start int, log []facts.Push) error {
	tree, err := s.History.Governed(ctx, s.commits[start])
	if err != nil {
		return err
	}
	course := facts.Begin(tree, &s.charters)
	last := s.lawful[len(s.lawful)-1].At
	for i := start + 1; i < len(s.commits); {
		next, err := s.judge(ctx, &course, step{i, log, last})
		if err != nil {
			return fmt.Errorf("commit %.12s of the protected branch: %w", s.commits[i], err)
		}
		if next == i {
			break // there is no verdict on it yet, nor on what follows it
		}
		v := s.recent[len(s.recent)-1]
		if v.At.After(last) {
			last = v.At
		}
		if v.Lawful {
			s.heal()
			s.lawful = append(s.lawful, v)
		}
		i = next
	}
	s.warn()
	return nil
}

// heal marks the unlawful commits before a lawful one.
func (s *sitting) heal() {
	for i := range s.recent {
		s.recent[i].Healed = !s.recent[i].Lawful
	}
}

// warn notes the first unlawful commit that nobody has healed.
func (s *sitting) warn() {
	if s.pending != "" {
		s.notes = append(s.notes, s.pending)
	}
	for _, v := range s.recent {
		if !v.Lawful && !v.Healed {
			s.notes = append(s.notes, fmt.Sprintf("the protected branch holds %.8s, which is not lawful: %s; the law of %.8s still holds",
				v.Commit, v.Why, s.lawful[len(s.lawful)-1].Commit))
			return
		}
	}
}

// step is one place on the protected branch.
type step struct {
	i    int
	log  []facts.Push
	last time.Time // nothing later may claim an earlier time
}

// judge looks at the commit at a place, or at all commits that came with it, and gives the place after them: the same place
// where there can be no verdict yet.
func (s *sitting) judge(ctx context.Context, course *facts.Course, at step) (next int, err error) {
	tree, err := s.read(ctx, s.commits[at.i])
	if err != nil {
		return 0, err
	}
	if !course.Stained() && course.Editorial(tree) {
		return s.pushed(course, at, tree), nil
	}
	pull, merge, err := s.remembered(at.i)
	if err == nil && pull.Number == 0 {
		pull, merge, err = s.brought(ctx, at)
	}
	if err != nil {
		return 0, err
	}
	if pull.Number > 0 {
		return s.merged(ctx, course, at, pull, merge)
	}
	if wait, err := s.awaitsProposal(at); wait || err != nil {
		return at.i, err
	}
	return s.pushed(course, at, tree), nil
}

// read reads the governed tree of a commit, with its mistakes where it has any.
func (s *sitting) read(ctx context.Context, commit string) (facts.Reading, error) {
	tree, err := s.History.Governed(ctx, commit)
	if _, broken := mistakesIn(err); err != nil && !broken {
		return facts.Reading{}, err
	}
	return facts.Reading{Tree: tree, Fault: err}, nil
}

// pushed takes a commit that no proposal brought, and gives the place after it.
func (s *sitting) pushed(course *facts.Course, at step, tree facts.Reading) (next int) {
	v := Verdict{Commit: s.commits[at.i], At: facts.Landed(at.log, s.commits[at.i:]).At, By: facts.Pusher(at.log, s.commits[at.i])}
	v.Why, v.Lawful = course.Push(tree)
	s.recent = append(s.recent, v)
	return at.i + 1
}

// remembered gives the proposal whose merge the record knows a commit to be, as far as it tells.
func (s *sitting) remembered(i int) (facts.Pull, int, error) {
	known, ok := s.held.merges[s.commits[i]]
	if !ok {
		return facts.Pull{}, 0, nil
	}
	kept, err := s.facts(known.body.Facts)
	if err != nil {
		return facts.Pull{}, 0, err
	}
	at, err := time.Parse(time.RFC3339, known.body.MergedAt)
	return facts.Pull{Number: known.entry.Proposal, Merge: s.commits[i], Merged: at, Head: kept.Proposal.Head, BaseRef: s.Branch}, i, err
}

// merged takes the merge of a proposal with the commits that came with it, and gives the place after them: the place of the
// first where there can be no verdict yet.
func (s *sitting) merged(ctx context.Context, course *facts.Course, at step, pull facts.Pull, merge int) (next int, err error) {
	tree, err := s.read(ctx, s.commits[merge])
	if err != nil {
		return 0, err
	}
	v := Verdict{Commit: s.commits[merge], Proposal: pull.Number, At: pull.Merged, By: facts.Pusher(at.log, s.commits[merge])}
	finding, motion, err := s.motion(ctx, at, pull)
	if err != nil {
		return 0, err
	}
	why := s.untimely(at, pull)
	if wait, err := s.awaitsEvidence(at, pull, finding, why); wait || err != nil {
		return at.i, err
	}
	if why != "" {
		motion.Refused, v.At = why, time.Time{}
	}
	v.Why, v.Lawful = course.Merge(tree, motion)
	v.finding, v.closes = finding, s.incidentsAmong(s.commits[at.i:merge+1])
	s.recent = append(s.recent, v)
	return merge + 1, nil
}

// motion decides on a merged proposal as of its merge, from the record where that holds the decision.
func (s *sitting) motion(ctx context.Context, at step, pull facts.Pull) (*Finding, facts.Motion, error) {
	before := s.commits[at.i-1]
	if known, ok := s.held.merges[pull.Merge]; ok {
		if refused := refusedAs(known.body.Decision); refused != "" {
			return nil, facts.Motion{Refused: refused}, nil
		}
		if err := s.History.Bring(ctx, pull.Number, []string{pull.Head}); err != nil {
			return nil, facts.Motion{}, err
		}
		c, err := s.content(ctx, before, pull.Head)
		if _, broken := mistakesIn(err); err != nil && !broken {
			return nil, facts.Motion{}, err
		}
		return nil, facts.Motion{Fork: c.before, Voted: c.changes}, nil
	}
	f, c, err := s.examine(ctx, pull, before, pull.Merged)
	if _, ok := errors.AsType[*puzzle](err); ok {
		return nil, facts.Motion{Refused: err.Error()}, nil
	}
	if err != nil {
		return nil, facts.Motion{}, err
	}
	return &f, facts.Motion{Fork: c.before, Voted: c.changes, Refused: refusedAs(f.Decision)}, nil
}

// refusedAs says why a decision does not carry a merge, "" where it does.
func refusedAs(d decision.Decision) string {
	switch {
	case d.Outcome != decision.Passed:
		return fmt.Sprintf("proposal %d was merged while its vote was %s", d.Proposal, d.Outcome)
	case !d.Enactable:
		return fmt.Sprintf("proposal %d was merged before it could be enacted, which is from %s on", d.Proposal, d.EnactableAt)
	}
	return ""
}
