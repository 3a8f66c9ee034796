package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

func TestTasksStayOpenUntilAnOutcomeEndsThem(t *testing.T) {
	intent := func(ids ...string) ledger.IntentBody {
		body := ledger.IntentBody{Changes: []plan.Change{}, Tasks: []plan.Task{}}
		for _, id := range ids {
			body.Tasks = append(body.Tasks, plan.Task{ID: id})
		}
		return body
	}
	end := func(id string, s ledger.Status) ledger.OutcomeBody {
		return ledger.OutcomeBody{Results: map[string]ledger.Result{id: {Status: s}}}
	}
	var chain ledger.Chain
	for _, step := range []struct {
		kind ledger.Kind
		body any
		want []string
	}{
		{ledger.Intent, intent("b", "a"), []string{"a", "b"}},
		{ledger.Outcome, end("a", ledger.Failed), []string{"a", "b"}},
		{ledger.Outcome, end("a", ledger.Done), []string{"b"}},
		{ledger.Intent, intent("b", "c"), []string{"b", "c"}},
		{ledger.Outcome, end("c", ledger.Withdrawn), []string{"b"}},
		{ledger.Intent, intent("a"), []string{"a", "b"}},
	} {
		chain = grow(t, chain, step.kind, step.body)
		var ids []string
		for _, task := range fold(t, chain).OpenTasks {
			ids = append(ids, task.ID)
		}
		if diff := cmp.Diff(step.want, ids); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", step.kind, diff)
		}
	}
}
