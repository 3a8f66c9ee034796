package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// brought finds the merged proposal that a commit came with, and the place of its merge. Only a proposal against the
// protected branch counts, whose merge lies on the branch, at that commit or after it. The server connects commits with
// proposals some time after a merge, but says at once in each proposal which merge was its own.
func (s *sitting) brought(ctx context.Context, at step) (facts.Pull, int, error) {
	pulls, err := s.Forge.CommitPulls(ctx, s.commits[at.i])
	if err != nil {
		return facts.Pull{}, 0, err
	}
	if found, place := s.nearest(pulls, at.i); found.Number > 0 {
		return found, place, nil
	}
	if s.merges == nil {
		if s.merges, err = s.Forge.MergedPulls(ctx, s.Branch, s.lawful[len(s.lawful)-1].At); err != nil {
			return facts.Pull{}, 0, err
		}
	}
	update := facts.Landed(at.log, s.commits[at.i:])
	with := slices.Index(s.commits, update.Before) < at.i // the update brought the commit, and not only a later one
	found, place := s.nearest(slices.DeleteFunc(slices.Clone(s.merges), func(p facts.Pull) bool {
		return p.Merge != s.commits[at.i] && (p.Merge != update.After || !with)
	}), at.i)
	return found, place, nil
}

// nearest gives the proposal whose merge lies on the protected branch at a place or else soonest after it, and that place.
func (s *sitting) nearest(pulls []facts.Pull, i int) (facts.Pull, int) {
	place := func(p facts.Pull) int { return slices.Index(s.commits[i:], p.Merge) }
	pulls = slices.DeleteFunc(pulls, func(p facts.Pull) bool {
		return p.Merged.IsZero() || p.Merge == "" || p.BaseRef != s.Branch || place(p) < 0
	})
	if len(pulls) == 0 {
		return facts.Pull{}, 0
	}
	first := slices.MinFunc(pulls, func(a, b facts.Pull) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Number, b.Number))
	})
	return first, i + place(first)
}

// awaitsProposal says whether the server may still name the proposal that brought a commit. What a commit says of its own
// age counts only where the server has no log.
func (s *sitting) awaitsProposal(at step) (bool, error) {
	commit := s.commits[at.i]
	if _, judged := s.held.incidents[commit]; judged {
		return false, nil
	}
	came := facts.Landed(at.log, s.commits[at.i:]).At
	if came.IsZero() && facts.Behind(at.log, s.tip()) {
		return s.await(at, "the server's log of the branch does not show it yet"), nil
	}
	if came.IsZero() {
		var err error
		if came, err = s.History.Committed(commit); err != nil {
			return false, err
		}
	}
	if s.now.Sub(came).Abs() >= facts.Young {
		return false, nil
	}
	return s.await(at, fmt.Sprintf("the server names no proposal that brought it, and may do so until %s", stamp(came.Add(facts.Young)))), nil
}

// awaitsEvidence says whether what speaks against a merge may only be missing in the server's answers yet: its log of the
// branch, or votes by which the record saw the proposal pass.
func (s *sitting) awaitsEvidence(at step, pull facts.Pull, f *Finding, why string) (bool, error) {
	if why != "" && facts.Landed(at.log, []string{pull.Merge}).After == "" && facts.Behind(at.log, s.tip()) {
		return s.await(at, "the server's log of the branch does not show it yet"), nil
	}
	if f == nil || f.Decision.Outcome == decision.Passed || !s.young(pull.Merged) {
		return false, nil
	}
	kept, err := s.kept(pull.Number, f.Facts.Proposal.Digest)
	if err != nil || kept.Version == 0 {
		return false, err
	}
	return s.await(at, fmt.Sprintf("the record saw proposal %d pass, and the server does not show all of its votes", pull.Number)), nil
}

// await notes why there can be no verdict on a commit yet.
func (s *sitting) await(at step, why string) bool {
	s.pending = fmt.Sprintf("no verdict yet on commit %.8s of the protected branch: %s", s.commits[at.i], why)
	return true
}

func (s *sitting) young(at time.Time) bool { return s.now.Sub(at) < facts.Young }

// untimely says why the time of a merge cannot be believed. That the log does not know a merge speaks against it only once
// the log has had time to.
func (s *sitting) untimely(at step, pull facts.Pull) string {
	if pull.Merged.Before(at.last) {
		return fmt.Sprintf("it says that it was merged at %s, before the commit that it follows", stamp(pull.Merged))
	}
	if s.young(pull.Merged) && facts.Landed(at.log, []string{pull.Merge}).After == "" {
		return ""
	}
	return facts.Contradicts(at.log, pull.Merge, pull.Merged)
}

// incidentsAmong gives the entries that record these commits as incidents.
func (s *sitting) incidentsAmong(commits []string) (entries []int) {
	for _, commit := range commits {
		if seq, known := s.held.incidents[commit]; known {
			entries = append(entries, seq)
		}
	}
	slices.Sort(entries)
	return entries
}
