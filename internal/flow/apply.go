package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// batch is how many changes may be done before their outcomes must be on the record.
const batch = 50

// ApplyOptions are the choices of the person who applies.
type ApplyOptions struct {
	PlanOptions
	Saved     *plan.Plan          // what was looked at before; nil: whatever is planned now
	Decisions []decision.Decision // what authorises it; none in a rehearsal
}

// Apply enacts a tree: it plans again, refuses what has no authority or breaks a limit, records what it is about to do,
// does it, reads the server again, and records what is now in force. It does nothing where nothing differs.
func Apply(ctx context.Context, w World, desired Source, o ApplyOptions) (Prospect, Receipt, error) {
	o.Proposal = proposalOf(o.Decisions)
	prospect, err := Plan(ctx, w, desired, o.PlanOptions)
	if err != nil {
		return Prospect{}, Receipt{}, err
	}
	if refusal := mayApply(prospect, o.Saved); refusal != nil {
		return prospect, Receipt{}, refusal
	}
	tree, err := w.Trees.Keep(ctx, desired.Files)
	if err != nil {
		return prospect, Receipt{}, fmt.Errorf("keep the tree that is enacted: %w", err)
	}
	if len(prospect.Plan.Changes) == 0 && tree == prospect.tree && !prospect.tasksMoved() {
		return prospect, Receipt{Enacted: true}, nil
	}
	run := enactment{World: w, prospect: prospect, tree: tree, proposal: proposalOf(o.Decisions)}
	run.journal = journal{w.Ledger, prospect.chain, w.Now, desired.Commit}
	receipt, err := run.enact(ctx, o.Decisions)
	if err != nil {
		return prospect, receipt, &Partway{receipt, err}
	}
	if receipt.Count(Failed)+receipt.Count(NotTried) > 0 {
		return prospect, receipt, &Partway{Receipt: receipt}
	}
	return run.settle(ctx, desired, o.PlanOptions, receipt)
}

// mayApply refuses what must not even begin.
func mayApply(prospect Prospect, saved *plan.Plan) error {
	settings := prospect.Desired.Settings
	switch {
	case settings.Paused:
		return &Refusal{Why: "apply is paused by bylaw.yaml (paused: true)", Next: "a proposal that sets paused: false resumes it"}
	case saved != nil && saved.Digest != prospect.Plan.Digest:
		return stale(*saved, prospect.Plan)
	case len(prospect.Plan.Conflicts) > 0:
		return &Refusal{
			Why:  fmt.Sprintf("the server already says otherwise about %d entries that nobody has enacted yet", len(prospect.Plan.Conflicts)),
			Next: "read them in \"bylaw plan\", then choose --adopt-ours (the repository wins) or --adopt-live (the server wins for now)",
		}
	case len(prospect.Exceeded) > 0:
		return &Refusal{
			Why:  "the plan is over a limit: " + strings.Join(prospect.Exceeded, "; "),
			Next: "split the change, or let the community raise limits in bylaw.yaml first and enact that",
		}
	}
	return nil
}

// proposalOf is the number of the proposal that is enacted, 0 where several or none are.
func proposalOf(decisions []decision.Decision) int {
	if len(decisions) != 1 {
		return 0
	}
	return decisions[0].Proposal
}

// enactment is one run of apply after everything has been checked.
type enactment struct {
	World
	journal  journal
	prospect Prospect
	tree     string
	proposal int
	pending  []Result // done, and not on the record yet
}

// enact records the decisions and the intent, makes the changes in order, and records their outcomes.
func (e *enactment) enact(ctx context.Context, decisions []decision.Decision) (Receipt, error) {
	for _, d := range decisions {
		if e.onRecord(d) {
			continue
		}
		if err := e.journal.record(ctx, ledger.Decided, d.Proposal, ledger.DecisionBody{Decision: d}); err != nil {
			return e.untouched(), err
		}
	}
	p := e.prospect.Plan
	if err := e.journal.record(ctx, ledger.Intent, e.proposal, ledger.IntentBody{Plan: p.Digest, Changes: p.Changes, Tasks: p.Tasks}); err != nil {
		return e.untouched(), err
	}
	e.pending = closed(p)
	receipt, err := e.changes(ctx)
	return receipt, errors.Join(err, e.flush(ctx))
}

