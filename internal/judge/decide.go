package judge

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Decide answers a proposal under the constitution given, with the community's own guards.
func (j *Judge) Decide(ctx context.Context, law constitution.Constitution, f facts.Facts) (decision.Decision, error) {
	var d decision.Decision
	if f.Version != facts.Version {
		return d, fmt.Errorf("facts of version %d, expected %d", f.Version, facts.Version)
	}
	if err := j.ask(ctx, law, f, "data.bylaw.decision.decision", &d); err != nil {
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

// ask evaluates a query over facts and a constitution.
func (j *Judge) ask(ctx context.Context, law constitution.Constitution, f facts.Facts, query string, out any) error {
	prepared, err := j.prepared(ctx, law, query)
	if err != nil {
		return err
	}
	input, err := value(filled(f))
	if err != nil {
		return fmt.Errorf("facts: %w", err)
	}
	return j.bounds.answer(ctx, prepared, input, out)
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

// prepared gives a query over a constitution, from the last time it was asked where it is the same.
func (j *Judge) prepared(ctx context.Context, law constitution.Constitution, query string) (rego.PreparedEvalQuery, error) {
	key := law.Digest
	for _, p := range law.Policies {
		key += "\x00" + p.Source
	}
	j.mutex.Lock()
	defer j.mutex.Unlock()
	if j.law != key || law.Digest == "" {
		j.law, j.queries, j.compiler = key, map[string]rego.PreparedEvalQuery{}, nil
	}
	if p, ok := j.queries[query]; ok {
		return p, nil
	}
	p, err := j.build(ctx, law, query)
	if err == nil {
		j.queries[query] = p
	}
	return p, err
}

func (j *Judge) build(ctx context.Context, law constitution.Constitution, query string) (rego.PreparedEvalQuery, error) {
	if j.compiler == nil {
		compiler, err := j.guarded(law)
		if err != nil {
			return rego.PreparedEvalQuery{}, err
		}
		j.compiler = compiler
	}
	store, err := storeOf(map[string]any{"constitution": document(law)})
	if err != nil {
		return rego.PreparedEvalQuery{}, err
	}
	return prepare(ctx, j.compiler, query, rego.Store(store))
}

// guarded gives the compiler for a constitution: bylaw's own where it brings no policies.
func (j *Judge) guarded(law constitution.Constitution) (*ast.Compiler, error) {
	if len(law.Policies) == 0 {
		return j.own, nil
	}
	guards, found := parseGuards(law)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return withGuards(j.modules, guards)
}
