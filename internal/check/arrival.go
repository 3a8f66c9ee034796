package check

import (
	"context"
	"errors"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Arrival asks the ledger and then the forge which proposal brought a commit.
func (s *evaluation) Arrival(ctx context.Context, so *branch.State, place int) (branch.Arrival, error) {
	pull, merge, err := s.remembered(place)
	if err == nil && pull.Number == 0 {
		pull, merge, err = s.brought(ctx, place)
	}
	if err != nil {
		return branch.Arrival{}, err
	}
	if pull.Number > 0 {
		return s.merged(ctx, so, place, pull, merge)
	}
	pending, err := s.awaitsProposal(place)
	return branch.Arrival{Verdict: s.Pushed(so, place), Merge: -1, Pending: pending}, err
}

// Pushed names who pushed a commit, by the server's log.
func (s *evaluation) Pushed(so *branch.State, place int) branch.Verdict {
	return branch.Verdict{At: facts.Landed(s.log, so.Commits[place:]).At, By: facts.Pusher(s.log, so.Commits[place])}
}

// remembered gives the proposal whose merge the ledger knows a commit to be, as far as it shows.
func (s *evaluation) remembered(place int) (facts.Pull, int, error) {
	known, ok := s.held.Merges[s.Commits[place]]
	if !ok {
		return facts.Pull{}, 0, nil
	}
	kept, err := s.chain.ReadFacts(known.Body.Facts)
	if err != nil {
		return facts.Pull{}, 0, err
	}
	at, err := known.Body.MergedAt.Read()
	return facts.Pull{Number: known.Entry.Proposal, Merge: s.Commits[place], Merged: at, Head: kept.Proposal.Head, BaseRef: s.Branch}, place, err
}

// merged takes the merge of a proposal with the commits that came with it.
func (s *evaluation) merged(ctx context.Context, so *branch.State, place int, pull facts.Pull, merge int) (branch.Arrival, error) {
	came := branch.Arrival{Merge: merge, Verdict: branch.Verdict{Proposal: pull.Number, At: pull.Merged, By: facts.Pusher(s.log, pull.Merge)}}
	finding, motion, err := s.motion(ctx, so.Commits[place-1], pull)
	if err != nil {
		return came, err
	}
	why := s.untimely(so.Latest(), pull)
	if came.Pending, err = s.awaitsEvidence(pull, finding, why); came.Pending == "" && err == nil {
		came.Pending = awaitsInbox(finding)
	}
	if came.Pending != "" || err != nil {
		return came, err
	}
	if came.Motion = motion; why != "" {
		came.Motion.Refused, came.Verdict.At = why, time.Time{}
	}
	s.again[pull.Merge] = reevaluated{finding, s.incidentsAmong(so.Commits[place : merge+1])}
	return came, nil
}

// motion decides on a merged proposal as of its merge, after the commit before it, from the ledger where that holds the decision.
func (s *evaluation) motion(ctx context.Context, before string, pull facts.Pull) (*Finding, facts.Motion, error) {
	if known, ok := s.held.Merges[pull.Merge]; ok {
		if refused := known.Body.Decision.Objection(); refused != "" {
			return nil, facts.Motion{Refused: refused}, nil
		}
		if err := s.History.Bring(ctx, pull.Number, []string{pull.Head}); err != nil {
			return nil, facts.Motion{}, err
		}
		c, err := s.Content(ctx, before, pull.Head)
		if _, broken := branch.MistakesIn(err); err != nil && !broken {
			return nil, facts.Motion{}, err
		}
		return nil, facts.Motion{Fork: c.Before, Voted: c.Changes}, nil
	}
	f, c, err := s.examine(ctx, pull, before, pull.Merged)
	if _, ok := errors.AsType[*permanentError](err); ok {
		return nil, facts.Motion{Refused: err.Error()}, nil
	}
	if err != nil {
		return nil, facts.Motion{}, err
	}
	return &f, facts.Motion{Fork: c.Before, Voted: c.Changes, Refused: f.Decision.Objection()}, nil
}
