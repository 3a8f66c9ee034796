package check

import (
	"context"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// planned plans what enacting a content would change if the server is as the protected branch says, and shows which
// limits it breaks. The plan's version is 0 where that cannot be said.
func (s *evaluation) planned(ctx context.Context, c branch.Content, law charter.Charter, now time.Time) (plan.Plan, []string, error) {
	was, found, err := s.Parse(ctx, c.Before)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	if slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) {
		return plan.Plan{}, nil, nil
	}
	comes, _, err := s.Parse(ctx, c.After)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	base, desired := was.StateAt(now), comes.StateAt(now)
	live := base
	live.Managed = plan.Union(base.Managed, desired.Managed)
	p := plan.Between(base, desired, live, plan.Options{At: now, Site: comes.Settings.Instance, Agenda: plan.Agenda{Actions: charter.NewActions(was, comes)}})
	exceeded := plan.Exceeded(p, law.PlanLimits(), base)
	changes, err := s.reversed(c.Changes, now)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	p.Notes = append(p.Notes, render.RevertNotes(changes)...)
	question := facts.OfPlan(p, base, facts.Stamp(now), changes)
	question.Instance, question.Roster = law.Settings.Domain, facts.SeatsOf(law.Roster)
	provisions, err := s.Judge.Govern(ctx, law.Constitution, question)
	if err != nil {
		return plan.Plan{}, nil, err
	}
	return plan.Authorize(p, provisions, 0), exceeded, nil
}

// reversed notes in a change set which enacted decisions it takes back, as of a moment.
func (s *evaluation) reversed(changes []facts.Change, at time.Time) ([]facts.Change, error) {
	past, err := s.held.Enactments(s.Commits, at)
	if err != nil {
		return nil, err
	}
	return facts.Reversed(changes, past), nil
}
