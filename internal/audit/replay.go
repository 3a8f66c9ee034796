package audit

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// ungoverned is the code of the denial by which no provision matches a change.
const ungoverned = "ungoverned"

// Replay takes the last recorded decision on every proposal again as if another constitution had been in force, with the
// roster, the ballots and the moment of that time, and with the policies that lay in files of their own then. It decides
// nothing and writes nothing.
func Replay(ctx context.Context, a Archive, other constitution.Constitution) (render.Replay, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return render.Replay{}, err
	}
	r := replayer{a.Judge, branch.NewRepository(a.History)}
	last, err := lastDecisions(chain)
	if err != nil {
		return render.Replay{}, err
	}
	replay := render.Replay{Version: 1, Constitution: other.Digest, Decisions: []render.ReplayedDecision{}}
	for _, recorded := range last {
		once, err := r.replay(ctx, recorded, other)
		if err != nil {
			return replay, err
		}
		replay.Decisions = append(replay.Decisions, once)
	}
	return replay, nil
}

// lastDecisions gives the last recorded decision on each proposal, in the order of their entries.
func lastDecisions(chain ledger.Chain) ([]reevaluation, error) {
	var last []reevaluation
	state, err := ledger.Fold(chain)
	if err != nil {
		return nil, err
	}
	for _, d := range state.Decisions {
		r, err := withFacts(chain, d)
		if err != nil {
			return nil, err
		}
		last = slices.DeleteFunc(last, func(earlier reevaluation) bool { return earlier.entry.Proposal == d.Entry.Proposal })
		last = append(last, r)
	}
	return last, nil
}

// replayer decides on what a ledger holds.
type replayer struct {
	judge port.Judge
	*branch.Repository
}

func (p replayer) replay(ctx context.Context, r reevaluation, other constitution.Constitution) (render.ReplayedDecision, error) {
	out := render.ReplayedDecision{Proposal: r.entry.Proposal, Entry: r.entry.Seq, Title: r.facts.Proposal.Title, Recorded: r.body.Decision.Outcome}
	switch {
	case r.body.Facts == "":
		out.Unknown = "no facts were kept"
		return out, nil
	case r.erased:
		out.Unknown = "a person whom it rests on was erased from the ledger"
		return out, nil
	}
	then, err := p.Charter(ctx, r.facts.Proposal.Base)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		out.Unknown = "the constitution of its time cannot be read from this clone: " + err.Error()
		return out, nil //nolint:nilerr // what cannot be reported is part of the answer.
	}
	again, err := p.judge.Decide(ctx, withFilesOf(other, then.Constitution), r.facts)
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		out.Unknown = "it cannot be decided: " + err.Error()
		return out, nil //nolint:nilerr // what cannot be reported is part of the answer.
	}
	if slices.ContainsFunc(again.Denials, func(n decision.Notice) bool { return n.Code == ungoverned }) {
		out.Unknown = "no provision of that constitution matches: " + again.Denials[0].Text
		return out, nil
	}
	out.Replayed, out.Decision = again.Outcome, &again
	return out, nil
}

// withFilesOf gives a constitution with the policies that lay in files of their own next to another.
func withFilesOf(other, then constitution.Constitution) constitution.Constitution {
	other.Policies = slices.Clone(other.Policies)
	for _, p := range then.Policies {
		if p.Citation == "" {
			other.Policies = append(other.Policies, p)
		}
	}
	return other
}
