// Package site writes the public record of a community as static pages: what is open, what was decided and why, the
// constitution with its history, and which servers are blocked or limited. Same input, same bytes.
package site

import (
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Record is everything that the pages show. It comes from the ledger and from the charter in force; only Status is from the
// forge.
type Record struct {
	Charter   charter.Charter
	Commit    string         // that is in force
	Since     moment.Time    // when it was put in force
	Proposals []Proposal     // by number
	Undone    []plan.Refusal // what is decided, and the server does not show
	Stats     render.Stats
	Status    *render.Overview // what is open, at its own time; nil where that was not given
	Entries   int              // of the ledger
	Head      string           // of the ledger
	Time      moment.Time      // of the last entry
	Address   string           // where the pages will be, with a slash at its end; "" where that is not known
	Sandbox   bool             // none of it happened on a real server
}

// Proposal is what the ledger says of one proposal.
type Proposal struct {
	render.History
	Cast    map[string]moment.Time // when seats cast their ballots, as far as the facts show it
	Roster  []facts.Seat           // who could vote, at the last decision
	Merged  moment.Time            // zero where it was not merged
	Enacted moment.Time            // zero where it was not put in force
}

// Ended is when the vote was over: at its close, or at the merge of what had passed early.
func (p Proposal) Ended() moment.Time {
	closes := p.Decision.ClosesAt
	if p.Merged.Known() && (!closes.Known() || p.Merged.Time.Before(closes.Time)) {
		return p.Merged
	}
	return closes
}
