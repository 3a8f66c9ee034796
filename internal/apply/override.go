package apply

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/journal"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Override is a person's word in place of a decision.
type Override struct {
	Reason string
	Who    string    // the account or the user, as far as anybody knows
	Paused string    // the operator's variable; see AssentOptions
	Random io.Reader // for the salt of the commitment to Who
}

// PlanOverride plans what an override of a tree would do: only what can be undone, only what some provision grants at all, and
// within every limit of the constitution in force. The constitution is never published by an override. What is left out is refused in
// the plan, by name; where nothing is left, that is a *Refusal.
func PlanOverride(ctx context.Context, w Ports, desired branch.Source, o PlanOptions, by Override) (Planned, error) {
	if err := mayOverride(desired, by); err != nil {
		return Planned{}, err
	}
	past, err := w.load(ctx)
	if err != nil {
		return Planned{}, err
	}
	return w.planOverride(ctx, past, desired, o)
}

// planOverride plans what an override would do after what the ledger holds.
func (w Ports) planOverride(ctx context.Context, past ledger.State, desired branch.Source, o PlanOptions) (Planned, error) {
	prospect, err := w.plan(ctx, past, desired, o)
	if err != nil {
		return Planned{}, err
	}
	prospect.Plan = undoable(prospect.Plan)
	switch {
	case len(prospect.Exceeded) > 0:
		return prospect, &diag.Refusal{
			Why:  "an override never goes past a limit: " + strings.Join(prospect.Exceeded, "; "),
			Next: "a proposal under the community's rules may",
		}
	case len(prospect.Plan.Conflicts) > 0:
		return prospect, mayApply(prospect, nil)
	case len(prospect.Plan.Changes) == 0:
		return prospect, &diag.Refusal{Why: "there is nothing that an override could do" + refusals(prospect.Plan)}
	}
	return prospect, nil
}

// mayOverride refuses while apply is paused, and where there is no commit that the ledger can name.
func mayOverride(desired branch.Source, by Override) error {
	if err := check.PausedByVariable(by.Paused); err != nil {
		return err
	}
	if desired.Charter.Settings.Paused {
		return check.PausedBySettings(desired.Commit)
	}
	if desired.Commit == "" || len(desired.Notes) > 0 {
		return &diag.Refusal{
			Why:  "an override applies a commit, and the files here are not one: " + strings.Join(desired.Notes, "; "),
			Next: "commit what you mean to apply, so that the ledger can name it",
		}
	}
	return nil
}

// undoable leaves out of a plan what nothing takes back, and the constitution, which only votes put up.
func undoable(p plan.Plan) plan.Plan {
	provisions := map[string][]string{}
	changes := p.Changes
	p.Changes, p.Refused, p.Tasks = nil, slices.Clone(p.Refused), nil
	for _, c := range changes {
		s, _ := skill.Find(c.Skill)
		switch {
		case c.Skill == plan.PublishSkill:
			p.Refused = append(p.Refused, plan.Refusal{ID: c.ID, Why: "an override does not publish: the constitution is what was voted on"})
		case c.Action == plan.Do, !s.Reversible, c.Skill == skill.DeleteAccountData:
			p.Refused = append(p.Refused, plan.Refusal{ID: c.ID, Why: "an override does only what can be undone"})
		default:
			p.Changes, provisions[c.ID] = append(p.Changes, c), c.Provisions
		}
	}
	return plan.Authorize(p, provisions, 0)
}

func refusals(p plan.Plan) string {
	said := ""
	for _, r := range p.Refused[:min(len(p.Refused), 5)] {
		said += fmt.Sprintf("; %s: %s", r.ID, r.Why)
	}
	return said
}

// RunOverride does what PlanOverride showed, if it is still the same. The ledger names the person, the reason and the
// changes before the first of them is made. Nothing counts as enacted by it: the constitution and what is in force stay what they were.
func RunOverride(ctx context.Context, w Ports, desired branch.Source, o Options, by Override) (Planned, Receipt, error) {
	before, err := w.past(ctx, o, "")
	if err != nil {
		return Planned{}, Receipt{}, err
	}
	if err := mayOverride(desired, by); err != nil {
		return Planned{}, Receipt{}, err
	}
	prospect, err := w.planOverride(ctx, before.state, desired, o.PlanOptions)
	if err != nil {
		return prospect, Receipt{}, err
	}
	if o.Saved != nil && o.Saved.Digest != prospect.Plan.Digest {
		return prospect, Receipt{}, stale(*o.Saved, prospect.Plan)
	}
	run := w.run(prospect, "", desired.Commit, o.Holder)
	defer w.WaitHook.listen(nil)
	veil := before.state.Chain.Veil(by.Random)
	body := ledger.OverrideBody{Reason: by.Reason, Who: veil.Login(by.Who), Plan: prospect.Plan.Digest, Changes: prospect.Plan.Changes}
	people, err := veil.Files()
	if err != nil {
		return prospect, run.receipt, err
	}
	if err := run.begin(ctx, before, journal.Pending{Kind: ledger.Override, Proposal: 0, Commit: desired.Commit, Body: body, Files: people}); err != nil {
		return prospect, run.receipt, err
	}
	stopped := run.changes(ctx)
	if err := run.release(ctx); err != nil && stopped == nil {
		stopped = err
	}
	if stopped != nil || run.receipt.Count(Done) < len(run.receipt.Results) {
		return prospect, run.receipt, &Partway{run.receipt, stopped}
	}
	return prospect, run.receipt, nil
}

// unratified says of every override what the state in force does not hold, so that no one forgets it: a proposal that is
// enacted with the same entries ratifies it. A later override of the same entry takes the place of an earlier one.
func unratified(past ledger.State, base plan.State) []string {
	last := map[[2]string]int{}
	for _, o := range past.Overrides {
		for _, c := range o.Body.Changes {
			last[[2]string{plan.ResourceOf(c.Skill), c.Target}] = o.Entry.Seq
		}
	}
	var notes []string
	for _, o := range past.Overrides {
		var left []string
		for _, c := range o.Body.Changes {
			if last[[2]string{plan.ResourceOf(c.Skill), c.Target}] == o.Entry.Seq && !plan.InForce(c, base) {
				left = append(left, c.ID)
			}
		}
		if len(left) > 0 {
			notes = append(notes, fmt.Sprintf("no one has voted on the override of %s by %s (%s): %s; a proposal with the same entries ratifies it",
				o.Entry.Time, o.Body.Who, o.Body.Reason, some(left)))
		}
	}
	return notes
}

// some names up to five things.
func some(names []string) string {
	if extra := len(names) - 5; extra > 0 {
		return strings.Join(names[:5], ", ") + fmt.Sprintf(" and %d more", extra)
	}
	return strings.Join(names, ", ")
}
