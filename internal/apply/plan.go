package apply

import (
	"context"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/pseudonym"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// Ports is everything outside that planning and applying need.
type Ports struct {
	Trees    port.Trees
	Judge    port.Judge
	Instance port.Instance
	Board    port.Board
	Ledger   port.Ledger
	Now      func() time.Time
	// Pseudonyms holds handles by their pseudonyms; nil where there is no pseudonym map.
	Pseudonyms map[string]string
	// WaitHook is notified by the adapters before they wait; nil where none does.
	WaitHook *WaitHook
	// Progress hears of each change when it is finished; nil where no one listens.
	Progress func(finished, total int, result Result)
}

// PlanOptions are the choices of the person who plans.
type PlanOptions struct {
	AdoptOurs bool // on first run, what differs is overwritten
	AdoptLive bool // on first run, what differs is left as the server has it
}

// Planned is a plan with what it was made from.
type Planned struct {
	Plan     plan.Plan
	Exceeded []string // limits that the plan breaks, in words
	Desired  charter.Charter
	proposal int               // the only one that was merged since, 0 where several or none were
	tree     string            // what the last enacted entry names
	thread   thread.Thread     // what the plan publishes, if it does
	undone   []plan.Refusal    // what the last enacted entry says was not done
	kept     []plan.Difference // and what was left by choice
	open     []plan.Task       // what the ledger carries as open
	live     plan.State
	posted   thread.Posted // the constitution as it is published, where it does
}

// Plan loads what is desired, what was last enacted and what is live, and works out the difference. For the person who reads it
// before it is applied, the server counts the follows that it cuts.
func Plan(ctx context.Context, w Ports, desired branch.Source, o PlanOptions) (Planned, error) {
	past, err := w.load(ctx)
	if err != nil {
		return Planned{}, err
	}
	return w.plan(ctx, past, desired, o)
}

// load reads the ledger and what it comes to.
func (w Ports) load(ctx context.Context) (ledger.State, error) {
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return ledger.State{}, err
	}
	return ledger.Fold(chain)
}

// plan plans with the follows that the plan cuts.
func (w Ports) plan(ctx context.Context, past ledger.State, desired branch.Source, o PlanOptions) (Planned, error) {
	p, err := w.planned(ctx, past, desired, o)
	if err != nil {
		return Planned{}, err
	}
	p.Plan, err = w.withFollowCounts(ctx, p.Plan, p.live)
	return p, err
}

// planned plans from what there is.
func (w Ports) planned(ctx context.Context, past ledger.State, desired branch.Source, o PlanOptions) (Planned, error) {
	base, err := w.lastEnacted(ctx, past, desired)
	if err != nil {
		return Planned{}, err
	}
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return Planned{}, err
	}
	now := w.Now().UTC()
	seen, err := w.live(ctx, desired, base, desired.Charter.StateAt(now))
	if err != nil {
		return Planned{}, err
	}
	base.state = plan.WithUnfinished(base.state, base.begun, seen.state)
	p := difference(desired, base, seen, o, now)
	declared, err := declaredChanges(past, base.state, desired.Charter.StateAt(now), now)
	if err != nil {
		return Planned{}, err
	}
	p.Notes = slices.Concat(p.Notes, render.RevertNotes(declared), unratified(past, base.state), unsure(desired.Charter, past))
	behind, err := w.authority(ctx, p, declared, desired, base, facts.Stamp(now))
	if err != nil {
		return Planned{}, err
	}
	proposal := desired.ProposalSince(base.commit, behind.plan)
	wanted := edition{charter: desired.Charter, base: base, past: past, limits: limits, now: now, proposal: proposal}
	hanging, requests, err := w.compose(ctx, wanted, desired, p)
	if err != nil {
		return Planned{}, err
	}
	p = plan.Authorize(behind.plan, behind.provisions, requests)
	return Planned{
		Plan: p, Exceeded: behind.exceeded(p, desired, base, w.Pseudonyms), Desired: desired.Charter, proposal: proposal,
		tree: base.tree, undone: base.undone, kept: base.kept, thread: hanging, live: seen.state, posted: seen.posted, open: past.OpenTasks,
	}, nil
}

// exceeded shows which limits of the last authorized settings a plan breaks. What was voted on as a mass change has its
// authority. People are protected under their pseudonyms as well.
func (a authority) exceeded(p plan.Plan, desired branch.Source, base base, handles map[string]string) []string {
	settings := base.sampleConstitution(desired.Charter)
	if desired.Authorization != nil {
		settings = desired.Charter
	}
	p.Changes = slices.DeleteFunc(slices.Clone(p.Changes), func(c plan.Change) bool { return a.mass[c.ID] })
	limits := settings.PlanLimits()
	limits.Accounts = append(limits.Accounts, pseudonym.Among(handles, limits.Accounts)...)
	return plan.Exceeded(p, limits, base.state)
}

// difference compares what is live with what is desired and what was enacted. Drift is repaired where the constitution in force says
// so.
func difference(desired branch.Source, base base, seen snapshot, o PlanOptions, now time.Time) plan.Plan {
	charter := desired.Charter
	p := plan.Between(seen.readable(base.state), seen.readable(charter.StateAt(now)), seen.state, plan.Options{
		At: now, Agenda: seen.agenda, AdoptOurs: o.AdoptOurs, AdoptLive: o.AdoptLive, Repair: base.sampleConstitution(charter).Settings.Repair,
		Site: charter.Settings.Instance, Open: base.past.OpenTasks, Accepted: base.kept, Known: base.sampleConstitution(charter).Settings.KnownDrift,
		Unread: seen.unread,
		Basis:  plan.Basis{Commit: desired.Commit, Base: base.commit, Constitution: charter.Constitution.Digest},
		Notes:  desired.Notes,
	})
	if seen.quoteless {
		p.Notes = append(p.Notes, "publish.quotes is set in bylaw.yaml and has no effect: the server does not know who may quote a post (Mastodon does since 4.5)")
	}
	for i, c := range p.Changes {
		if c.Skill == plan.PublishSkill && c.Action == plan.Create && c.Origin == plan.Repair {
			p.Changes[i].Reason = seen.gap(charter.Constitution.TextDigest())
		}
	}
	return p
}
