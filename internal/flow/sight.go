package flow

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/abreast"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// sight is what was read from the server.
type sight struct {
	state  plan.State
	agenda plan.Agenda
	posted thread.Posted
}

// live finds the constitution's thread and reads the resources that the states speak for. The thread comes first: it is the
// bot's own, so the server says there that a token is wrong, while the calls of moderators answer a plain "not allowed".
func (w World) live(ctx context.Context, law charter.Charter, base enacted, want plan.State) (sight, error) {
	state := plan.State{Managed: union(want.Managed, base.state.Managed)}
	posted, ok, err := w.Board.Current(ctx)
	if err != nil {
		return sight{}, err
	}
	if ok {
		state.Items = append(state.Items, plan.Item{
			Resource: plan.ConstitutionResource, Target: plan.ConstitutionResource, ID: posted.RootID,
			Params: map[string]any{"digest": base.fullDigest(posted.Digest, law.Constitution.Digest)},
		})
	}
	var questions []question
	for _, resource := range append(slices.Clone(state.Managed), plan.ServerResource) {
		if resource != plan.ConstitutionResource {
			questions = append(questions, question{resource, union(base.targets(resource), want.Targets(resource))})
		}
	}
	agenda, err := w.agenda(ctx, law, base.chain)
	if err != nil {
		return sight{}, err
	}
	for _, q := range aboutActs(agenda) {
		state.Managed, questions = append(state.Managed, q.resource), append(questions, q)
	}
	items, err := w.read(ctx, questions)
	state.Items = append(state.Items, items...)
	return sight{state, agenda, posted}, err
}

// question is what one reading asks of the server.
type question struct {
	resource string
	targets  []string
}

// read asks side by side; the adapter keeps to the server's limits. The answers stand in the order of the questions.
func (w World) read(ctx context.Context, questions []question) ([]plan.Item, error) {
	answers, err := abreast.Map(ctx, questions, func(ctx context.Context, q question) ([]plan.Item, error) {
		return w.Instance.Read(ctx, q.resource, q.targets)
	})
	return slices.Concat(answers...), err
}

// withTies has the server count the follows that a plan cuts. What is severed already is not asked about.
func (w World) withTies(ctx context.Context, p plan.Plan) (plan.Plan, error) {
	severed := p.Severed()
	if len(severed) == 0 {
		return p, nil
	}
	counted, err := w.Instance.Read(ctx, plan.TiesResource, severed)
	return p.WithTies(counted), err
}
