package ledger_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// The functions of this file answer one question each by a walk over the chain of its own.

func bodyOf[T any](t *testing.T, e ledger.Entry) T {
	t.Helper()
	body, err := ledger.Body[T](e)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func entriesOf(chain ledger.Chain, kind ledger.Kind) []ledger.Entry {
	return slices.DeleteFunc(slices.Clone(chain.Entries), func(e ledger.Entry) bool { return e.Kind != kind })
}

func entriesIn[B any](all []ledger.Recorded[B]) (entries []ledger.Entry) {
	for _, r := range all {
		entries = append(entries, r.Entry)
	}
	return entries
}

func runsOf(t *testing.T, chain ledger.Chain) (runs []*ledger.Run) {
	t.Helper()
	enacted, _ := chain.LastEnacted()
	override := ""
	for _, e := range chain.Entries[enacted.Seq:] {
		switch e.Kind {
		case ledger.Override:
			override = bodyOf[ledger.OverrideBody](t, e).Plan
		case ledger.Intent:
			body := bodyOf[ledger.IntentBody](t, e)
			runs = append(runs, &ledger.Run{Entry: e, Intent: body, Results: map[string]ledger.Result{}, Overrides: override != "" && body.Plan == override})
			override = ""
		case ledger.Outcome:
			if len(runs) > 0 {
				maps.Copy(runs[len(runs)-1].Results, bodyOf[ledger.OutcomeBody](t, e).Results)
			}
		default:
		}
	}
	return runs
}

func lockIn(t *testing.T, state ledger.State) ledger.Lock {
	t.Helper()
	lock, _, err := state.Lock()
	if err != nil {
		t.Fatal(err)
	}
	return lock
}

func lockOf(t *testing.T, chain ledger.Chain) ledger.Lock {
	t.Helper()
	intents := entriesOf(chain, ledger.Intent)
	enacted, _ := chain.LastEnacted()
	if len(intents) == 0 || enacted.Seq > intents[len(intents)-1].Seq {
		return ledger.Lock{}
	}
	intent := intents[len(intents)-1]
	body := bodyOf[ledger.IntentBody](t, intent)
	if body.Holder == "" {
		return ledger.Lock{}
	}
	expires := body.Expires
	for _, e := range entriesOf(ledger.Chain{Entries: chain.Entries[intent.Seq:]}, ledger.Outcome) {
		outcome := bodyOf[ledger.OutcomeBody](t, e)
		if outcome.Released {
			return ledger.Lock{}
		}
		expires = cmp.Or(outcome.Expires, expires)
	}
	return ledger.Lock{Holder: body.Holder, Since: intent.Time.Time, Until: expires.Time}
}

func outcomesOf(t *testing.T, chain ledger.Chain) map[ledger.Deed]ledger.Status {
	t.Helper()
	ends, actions, lineage := map[ledger.Deed]ledger.Status{}, map[string]bool{}, 0
	for _, e := range chain.Entries {
		switch e.Kind {
		case ledger.Enacted:
			lineage++
		case ledger.Intent:
			for _, c := range bodyOf[ledger.IntentBody](t, e).Changes {
				actions[c.ID] = c.Action == plan.Do
			}
		case ledger.Outcome:
			for id, result := range bodyOf[ledger.OutcomeBody](t, e).Results {
				deed := ledger.Deed{Lineage: lineage, Change: id}
				if actions[id] {
					deed = ledger.ActDeed(id)
				}
				if result.Status != ledger.Begun {
					ends[deed] = result.Status
				}
			}
		default:
		}
	}
	return ends
}

func openTasksOf(t *testing.T, chain ledger.Chain) []plan.Task {
	t.Helper()
	open := map[string]plan.Task{}
	for _, e := range chain.Entries {
		switch e.Kind {
		case ledger.Intent:
			for _, task := range bodyOf[ledger.IntentBody](t, e).Tasks {
				open[task.ID] = task
			}
		case ledger.Outcome:
			results := bodyOf[ledger.OutcomeBody](t, e).Results
			maps.DeleteFunc(open, func(id string, _ plan.Task) bool {
				return results[id].Status == ledger.Done || results[id].Status == ledger.Withdrawn
			})
		default:
		}
	}
	return slices.SortedFunc(maps.Values(open), func(a, b plan.Task) int { return cmp.Compare(a.ID, b.ID) })
}

func agendaOf(t *testing.T, chain ledger.Chain) plan.Agenda {
	t.Helper()
	a := plan.Agenda{Done: map[string]plan.Change{}, Begun: map[string]bool{}, Asked: map[string]bool{}, Settled: map[string]bool{}}
	intended, asked := map[string]plan.Change{}, map[string]bool{}
	for _, e := range chain.Entries {
		switch e.Kind {
		case ledger.Intent:
			body := bodyOf[ledger.IntentBody](t, e)
			for _, c := range body.Changes {
				if c.Action == plan.Do {
					intended[c.ID], a.Begun[plan.StemOf(c.ID)] = c, true
				}
			}
			for _, task := range body.Tasks {
				if task.Action == plan.Do {
					asked[task.ID], a.Asked[plan.StemOf(task.ID)] = true, true
				}
			}
		case ledger.Outcome:
			for id, result := range bodyOf[ledger.OutcomeBody](t, e).Results {
				c, action := intended[id]
				switch {
				case action && (result.Status == ledger.Done || result.Status == ledger.Unknown):
					a.Done[plan.StemOf(id)] = c
				case asked[id] && result.Status == ledger.Done:
					a.Settled[plan.StemOf(id)] = true
				}
			}
		default:
		}
	}
	return a
}

func enactmentsIn(t *testing.T, state ledger.State, commits []string, until time.Time) []facts.Enactment {
	t.Helper()
	found, err := state.Enactments(commits, until)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func enactmentsOf(t *testing.T, chain ledger.Chain, commits []string, until time.Time) (found []facts.Enactment) {
	t.Helper()
	var waiting []ledger.Entry
	for _, e := range chain.Entries {
		if e.Time.Time.After(until) {
			break
		}
		switch e.Kind {
		case ledger.Decided:
			if body := bodyOf[ledger.DecisionBody](t, e); !body.MergedAt.IsZero() && body.Lawful && body.Facts != "" {
				waiting = append(waiting, e)
			}
		case ledger.Enacted:
			waiting = slices.DeleteFunc(waiting, func(w ledger.Entry) bool {
				merge, enacted := slices.Index(commits, w.Commit), slices.Index(commits, e.Commit)
				covered := commits == nil || merge >= 0 && enacted >= merge
				if covered {
					found = append(found, facts.Enactment{Proposal: w.Proposal, Changes: []facts.Change{{ID: "block_domain:b"}}, At: e.Time})
				}
				return covered
			})
		default:
		}
	}
	return found
}
