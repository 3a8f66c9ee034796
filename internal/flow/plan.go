package flow

import (
	"context"
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// World is everything outside that planning and applying need.
type World struct {
	Trees    Trees
	Judge    Judge
	Instance Instance
	Board    Board
	Ledger   Ledger
	Now      func() time.Time
	// Progress hears of each change when it is finished; nil where nobody listens.
	Progress func(finished, total int, result Result)
}

// Source is a governed tree to enact, what it says, and where it comes from.
type Source struct {
	Files  fs.FS
	Law    charter.Charter
	Commit string   // "" outside git
	Notes  []string // what a reader must know, such as a dirty work tree
}

// Load reads what a tree says. All mistakes in its files are one *diag.Mistakes.
func Load(files fs.FS, commit string, notes []string) (Source, error) {
	law, found := charter.Load(files)
	if err := found.Err(); err != nil {
		return Source{}, err
	}
	return Source{files, law, commit, notes}, nil
}

// lawOf reads what another tree says. Mostly it is the very tree that is in force already, and need not be read again.
func (s Source) lawOf(files facts.Tree) (charter.Charter, error) {
	if own, ok := s.Files.(facts.Tree); ok && own.Equal(files) {
		return s.Law, nil
	}
	other, err := Load(files, "", nil)
	return other.Law, err
}

// PlanOptions are the choices of the person who plans.
type PlanOptions struct {
	AdoptOurs bool // at first adoption, what differs is overwritten
	AdoptLive bool // at first adoption, what differs is left as the server has it
	Proposal  int  // what decided on the tree, for the constitution's first post; 0 where nothing or several did
}

// Prospect is a plan with what it was made from.
type Prospect struct {
	Plan     plan.Plan
	Exceeded []string // limits that the plan breaks, in words
	Desired  charter.Charter
	chain    ledger.Chain
	tree     string        // what the last enacted entry names
	thread   thread.Thread // what the plan publishes, if it does
	open     []plan.Task   // what the record carries as open
}

// Plan loads what is desired, what was last enacted and what is live, and works out the difference.
func Plan(ctx context.Context, w World, desired Source, o PlanOptions) (Prospect, error) {
	chain, err := w.Ledger.Load(ctx)
	if err != nil {
		return Prospect{}, err
	}
	base, err := w.lastEnacted(ctx, chain, desired)
	if err != nil {
		return Prospect{}, err
	}
	limits, err := w.Instance.Describe(ctx)
	if err != nil {
		return Prospect{}, err
	}
	now := w.Now().UTC()
	open, err := chain.OpenTasks()
	if err != nil {
		return Prospect{}, err
	}
	p, err := w.difference(ctx, desired, base, open, o, now)
	if err != nil {
		return Prospect{}, err
	}
	hanging, requests, err := edition{desired.Law, base, chain, limits, now, o.Proposal}.compose(p)
	if err != nil {
		return Prospect{}, err
	}
	governing := base.law(desired.Law)
	declared, err := declaredChanges(chain, base.state, desired.Law.StateAt(now), now)
	if err != nil {
		return Prospect{}, err
	}
	p.Notes = append(p.Notes, takenBack(declared)...)
	provisions, err := w.Judge.Govern(ctx, governing.Constitution, factsOf(p, now, declared))
	if err != nil {
		return Prospect{}, err
	}
	p = plan.Authorise(p, provisions, requests)
	return Prospect{
		Plan: p, Exceeded: plan.Exceeded(p, limitsOf(governing), base.state),
		Desired: desired.Law, chain: chain, tree: base.tree, thread: hanging, open: open,
	}, nil
}

// difference reads what is live and compares it with what is desired and what was enacted. Drift is repaired where the law
// in force says so.
func (w World) difference(ctx context.Context, desired Source, base enacted, open []plan.Task, o PlanOptions, now time.Time) (plan.Plan, error) {
	law := desired.Law
	want := law.StateAt(now)
	live, err := w.live(ctx, law, base.state, want)
	if err != nil {
		return plan.Plan{}, err
	}
	agenda, err := w.agenda(ctx, law, base.chain)
	if err != nil {
		return plan.Plan{}, err
	}
	about, err := w.standing(ctx, agenda)
	if err != nil {
		return plan.Plan{}, err
	}
	live.Managed, live.Items = slices.Concat(live.Managed, about.Managed), slices.Concat(live.Items, about.Items)
	return plan.Between(base.state, want, live, plan.Options{
		At: now, Agenda: agenda, First: !base.exists, AdoptOurs: o.AdoptOurs, AdoptLive: o.AdoptLive, Repair: base.law(law).Settings.Repair,
		Site: law.Settings.Instance, Open: open,
		Basis: plan.Basis{Commit: desired.Commit, Base: base.commit, Constitution: law.Constitution.Digest},
		Notes: desired.Notes,
	}), nil
}

// enacted is what the ledger says is in force.
type enacted struct {
	exists  bool
	charter charter.Charter
	state   plan.State
	commit  string
	tree    string
	chain   ledger.Chain // the record that says so
}

// law is the charter that judges a change: what is in force, or at first adoption the new one, because nothing came before.
func (e enacted) law(desired charter.Charter) charter.Charter {
	if e.exists {
		return e.charter
	}
	return desired
}

// lastEnacted evaluates the tree of the last enacted entry at that entry's time.
func (w World) lastEnacted(ctx context.Context, chain ledger.Chain, desired Source) (enacted, error) {
	entry, ok := chain.LastEnacted()
	if !ok {
		return enacted{chain: chain}, nil
	}
	body, err := ledger.Body[ledger.EnactedBody](entry)
	if err != nil {
		return enacted{}, err
	}
	files, err := w.Trees.Enacted(ctx, entry.Commit, body.Tree)
	if err != nil {
		return enacted{}, fmt.Errorf("the tree of ledger entry %d: %w", entry.Seq, err)
	}
	law, err := desired.lawOf(files)
	if err != nil {
		return enacted{}, fmt.Errorf("the tree of ledger entry %d: %w", entry.Seq, err)
	}
	at, err := time.Parse(time.RFC3339, entry.Time)
	if err != nil {
		return enacted{}, fmt.Errorf("the time of ledger entry %d: %w", entry.Seq, err)
	}
	return enacted{true, law, law.StateAt(at), entry.Commit, body.Tree, chain}, nil
}

// live finds the constitution's thread and reads the resources that the states speak for. The thread comes first: it is the
// bot's own, so the server says there that a token is wrong, while the calls of moderators answer a plain "not allowed".
func (w World) live(ctx context.Context, law charter.Charter, base, want plan.State) (plan.State, error) {
	state := plan.State{Managed: union(want.Managed, base.Managed)}
	posted, ok, err := w.Board.Current(ctx)
	if err != nil {
		return plan.State{}, err
	}
	if ok {
		state.Items = append(state.Items, plan.Item{
			Resource: plan.ConstitutionResource, Target: plan.ConstitutionResource, ID: posted.RootID,
			Params: map[string]any{"digest": fullDigest(posted.Digest, law.Constitution.Digest)},
		})
	}
	asked := state.Managed
	if slices.Contains(asked, "domain_allows") || slices.Contains(asked, "profile") {
		asked = append(slices.Clone(asked), plan.ServerResource)
	}
	for _, resource := range asked {
		if resource == plan.ConstitutionResource {
			continue
		}
		items, err := w.Instance.Read(ctx, resource, union(base.Targets(resource), want.Targets(resource)))
		if err != nil {
			return plan.State{}, err
		}
		state.Items = append(state.Items, items...)
	}
	return state, nil
}

// fullDigest completes the short digest of a thread's marker where it is that of the text we know.
func fullDigest(short, known string) string {
	if short == thread.ShortDigest(known) {
		return known
	}
	return short
}

// factsOf states the changes and tasks of a plan as facts, for the question of which provision governs them. Which decisions they take
// back is known of the declared changes that they come from.
func factsOf(p plan.Plan, now time.Time, declared []facts.Change) facts.Facts {
	f := facts.Facts{Version: facts.Version, Now: now.Format(time.RFC3339), ReversalsKnown: true}
	takesBack := make(map[string]*facts.Reversal, len(declared))
	for _, c := range declared {
		takesBack[c.ID] = c.Reverses
	}
	for _, c := range p.Changes {
		f.Changes = append(f.Changes, facts.Change{
			ID: c.ID, Kind: facts.Entry, Action: string(c.Action), Skill: c.Skill, Target: c.Target,
			Before: c.Before, After: c.After, Reason: c.Reason, Until: c.Until, Reverses: takesBack[c.ID],
		})
	}
	for _, t := range p.Tasks {
		f.Changes = append(f.Changes, facts.Change{
			ID: t.ID, Kind: facts.Entry, Action: string(t.Action), Skill: t.Skill, Target: t.Target,
			Before: t.Before, After: t.After, Reason: t.Reason, Until: t.Until, Reverses: takesBack[plan.ID(t.Skill, t.Target)],
		})
	}
	return f
}

// union joins two sorted lists of names.
func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// limitsOf turns the settings' limits into those of a plan.
func limitsOf(law charter.Charter) plan.Limits {
	l := law.Settings.Limits
	return plan.Limits{
		Changes: int(l.Changes), Share: big.NewRat(l.Share.Num, l.Share.Den), Floor: int(l.Floor),
		Domains: l.Domains, Accounts: l.Accounts,
	}
}
