package audit

import (
	"context"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/site"
)

// Record reads what the public site shows: each proposal that the ledger speaks of, and the charter in force. It is a
// Refusal where the ledger is empty.
func Record(ctx context.Context, a Archive) (site.Record, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return site.Record{}, err
	}
	held, err := ledger.Fold(chain)
	if err != nil {
		return site.Record{}, err
	}
	r := site.Record{Entries: len(chain.Entries), Head: chain.Head, Sandbox: a.Sandbox}
	if len(chain.Entries) == 0 {
		return r, &diag.Refusal{Why: "the ledger is empty: nothing was decided yet", Next: `"bylaw bootstrap" writes its first entry`}
	}
	r.Time = chain.Entries[len(chain.Entries)-1].Time
	if r.Charter, r.Commit, r.Since, err = inForce(ctx, a, held); err != nil {
		return r, err
	}
	if n := len(held.Enacted); n > 0 {
		r.Undone = held.Enacted[n-1].Body.Undone
	}
	r.Proposals, err = proposals(chain)
	r.Stats = statsOf(r.Proposals)
	return r, err
}

// inForce reads the charter that was enacted last, or else the one of the bootstrap.
func inForce(ctx context.Context, a Archive, held ledger.State) (c charter.Charter, commit string, since moment.Time, err error) {
	if len(held.Enacted) == 0 {
		first := held.Chain.Entries[0]
		c, err = branch.NewRepository(a.History).Charter(ctx, first.Commit)
		return c, first.Commit, first.Time, err
	}
	last := held.Enacted[len(held.Enacted)-1]
	tree, err := a.Trees.Enacted(ctx, last.Entry.Commit, last.Body.Tree)
	if err != nil {
		return c, "", since, err
	}
	c, mistakes := charter.Load(tree)
	return c, last.Entry.Commit, last.Entry.Time, mistakes.Err()
}

// proposals reads the chain once for all that it says of proposals, by number.
func proposals(chain ledger.Chain) ([]site.Proposal, error) {
	all := map[int]*history{}
	var running []*history // what a run does may be the work of several
	for _, e := range chain.Entries {
		about := running
		if e.Proposal != 0 && (e.Kind == ledger.Opening || e.Kind == ledger.Decided || e.Kind == ledger.Incident) {
			if all[e.Proposal] == nil {
				all[e.Proposal] = newHistory(chain, e.Proposal)
			}
			about = []*history{all[e.Proposal]}
		}
		for _, m := range about {
			before := m.running
			if err := m.entry(e); err != nil {
				return nil, err
			}
			if m.running && !before {
				running = append(running, m)
			}
		}
		running = slices.DeleteFunc(running, func(m *history) bool { return !m.running })
	}
	read := make([]site.Proposal, 0, len(all))
	for _, number := range slices.Sorted(maps.Keys(all)) {
		m := all[number]
		read = append(read, site.Proposal{
			History: m.finished(), Cast: facts.CastAt(m.facts), Roster: m.facts.Roster, Merged: m.merged, Enacted: m.enacted,
		})
	}
	return read, nil
}

// Stats reads the numbers of a ledger.
func Stats(ctx context.Context, a Archive) (render.Stats, error) {
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return render.Stats{}, err
	}
	all, err := proposals(chain)
	return statsOf(all), err
}

// final gives the last decision of a proposal where that is an end.
func final(p site.Proposal) (decision.Decision, bool) {
	return p.Decision, p.Decision.Outcome != "" && p.Decision.Outcome != decision.Open
}