// onRecord says whether the decision on the merge that is enacted was recorded by a check.
func (e *enactment) onRecord(d decision.Decision) bool {
	return slices.ContainsFunc(e.journal.chain.Entries, func(entry ledger.Entry) bool {
		return entry.Kind == ledger.Decided && entry.Proposal == d.Proposal && entry.Commit == e.journal.commit
	})
}

// changes makes one change after another. What the server refuses for its own sake does not stop the others; whatever
// else goes wrong, a lost connection or a signal, stops the run.
func (e *enactment) changes(ctx context.Context) (Receipt, error) {
	receipt := e.untouched()
	for i, change := range e.prospect.Plan.Changes {
		if err := ctx.Err(); err != nil {
			return receipt, fmt.Errorf("stopped on request before %s", change.ID)
		}
		url, err := e.change(ctx, change)
		result := Result{ID: change.ID, State: Done}
		if err != nil {
			result.State, result.Message = Failed, err.Error()
		}
		receipt.Results[i] = result
		if url != "" {
			receipt.Thread = url
		}
		if recordErr := e.finished(ctx, i+1, result); recordErr != nil {
			return receipt, recordErr
		}
		if err != nil && !errors.Is(err, plan.ErrChange) {
			return receipt, fmt.Errorf("%s: %w", change.ID, err)
		}
	}
	return receipt, nil
}

// change makes one change; a signal does not cut it off half-way.
func (e *enactment) change(ctx context.Context, change plan.Change) (url string, err error) {
	whole := context.WithoutCancel(ctx)
	if change.Skill != plan.PublishSkill {
		return "", e.Instance.Execute(whole, change)
	}
	posted, err := e.Board.Post(whole, e.prospect.thread)
	if err != nil {
		return "", err
	}
	body := ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Digest: e.prospect.thread.Digest}
	return posted.URL, e.journal.record(ctx, ledger.Publish, e.proposal, body)
}

// finished tells of a result and puts a full batch on the record.
func (e *enactment) finished(ctx context.Context, n int, result Result) error {
	e.pending = append(e.pending, result)
	if e.Progress != nil {
		e.Progress(n, len(e.prospect.Plan.Changes), result)
	}
	if len(e.pending) < batch {
		return nil
	}
	return e.flush(ctx)
}

// flush records the outcomes that are not on the record yet.
func (e *enactment) flush(ctx context.Context) error {
	if len(e.pending) == 0 {
		return nil
	}
	body := ledger.OutcomeBody{Plan: e.prospect.Plan.Digest, Results: map[string]ledger.Result{}}
	for _, r := range e.pending {
		body.Results[r.ID] = ledger.Result{Status: ledger.Status(r.State), Message: r.Message}
	}
	e.pending = nil
	return e.journal.record(ctx, ledger.Outcome, e.proposal, body)
}

// untouched is the receipt of a run that has not begun.
func (e *enactment) untouched() Receipt {
	receipt := Receipt{Results: make([]Result, len(e.prospect.Plan.Changes))}
	for i, c := range e.prospect.Plan.Changes {
		receipt.Results[i] = Result{ID: c.ID, State: NotTried}
	}
	return receipt
}

// settle reads the server again. Only when nothing is left to do does the ledger say that the tree is in force.
func (e *enactment) settle(ctx context.Context, desired Source, o PlanOptions, receipt Receipt) (Prospect, Receipt, error) {
	left, err := Plan(context.WithoutCancel(ctx), e.World, desired, o)
	if err != nil {
		return e.prospect, receipt, &Partway{receipt, fmt.Errorf("read the server again: %w", err)}
	}
	if n := len(left.Plan.Changes); n > 0 {
		return e.prospect, receipt, &Partway{receipt, fmt.Errorf("the server still differs: %s and %d more", left.Plan.Changes[0].ID, n-1)}
	}
	body := ledger.EnactedBody{Tree: e.tree, Constitution: e.prospect.Desired.Constitution.Digest, Plan: e.prospect.Plan.Digest}
	if err := e.journal.record(ctx, ledger.Enacted, e.proposal, body); err != nil {
		return e.prospect, receipt, &Partway{receipt, err}
	}
	receipt.Enacted = true
	return e.prospect, receipt, nil
}
