package opa

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Decide answers a proposal under the constitution given, with the community's own guards.
func (j *Judge) Decide(ctx context.Context, law constitution.Constitution, f facts.Facts) (decision.Decision, error) {
	var d decision.Decision
	if f.Version != facts.Version && f.Version != facts.WithBallots {
		return d, fmt.Errorf("facts of version %d, expected %d or %d", f.Version, facts.Version, facts.WithBallots)
	}
	if err := j.ask(ctx, j.under(law).decision, f, &d); err != nil {
		return decision.Decision{}, err
	}
	if err := whole(d); err != nil {
		return decision.Decision{}, err
	}
	return d, nil
}

// whole refuses an answer that no decision can be: an unknown outcome, or a pass that rests on nothing.
func whole(d decision.Decision) error {
	switch d.Outcome {
	case decision.Failed, decision.Open, decision.Vetoed:
		return nil
	case decision.Passed:
		if d.Editorial != (len(d.Rulings) == 0) {
			return fmt.Errorf("%w: a pass must rest on a provision", ErrUndecided)
		}
		return nil
	default:
		return fmt.Errorf("%w: outcome %q", ErrUndecided, d.Outcome)
	}
}

// ask evaluates a query over facts.
func (j *Judge) ask(ctx context.Context, q query, f facts.Facts, out any) error {
	input, err := value(filled(f))
	if err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	return j.bounds.answer(ctx, q, input, out)
}

// filled gives empty lists where facts have none, so that the policies never meet null in place of a list.
func filled(f facts.Facts) facts.Facts {
	f.Changes, f.Subjects, f.Paths = present(f.Changes), present(f.Subjects), present(f.Paths)
	f.Roster, f.Reviews = append([]facts.Seat{}, f.Roster...), present(f.Reviews)
	for i := range f.Roster {
		f.Roster[i].Roles = present(f.Roster[i].Roles)
	}
	return f
}

func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// document is the constitution as the policies see it, under data.constitution.
func document(law constitution.Constitution) map[string]any {
	articles := make([]any, len(law.Articles))
	for i, a := range law.Articles {
		articles[i] = map[string]any{"citation": a.Citation, "title": a.Title}
	}
	provisions := make([]any, len(law.Provisions))
	for i, p := range law.Provisions {
		provisions[i] = p.Normal()
	}
	return map[string]any{"articles": articles, "provisions": provisions}
}
