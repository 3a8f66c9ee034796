package apply

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Outcomes are recorded when so many changes are done, or so much time has passed.
const (
	batch  = 50
	period = 30 * time.Second
)

// run is one run of apply after everything has been checked.
type run struct {
	Ports
	journal  journal.Journal
	prospect Planned
	tree     string
	proposal int
	holder   string
	receipt  Receipt

	mu      sync.Mutex // held while outcomes are recorded: an adapter that waits asks for that too
	pending []Result   // done, and not recorded yet
	flushed time.Time  // when the lock was renewed last
	stop    context.CancelCauseFunc
}

func (w Ports) run(prospect Planned, tree, commit, holder string) *run {
	e := &run{Ports: w, prospect: prospect, tree: tree, proposal: prospect.proposal, holder: holder}
	e.journal = journal.Journal{Ledger: w.Ledger, Now: w.Now, Commit: commit}
	e.receipt.Results = make([]Result, len(prospect.Plan.Changes))
	for i, c := range prospect.Plan.Changes {
		e.receipt.Results[i] = Result{ID: c.ID, State: NotTried}
	}
	return e
}

// changes makes one change after another. What the server refuses for its own sake does not stop the others; whatever
// else goes wrong, a lost connection or a signal, stops the run.
func (e *run) changes(ctx context.Context) error {
	for i, change := range e.prospect.Plan.Changes {
		if ctx.Err() != nil {
			return fmt.Errorf("stopped on request before %s", change.ID)
		}
		if err := e.prepare(ctx, change); err != nil {
			return err
		}
		err := e.change(ctx, change)
		if errors.Is(err, plan.ErrNotTried) {
			return fmt.Errorf("stopped on request before %s, while waiting for the server's rate limit", change.ID)
		}
		e.note(i, change, err)
		if err != nil && !errors.Is(err, plan.ErrChange) {
			return fmt.Errorf("%s: %w", change.ID, err)
		}
		if !careful(change) && len(e.pending) < batch {
			continue
		}
		if err := e.flush(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

// careful says the changes around which the ledger is brought up to date: what cannot be undone, what must not happen
// twice, and what people are notified of.
func careful(change plan.Change) bool {
	s, _ := skill.Find(change.Skill)
	person := s.Category == skill.AccountModeration || s.Category == skill.AccountManagement
	return change.Action == plan.Do || !s.Reversible || person
}

// prepare brings the ledger up to date before a change where that is due, which renews the lock. Before an act it says that
// the act begins: from then on it is not tried again before a person has looked whether it was done.
func (e *run) prepare(ctx context.Context, change plan.Change) error {
	switch {
	case change.Action == plan.Do:
		return e.flush(ctx, map[string]ledger.Result{change.ID: {Status: ledger.Begun}})
	case careful(change) && len(e.pending) > 0, e.Now().Sub(e.flushed) >= period:
		return e.flush(ctx, map[string]ledger.Result{})
	}
	return nil
}

// change makes one change; a signal does not cut it off half-way.
func (e *run) change(ctx context.Context, change plan.Change) error {
	whole, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	e.setStop(stop)
	if change.Skill != plan.PublishSkill {
		return e.Instance.Execute(whole, change)
	}
	posted, err := e.Board.Post(whole, e.prospect.thread)
	if err != nil {
		return err
	}
	e.receipt.Thread, e.receipt.Repinned = posted.URL, publicationOf(e.prospect.posted, posted).Pinned
	body := ledger.PublishBody{Root: posted.RootID, URL: posted.URL, Digest: e.prospect.thread.Digest}
	e.mu.Lock()
	defer e.mu.Unlock()
	return published(ctx, &e.journal, e.proposal, body)
}

// note keeps the result of a change. An act whose answer was lost has none: it stays begun, and the next run finds out.
func (e *run) note(i int, change plan.Change, err error) {
	result := Result{ID: change.ID, State: Done}
	if err != nil {
		result.State, result.Message = Failed, err.Error()
		result.Provisions, result.Hint = change.Provisions, diag.HintOf(err)
	}
	e.receipt.Results[i] = result
	if e.Progress != nil {
		e.Progress(i+1, len(e.prospect.Plan.Changes), result)
	}
	if change.Action == plan.Do && err != nil && !errors.Is(err, plan.ErrChange) && !errors.Is(err, plan.ErrNotSent) {
		return // whether it was done is for the next run to find out
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pending = append(e.pending, result)
}

func (e *run) setStop(stop context.CancelCauseFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stop = stop
}

// flush records the outcomes that are not recorded yet and marks what is about to begin, which also renews the lock.
// Without either, only a lock is renewed, and only where marks is not nil.
func (e *run) flush(ctx context.Context, marks map[string]ledger.Result) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(marks)+len(e.pending) == 0 && (marks == nil || e.holder == "") {
		return nil
	}
	return e.outcome(ctx, ledger.OutcomeBody{Results: marks, Expires: e.expiry(e.Now())})
}

// release records the last outcomes, and gives up the lock.
func (e *run) release(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.holder == "" && len(e.pending) == 0 {
		return nil
	}
	return e.outcome(ctx, ledger.OutcomeBody{Released: e.holder != ""})
}

// sleeping renews the lock for the time that an adapter is about to wait. Where that cannot be recorded, a person else may
// take the lock meanwhile, so the change that waits is given up.
func (e *run) sleeping(until time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.holder == "" && len(e.pending) == 0 {
		return
	}
	err := e.outcome(context.Background(), ledger.OutcomeBody{Expires: e.expiry(until)})
	if err != nil && e.stop != nil {
		e.stop(err)
	}
}

// outcome records what is pending. What could not be recorded stays pending.
func (e *run) outcome(ctx context.Context, body ledger.OutcomeBody) error {
	body.Plan = e.prospect.Plan.Digest
	results := map[string]ledger.Result{}
	for id, mark := range body.Results {
		results[id] = mark
	}
	for _, r := range e.pending {
		results[r.ID] = ledger.Result{Status: ledger.Status(r.State), Message: r.Message}
	}
	body.Results = results
	if err := e.journal.Record(ctx, ledger.Outcome, e.proposal, body); err != nil {
		return err
	}
	e.pending, e.flushed = nil, e.Now()
	return nil
}

// expiry is when the lock ends if this is the last sign of life; "" where the run holds none.
func (e *run) expiry(alive time.Time) moment.Time {
	if e.holder == "" {
		return moment.Time{}
	}
	return moment.Of(alive.Add(lease))
}
