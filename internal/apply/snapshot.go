package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/parallel"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// snapshot is what was read from the server.
type snapshot struct {
	state  plan.State
	agenda plan.Agenda
	posted thread.Posted
	// quoteless says that the settings name who may quote, and the server knows nothing of it.
	quoteless bool
	unread    map[string]string // resources that the token may not read, and why
}

// live finds the constitution's thread and reads the resources that the states speak for. The thread comes first: it is the
// bot's own, so the server says there that a token is wrong, while the calls of moderators answer a plain "not allowed".
func (w Ports) live(ctx context.Context, desired branch.Source, base base, want plan.State) (snapshot, error) {
	charter, state := desired.Charter, plan.State{Managed: plan.Union(want.Managed, base.state.Managed)}
	posted, ok, err := w.hanging(ctx, base.exists)
	if err != nil {
		return snapshot{}, err
	}
	quoteless := false
	if ok && posted.Missing == 0 { // a thread with holes is none: no one can read the constitution there
		params := map[string]any{"digest": base.fullDigest(posted.Digest, charter.Constitution)}
		if base.edited(posted) {
			params["digest"] = editedByHand
		}
		if quoteless, err = w.quotes(ctx, charter, posted, params); err != nil {
			return snapshot{}, err
		}
		state.Items = append(state.Items, plan.Item{
			Resource: plan.ConstitutionResource, Target: plan.ConstitutionResource, ID: posted.RootID, Params: params,
		})
	}
	var questions []question
	for _, resource := range append(slices.Clone(state.Managed), plan.ServerResource) {
		if resource != plan.ConstitutionResource {
			questions = append(questions, question{resource, plan.Union(base.targets(resource), want.Targets(resource))})
		}
	}
	agenda, err := w.agenda(ctx, desired, base.past)
	if err != nil {
		return snapshot{}, err
	}
	for _, q := range aboutActs(agenda) {
		state.Managed, questions = append(state.Managed, q.resource), append(questions, q)
	}
	seen := snapshot{agenda: agenda, posted: posted, quoteless: quoteless}
	items, err := w.read(ctx, questions, &seen)
	state.Items = append(state.Items, items...)
	state.Managed = slices.DeleteFunc(state.Managed, func(resource string) bool { return seen.unread[resource] != "" })
	seen.state = state
	return seen, err
}

// hanging finds the constitution's thread, and where none is pinned and one has been before, what people have unpinned.
func (w Ports) hanging(ctx context.Context, before bool) (posted thread.Posted, ok bool, err error) {
	posted, ok, err = w.Board.Current(ctx)
	if err == nil && !ok && before {
		posted, err = w.Board.Unpinned(ctx)
	}
	return posted, ok, err
}

// quotes reads who may quote the thread, where the settings name it. A server that does not say has no way to change it.
func (w Ports) quotes(ctx context.Context, law charter.Charter, posted thread.Posted, params map[string]any) (quoteless bool, err error) {
	want := law.Settings.Publish.Quotes
	if want == "" {
		return false, nil
	}
	now, err := w.Board.Quotes(ctx, posted, want)
	if now != "" {
		params[plan.Quotes] = now
	}
	return now == "", err
}

// readable leaves out of a state what the server knows nothing of.
func (s snapshot) readable(state plan.State) plan.State {
	if !s.quoteless {
		return state
	}
	state.Items = slices.Clone(state.Items)
	for n, item := range state.Items {
		if item.Resource == plan.ConstitutionResource {
			state.Items[n].Params = maps.Clone(item.Params)
			delete(state.Items[n].Params, plan.Quotes)
		}
	}
	return state
}

// gap says why the thread of a text that is in force is published again.
func (s snapshot) gap(digest string) string {
	switch p := s.posted; {
	case p.RootID == "" || p.Digest != thread.ShortDigest(digest):
		return "its thread was deleted on the server"
	case p.Missing == 1:
		return "a post of its thread is missing on the server"
	case p.Missing > 1:
		return fmt.Sprintf("%d posts of its thread are missing on the server", p.Missing)
	default:
		return "its thread was unpinned on the server"
	}
}

// question is what one reading asks of the server.
type question struct {
	resource string
	targets  []string
}

// answer is what one reading came to.
type answer struct {
	items  []plan.Item
	unread error // the token may not read it
}

// read asks side by side; the adapter keeps to the server's limits. The answers stand in the order of the questions. What the
// token may not read is noted, and does not keep the rest from being read; that nothing may be read is an error.
func (w Ports) read(ctx context.Context, questions []question, seen *snapshot) ([]plan.Item, error) {
	answers, err := parallel.Map(ctx, questions, func(ctx context.Context, q question) (answer, error) {
		items, err := w.Instance.Read(ctx, q.resource, q.targets)
		if errors.Is(err, plan.ErrUnreadable) {
			return answer{unread: err}, nil
		}
		return answer{items: items}, err
	})
	if err != nil {
		return nil, err
	}
	var all []plan.Item
	seen.unread = map[string]string{}
	for i, a := range answers {
		if all = append(all, a.items...); a.unread != nil {
			seen.unread[questions[i].resource] = a.unread.Error()
		}
	}
	if len(seen.unread) > 0 && len(seen.unread) == len(questions) {
		return nil, answers[0].unread
	}
	return all, nil
}

// withFollowCounts has the server count the follows that changed blocks of servers concern.
func (w Ports) withFollowCounts(ctx context.Context, p plan.Plan, live plan.State) (plan.Plan, error) {
	affected := p.AffectedServers()
	if len(affected) == 0 {
		return p, nil
	}
	counted, err := w.Instance.Read(ctx, plan.FollowCountsResource, affected)
	return p.WithFollowCounts(counted, w.Now(), live.Software()), err
}
