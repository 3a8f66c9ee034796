package apply

import (
	"context"
	"fmt"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// lease is how long a run holds the lock after its last sign of life.
const lease = 15 * time.Minute

// past is what earlier runs have left behind.
type past struct {
	state ledger.State
	run   *ledger.Run // the last one, where it was not finished; nil: it was
}

// past reads what earlier runs have left behind. It refuses while another run is at work, and finds out what became of
// acts whose answers were lost. Began is the head of the ledger when the branch was read, "" in a sandbox.
func (w Ports) past(ctx context.Context, o Options, began string) (past, error) {
	state, err := w.load(ctx)
	if err != nil {
		return past{}, err
	}
	if err := w.unlocked(state, o); err != nil {
		return past{}, err
	}
	if err := overtaken(state.Chain, began); err != nil {
		return past{}, err
	}
	p := past{state, state.Unfinished()}
	if p.run == nil {
		return p, nil
	}
	found, err := w.lostActs(ctx, p.run)
	if err != nil || len(found) == 0 {
		return p, err
	}
	j := journal.Journal{Ledger: w.Ledger, Chain: state.Chain, Now: w.Now, Commit: p.run.Entry.Commit}
	err = j.Record(ctx, ledger.Outcome, p.run.Entry.Proposal, ledger.OutcomeBody{Plan: p.run.Intent.Plan, Results: found})
	if err != nil {
		return p, err
	}
	p.state, err = ledger.Fold(j.Chain)
	return p, err
}

// unlocked refuses while a person else holds the lock.
func (w Ports) unlocked(past ledger.State, o Options) error {
	lock, held, err := past.Lock()
	if err != nil || !held || lock.Holder == o.Holder || !lock.Until.After(w.Now()) || o.Gone != nil && o.Gone(lock.Holder) {
		return err
	}
	return &diag.Refusal{
		Why: fmt.Sprintf("%s is applying: it holds the lock since %s, until %s at least; nothing was changed",
			lock.Holder, facts.Stamp(lock.Since), facts.Stamp(lock.Until)),
		Next: "wait for it; if it is dead, its lock ends by itself at that time, and the next run finishes its work",
	}
}

// lostActs finds out what became of acts that were begun and whose outcome no one recorded. An act that the server does
// not say of is never tried again.
func (w Ports) lostActs(ctx context.Context, run *ledger.Run) (map[string]ledger.Result, error) {
	found := map[string]ledger.Result{}
	for _, change := range run.Intent.Changes {
		if change.Action != plan.Do || run.Results[change.ID].Status != ledger.Begun {
			continue
		}
		happened, known, err := w.Instance.Happened(ctx, change)
		switch {
		case err != nil:
			return nil, fmt.Errorf("find out whether %s was done: %w", change.ID, err)
		case !known:
			found[change.ID] = ledger.Result{Status: ledger.Unknown, Message: fmt.Sprintf(
				"unknown whether it was done: the answer was lost, and the server does not show it; look at %q there, and do it by hand if it is missing", change.Target)}
		case happened:
			found[change.ID] = ledger.Result{Status: ledger.Done, Message: "the answer was lost; found on the server"}
		}
	}
	return found, nil
}

// found gives the entries that close the unfinished run: what it did without recording it is in force now.
func (p past) found(prospect Planned) []journal.Pending {
	if p.run == nil {
		return nil
	}
	results := map[string]ledger.Result{}
	var jottings []journal.Pending
	for _, change := range p.run.Intent.Changes {
		if change.Action == plan.Do || p.run.Results[change.ID].Status == ledger.Done || !plan.InForce(change, prospect.live) {
			continue
		}
		results[change.ID] = ledger.Result{Status: ledger.Done, Message: "found in force"}
		if change.Skill == plan.PublishSkill && !p.published() {
			body := ledger.PublishBody{Root: prospect.posted.RootID, URL: prospect.posted.URL, Digest: fmt.Sprint(change.Params["digest"])}
			jottings = append(jottings, journal.Pending{Kind: ledger.Publish, Proposal: p.run.Entry.Proposal, Commit: p.run.Entry.Commit, Body: body})
		}
	}
	if len(results) == 0 {
		return jottings
	}
	body := ledger.OutcomeBody{Plan: p.run.Intent.Plan, Results: results}
	return append(jottings, journal.Pending{Kind: ledger.Outcome, Proposal: p.run.Entry.Proposal, Commit: p.run.Entry.Commit, Body: body})
}

// published says whether the unfinished run recorded where the constitution is published.
func (p past) published() bool {
	posts := p.state.Publications
	return len(posts) > 0 && posts[len(posts)-1].Entry.Seq > p.run.Entry.Seq
}
