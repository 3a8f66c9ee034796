package apply

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// Drift is what differs between the server and the repository, by its state.
type Drift struct {
	Planned
	Report plan.Report
}

// FindDrift compares what was enacted, what is desired and what is live. Nothing is changed, and nothing is asked of the server
// but what a plan asks.
func FindDrift(ctx context.Context, w Ports, desired branch.Source) (Drift, error) {
	past, err := w.load(ctx)
	if err != nil {
		return Drift{}, err
	}
	p, err := w.planned(ctx, past, desired, PlanOptions{})
	if err != nil {
		return Drift{}, err
	}
	base, err := w.lastEnacted(ctx, past, desired)
	if err != nil {
		return Drift{}, err
	}
	governed, err := w.governing(ctx, slices.Concat(p.Plan.Drift, p.Plan.Accepted, p.Plan.Conflicts), base, desired)
	if err != nil {
		return Drift{}, err
	}
	r := p.Plan.Report(p.live, governed)
	r.Log = desired.Charter.Settings.Instance + "/admin/action_logs"
	if n := len(past.Enacted); n > 0 {
		last := past.Enacted[n-1].Entry
		r.Enacted = &plan.Enacted{Seq: last.Seq, Commit: last.Commit, Time: last.Time.String()}
	}
	return Drift{Planned: p, Report: r}, nil
}

// governing asks which provisions govern the entries that differ, by the constitution in force: those that would decide on putting
// each of them back.
func (w Ports) governing(ctx context.Context, all []plan.Difference, base base, desired branch.Source) (map[[2]string][]string, error) {
	found := map[[2]string][]string{}
	if len(all) == 0 {
		return found, nil
	}
	now := facts.Stamp(w.Now().UTC())
	q, of := newInquiry(jurisdiction{charter: base.sampleConstitution(desired.Charter)}, now), map[string][2]string{}
	for _, d := range all {
		for _, c := range undoing(d) {
			of[c.ID] = [2]string{d.Resource, d.Target}
			q.facts.Changes = append(q.facts.Changes, c)
		}
	}
	citations, err := w.Judge.Govern(ctx, q.constitution, q.facts)
	if err != nil {
		return nil, err
	}
	for id, place := range of {
		found[place] = plan.Union(found[place], citations[id])
	}
	return found, nil
}

// undoing gives the changes that would make the server as the repository says.
func undoing(d plan.Difference) []facts.Change {
	r, known := skill.FindResource(d.Resource)
	switch {
	case d.Resource == plan.ConstitutionResource:
		return []facts.Change{undone(plan.PublishSkill, d)}
	case !known:
		return nil
	case d.Resource != skill.Accounts:
		return []facts.Change{undone(r.Put, d)}
	}
	var changes []facts.Change
	for _, m := range skill.Measures() {
		switch want, is := plan.HasMeasure(d.Desired, m), plan.HasMeasure(d.Live, m); {
		case want && !is:
			changes = append(changes, undone(m.Put, d))
		case is && !want:
			changes = append(changes, undone(m.Lift, d))
		}
	}
	return changes
}

func undone(name skill.Name, d plan.Difference) facts.Change {
	action := plan.Update
	if d.Live == nil {
		action = plan.Create
	}
	return facts.Change{
		ID: plan.ID(name, d.Target), Kind: facts.Entry, Action: string(action), Skill: name, Target: d.Target, Before: d.Live, After: d.Desired,
	}
}
