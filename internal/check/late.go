package check

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
func (s *evaluation) brought(ctx context.Context, place int) (facts.Pull, int, error) {
	commit := s.Commits[place]
	pulls, err := s.Forge.CommitPulls(ctx, commit)
	if err != nil {
		return facts.Pull{}, 0, err
	}
	if found, merge := s.nearest(pulls, place); found.Number > 0 {
		return found, merge, nil
	}
	if s.merges == nil {
		if s.merges, err = s.Forge.MergedPulls(ctx, s.Branch, s.Last().At); err != nil {
			return facts.Pull{}, 0, err
		}
	}
	update := facts.Landed(s.log, s.Commits[place:])
	with := slices.Index(s.Commits, update.Before) < place // the update brought the commit, and not only a later one
	found, merge := s.nearest(slices.DeleteFunc(slices.Clone(s.merges), func(p facts.Pull) bool {
		return p.Merge != commit && (p.Merge != update.After || !with)
	}), place)
	return found, merge, nil
}

// nearest gives the proposal whose merge lies on the protected branch at a place or else soonest after it, and that place.
func (s *evaluation) nearest(pulls []facts.Pull, i int) (facts.Pull, int) {
	place := func(p facts.Pull) int { return slices.Index(s.Commits[i:], p.Merge) }
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

// awaitsProposal says why the server may still name the proposal that brought a commit, "" where it may not. What a commit says
// of its own age counts only where the server has no log.
func (s *evaluation) awaitsProposal(place int) (pending string, err error) {
	commit := s.Commits[place]
	if _, judged := s.held.Incidents[commit]; judged {
		return "", nil
	}
	came := facts.Landed(s.log, s.Commits[place:]).At
	if came.IsZero() && facts.Behind(s.log, s.Tip()) {
		return notLogged, nil
	}
	if came.IsZero() {
		if came, err = s.History.Committed(commit); err != nil {
			return "", err
		}
	}
	if s.now.Sub(came).Abs() >= facts.Young {
		return "", nil
	}
	return fmt.Sprintf("the server names no proposal that brought it, and may do so until %s", facts.Stamp(came.Add(facts.Young))), nil
}

const notLogged = "the server's log of the branch does not show it yet"

// awaitsEvidence says that what speaks against a merge may only be missing in the server's answers yet, "" where it is not: its
// log of the branch, or votes by which the ledger saw the proposal pass.
func (s *evaluation) awaitsEvidence(pull facts.Pull, f *Finding, why string) (pending string, err error) {
	if why != "" && facts.Landed(s.log, []string{pull.Merge}).After == "" && facts.Behind(s.log, s.Tip()) {
		return notLogged, nil
	}
	if f == nil || f.Decision.Outcome == decision.Passed || !s.young(pull.Merged) {
		return "", nil
	}
	kept, err := s.kept(pull.Number, f.Facts.Proposal.Digest)
	if err != nil || kept.Version == 0 {
		return "", err
	}
	return fmt.Sprintf("the ledger shows that proposal %d passed, and the server does not show all of its votes", pull.Number), nil
}

func (s *evaluation) young(at time.Time) bool { return s.now.Sub(at) < facts.Young }

// untimely says why the time of a merge cannot be believed: it follows what landed at another. That the log does not know a
// merge speaks against it only once the log has had time to.
func (s *evaluation) untimely(latest time.Time, pull facts.Pull) string {
	if pull.Merged.Before(latest) {
		return fmt.Sprintf("it says that it was merged at %s, before the commit that it follows", facts.Stamp(pull.Merged))
	}
	if s.young(pull.Merged) && facts.Landed(s.log, []string{pull.Merge}).After == "" {
		return ""
	}
	return facts.Contradicts(s.log, pull.Merge, pull.Merged)
}

// incidentsAmong gives the entries that record these commits as incidents.
func (s *evaluation) incidentsAmong(commits []string) (entries []int) {
	for _, commit := range commits {
		if seq, known := s.held.Incidents[commit]; known {
			entries = append(entries, seq)
		}
	}
	slices.Sort(entries)
	return entries
}
