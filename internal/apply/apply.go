// Package apply plans and applies: it compares what is desired, what was enacted and what is live, takes the lock, makes each
// change, reads the server again, and records what is in force.
package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Options are the choices of the person who applies.
type Options struct {
	PlanOptions
	Saved *plan.Plan // what was looked at before; nil: whatever is planned now
	// Holder names this run in the lock, so that others know who is at work; "" takes no lock, as in a sandbox.
	Holder string
	// Gone says of the holder of a lock that it is dead for sure, so that no one waits for it; nil where no one knows.
	Gone func(holder string) bool
}

// Run enacts a tree that may be enacted: it looks what earlier runs have left undone, plans again, refuses what has no
// authority or breaks a limit, records what it is about to do, which is also its lock, does it, reads the server again,
// and records what is now in force. It does nothing where nothing differs.
func Run(ctx context.Context, w Ports, desired branch.Source, o Options) (Planned, Receipt, error) {
	if desired.Charter.Settings.Paused {
		return Planned{}, Receipt{}, check.PausedBySettings(desired.Commit)
	}
	before, err := w.past(ctx, o, desired.Began)
	if err != nil {
		return Planned{}, Receipt{}, err
	}
	prospect, err := w.planned(ctx, before.state, desired, o.PlanOptions)
	if err != nil {
		return Planned{}, Receipt{}, err
	}
	if refusal := mayApply(prospect, o.Saved); refusal != nil {
		return prospect, Receipt{}, refusal
	}
	tree, err := w.Trees.Keep(ctx, desired.Files)
	if err != nil {
		return prospect, Receipt{}, fmt.Errorf("keep the tree that is enacted: %w", err)
	}
	if len(prospect.Plan.Changes) == 0 && tree == prospect.tree && !prospect.tasksChanged() && !prospect.refusalsChanged() && before.run == nil {
		receipt := Receipt{Results: []Result{}, Enacted: true}
		receipt.Unanchored = w.inscribe(ctx, prospect.posted, before.state.Chain)
		return prospect, receipt, nil
	}
	run := w.run(prospect, tree, desired.Commit, o.Holder)
	defer w.WaitHook.listen(nil)
	if err := run.begin(ctx, before); err != nil {
		return prospect, run.receipt, err
	}
	return run.finish(ctx, desired, o.PlanOptions)
}

// mayApply refuses what must not even begin.
func mayApply(prospect Planned, saved *plan.Plan) error {
	switch {
	case saved != nil && saved.Digest != prospect.Plan.Digest:
		return stale(*saved, prospect.Plan)
	case len(prospect.Plan.Conflicts) > 0:
		return &diag.Refusal{
			Why:  fmt.Sprintf("the server has other values for entries that were never enacted (%d)", len(prospect.Plan.Conflicts)),
			Next: "read them in \"bylaw plan\", then choose --adopt-ours (the repository wins) or --adopt-live (the server wins for now)",
		}
	case len(prospect.Exceeded) > 0:
		return &diag.Refusal{
			Why:  "the plan is over a limit: " + strings.Join(prospect.Exceeded, "; "),
			Next: "split the change, or let the community raise limits in bylaw.yaml first and enact that",
		}
	}
	return nil
}

// begin takes the lock by recording the intent of the whole plan, after what earlier runs did and did not record. Until
// then nothing is written to the server: the person who may not push the ledger may not apply.
func (e *run) begin(ctx context.Context, before past, first ...journal.Pending) error {
	p := e.prospect.Plan
	e.journal.Chain = before.state.Chain
	intent := ledger.IntentBody{Plan: p.Digest, Changes: p.Changes, Tasks: p.Tasks, Holder: e.holder, Expires: e.expiry(e.Now())}
	jottings := append(append(before.found(e.prospect), first...), journal.Pending{Kind: ledger.Intent, Proposal: e.proposal, Commit: e.journal.Commit, Body: intent})
	err := e.journal.Write(ctx, jottings...)
	if _, refused := errors.AsType[*diag.Refusal](err); refused {
		return err
	}
	if err != nil {
		return fmt.Errorf("nothing was changed on the server: %w", err)
	}
	e.journal.Intent, e.flushed = len(e.journal.Chain.Entries), e.Now()
	e.pending = closed(p)
	e.WaitHook.listen(e.sleeping)
	return nil
}

// finish makes the changes, and records what is in force if nothing is left to do. However it ends, the lock is let go.
func (e *run) finish(ctx context.Context, desired branch.Source, o PlanOptions) (Planned, Receipt, error) {
	stopped := e.changes(ctx)
	if stopped == nil && e.receipt.Count(Done) == len(e.receipt.Results) {
		stopped = e.settle(ctx, desired, o)
	}
	if e.receipt.Enacted {
		return e.prospect, e.receipt, nil
	}
	if err := e.release(ctx); err != nil && stopped == nil {
		stopped = err
	}
	return e.prospect, e.receipt, &Partway{e.receipt, stopped}
}

// settle reads the server again. Only when nothing is left to do does the ledger say that the tree is in force.
func (e *run) settle(ctx context.Context, desired branch.Source, o PlanOptions) error {
	if err := e.flush(ctx, nil); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	past, err := e.load(whole)
	if err != nil {
		return fmt.Errorf("read the ledger again: %w", err)
	}
	left, err := e.planned(whole, past, desired, o)
	if err != nil {
		return fmt.Errorf("read the server again: %w", err)
	}
	if n := len(left.Plan.Changes); n > 0 {
		return fmt.Errorf("the server still differs: %s and %d more", left.Plan.Changes[0].ID, n-1)
	}
	body := ledger.EnactedBody{
		Tree: e.tree, Constitution: e.prospect.Desired.Constitution.Digest, Plan: e.prospect.Plan.Digest,
		Undone: left.undoneNow(), Accepted: left.Plan.Chosen(),
	}
	if err := e.journal.Record(ctx, ledger.Enacted, e.proposal, body); err != nil {
		return err
	}
	e.receipt.Enacted = true
	e.receipt.Unanchored = e.inscribe(whole, left.posted, e.journal.Chain)
	return nil
}

// inscribe writes the head of the ledger, as it was when something last came into force, into the thread's first post, if it
// does not stand there yet. The tree is in force without it, so that what went wrong is only reported; the next run tries again.
func (w Ports) inscribe(ctx context.Context, posted thread.Posted, chain ledger.Chain) (problem string) {
	head := chain.InForce()
	if len(posted.Texts) == 0 || thread.WithLedger(posted.Texts[0], head) == posted.Texts[0] {
		return ""
	}
	if err := w.Board.SetLedgerHead(ctx, head); err != nil {
		return "the head of the ledger could not be written into the constitution's thread: " + err.Error()
	}
	return ""
}
