package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// evaluation is one run of checks: the ledger and the protected branch as they were when it began.
type evaluation struct {
	Ports
	*branch.Repository
	branch.State
	now        time.Time
	chain      ledger.Chain
	began      string       // the head of the ledger when the run began
	log        []facts.Push // the server's log of the protected branch, newest first; nil where there is none
	notes      []string
	held       ledger.State            // what the chain comes to, without the merges that are doubted
	again      map[string]reevaluated  // by merge commit
	distrusted map[string]ledger.Merge // what the ledger says of merges on which the vote is re-evaluated
	merges     []facts.Pull            // merged proposals that changed since the last authorized commit; nil: not asked for
}

// reevaluated is a merge on which this run has decided.
type reevaluated struct {
	finding *Finding // nil where the ledger holds the decision
	closes  []int    // entries that recorded its commits as incidents, before the server said what brought them
}

// Evaluate reads the ledger and judges every commit of the protected branch that the ledger does not vouch for.
func (a Ports) Evaluate(ctx context.Context) (*evaluation, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return nil, err
	}
	s := &evaluation{
		Ports: a, Repository: cmp.Or(a.Repository, branch.NewRepository(a.History)), now: a.Now().UTC().Truncate(time.Second), chain: chain, began: chain.Head,
		again: map[string]reevaluated{},
	}
	if s.held, err = ledger.Fold(chain); err != nil {
		return nil, err
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return nil, err
	}
	if s.State, err = branch.FromGenesis(ctx, a.History, chain, tip); err != nil {
		return nil, err
	}
	if a.reevaluate {
		s.distrust()
	}
	if err := s.follow(ctx); err != nil {
		return nil, err
	}
	return s, s.rightBranch(ctx)
}

// distrust sets aside what the ledger says in favour of merges that nothing was enacted with yet. Anyone with push access to the ledger
// can have written it; the forge is asked again. That something was enacted they can have written as well, so it counts as
// far as the heads vouch for it that only bylaw can have written down, such as that in the constitution's thread.
func (s *evaluation) distrust() {
	s.distrusted = map[string]ledger.Merge{}
	enacted := s.lastVouchedFor()
	for _, commit := range s.Commits[slices.Index(s.Commits, enacted.Commit)+1:] {
		if known, ok := s.held.Merges[commit]; ok && (known.Body.Lawful || known.Body.Decision.Objection() == "") {
			s.distrusted[commit] = known
			delete(s.held.Merges, commit)
		}
	}
}

// rightBranch proves that the branch that was followed is the one that the constitution protects: what the files of some other
// branch say about it counts for nothing.
func (s *evaluation) rightBranch(ctx context.Context) error {
	charter, err := s.Charter(ctx, s.Last().Commit)
	if err != nil {
		return err
	}
	if named := charter.Settings.Forge.Branch; named != "" && named != s.Branch {
		return fmt.Errorf("the protected branch is %q by the last authorized settings, not %q", named, s.Branch)
	}
	return nil
}

// follow walks the protected branch: first what the ledger vouches for, then commit by commit.
func (s *evaluation) follow(ctx context.Context) error {
	start := 0
	for i, commit := range s.Commits {
		known, ok := s.held.Merges[commit]
		if !ok || !known.Body.Lawful {
			continue
		}
		at, err := known.Body.MergedAt.Read()
		if err != nil {
			return fmt.Errorf("ledger entry %d: %w", known.Entry.Seq, err)
		}
		start = i
		s.Authorized = append(s.Authorized, branch.Verdict{Commit: commit, Authorized: true, Why: "decided", Proposal: known.Entry.Proposal, At: at})
	}
	s.missing()
	if start == len(s.Commits)-1 {
		return nil
	}
	if err := s.readLog(ctx); err != nil {
		return err
	}
	s.notes = append(s.notes, facts.Forced(s.log)...)
	if err := branch.Walk(ctx, s.Repository, &s.State, start, s); err != nil {
		return err
	}
	s.warn()
	return nil
}

// warn notes that there is no verdict yet, and the first commit that is not authorized.
func (s *evaluation) warn() {
	if s.Pending != "" {
		s.notes = append(s.notes, s.Pending)
	}
	if found := s.Unauthorized(); len(found) > 0 {
		s.notes = append(s.notes, fmt.Sprintf("the protected branch holds %.8s, which is not authorized: %s; the constitution of %.8s is still in force",
			found[0].Commit, found[0].Why, s.Last().Commit))
	}
}

// missing notes merges that were authorized once and that a person has taken away from the branch.
func (s *evaluation) missing() {
	for _, e := range s.chain.Entries {
		if known, ok := s.held.Merges[e.Commit]; ok && known.Entry.Seq == e.Seq && known.Body.Lawful && !slices.Contains(s.Commits, e.Commit) {
			s.notes = append(s.notes, fmt.Sprintf("the protected branch no longer contains %.8s, by which proposal %d was merged", e.Commit, e.Proposal))
		}
	}
}

// readLog reads the server's log of the protected branch back to the last commit that the ledger vouches for. No log is no
// error: merge times stand alone then.
func (s *evaluation) readLog(ctx context.Context) (err error) {
	s.log, err = s.Forge.Activity(ctx, "refs/heads/"+s.Branch, s.Last().At)
	if errors.Is(err, facts.ErrNotFound) || errors.Is(err, facts.ErrForbidden) {
		s.notes = append(s.notes, "the server gives no log of the protected branch, so the times of merges stand alone")
		s.log, err = nil, nil
	}
	return err
}
