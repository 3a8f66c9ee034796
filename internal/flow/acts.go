package flow

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// agenda gives the acts of a charter with what the record knows of them.
func (w World) agenda(ctx context.Context, law charter.Charter, chain ledger.Chain) (plan.Agenda, error) {
	a, err := recorded(chain)
	if err != nil {
		return a, err
	}
	a.Acts = law.Acts
	for _, act := range law.Acts {
		if _, done := a.Done[act.Stem]; done || act.Skill != skill.DeleteAccountData {
			continue
		}
		since, known, err := w.suspendedSince(ctx, chain, act.Target)
		if err != nil {
			return a, err
		}
		if known {
			a.Suspended[act.Target] = since
		}
	}
	return a, nil
}

// recorded reads from the ledger which acts were done, which were begun, and which a person was asked to do.
func recorded(chain ledger.Chain) (plan.Agenda, error) {
	m := memory{
		Agenda: plan.Agenda{
			Done: map[string]plan.Change{}, Begun: map[string]bool{}, Asked: map[string]bool{}, Settled: map[string]bool{},
			Suspended: map[string]time.Time{},
		},
		intended: map[string]plan.Change{}, asked: map[string]bool{},
	}
	for _, e := range chain.Entries {
		switch e.Kind {
		case ledger.Intent:
			body, err := ledger.Body[ledger.IntentBody](e)
			if err != nil {
				return m.Agenda, err
			}
			m.intent(body)
		case ledger.Outcome:
			body, err := ledger.Body[ledger.OutcomeBody](e)
			if err != nil {
				return m.Agenda, err
			}
			m.outcome(body)
		case ledger.Genesis, ledger.Opening, ledger.Decided, ledger.Enacted, ledger.Publish, ledger.Override, ledger.Incident, ledger.Erasure:
		}
	}
	return m.Agenda, nil
}

// memory is what the entries so far say of acts.
type memory struct {
	plan.Agenda
	intended map[string]plan.Change // by ID
	asked    map[string]bool        // IDs of tasks
}

func (m memory) intent(body ledger.IntentBody) {
	for _, c := range body.Changes {
		if c.Action == plan.Do {
			m.intended[c.ID], m.Begun[plan.StemOf(c.ID)] = c, true
		}
	}
	for _, t := range body.Tasks {
		if t.Action == plan.Do {
			m.asked[t.ID], m.Asked[plan.StemOf(t.ID)] = true, true
		}
	}
}

// outcome takes an act of which nobody knows as done: it must not be tried again.
func (m memory) outcome(body ledger.OutcomeBody) {
	for id, result := range body.Results {
		c, act := m.intended[id]
		switch {
		case act && (result.Status == ledger.Done || result.Status == ledger.Unknown):
			m.Done[plan.StemOf(id)] = c
		case m.asked[id] && result.Status == ledger.Done:
			m.Settled[plan.StemOf(id)] = true
		}
	}
}

// unsure says of every act of a charter, whose answer was lost and of which the server did not tell, that a person has to look.
// Taking its file away ends that.
func unsure(law charter.Charter, chain ledger.Chain) ([]string, error) {
	ends, err := chain.Outcomes()
	var notes []string
	for _, act := range law.Acts {
		if ends[ledger.ActDeed(act.ID())] == ledger.Unknown {
			notes = append(notes, fmt.Sprintf("nobody knows whether %s was done: its answer was lost, and it is never tried again; look at %q on the server, and do it by hand if it is missing",
				act.ID(), act.Target))
		}
	}
	return notes, err
}

// suspendedSince gives since when the enacted trees have said without a break that an account is suspended. The server
// itself does not tell when a suspension began.
func (w World) suspendedSince(ctx context.Context, chain ledger.Chain, account string) (since time.Time, known bool, err error) {
	for _, e := range slices.Backward(chain.Entries) {
		if e.Kind != ledger.Enacted {
			continue
		}
		body, err := ledger.Body[ledger.EnactedBody](e)
		if err != nil {
			return since, false, err
		}
		files, err := w.Trees.Enacted(ctx, e.Commit, body.Tree)
		if err != nil {
			return since, false, fmt.Errorf("the tree of ledger entry %d: %w", e.Seq, err)
		}
		at, err := time.Parse(time.RFC3339, e.Time)
		if err != nil {
			return since, false, fmt.Errorf("the time of ledger entry %d: %w", e.Seq, err)
		}
		law, _ := charter.Load(files)
		if !suspends(law.StateAt(at), account) {
			return since, known, nil
		}
		since, known = at, true
	}
	return since, known, nil
}

// suspends tells whether a state says of an account that it is suspended.
func suspends(state plan.State, account string) bool {
	return slices.ContainsFunc(state.Items, func(item plan.Item) bool {
		states, _ := item.Params["state"].([]any)
		return item.Resource == "accounts" && item.Target == account && slices.Contains(states, any("suspended"))
	})
}

// aboutActs asks what the acts of an agenda are about, and what the bot may do. What the record settles is not asked again,
// except posts that a person was asked to delete.
func aboutActs(a plan.Agenda) []question {
	targets := map[string][]string{}
	for _, act := range a.Acts {
		if _, done := a.Done[act.Stem]; !done || act.Skill == skill.DeleteStatus && !a.Settled[act.Stem] {
			targets[act.Resource()] = union(targets[act.Resource()], []string{act.Target})
			targets[plan.BotResource] = []string{plan.BotResource}
			if act.Report() != "" && act.Resource() == plan.PersonResource {
				targets[plan.ReportResource] = union(targets[plan.ReportResource], []string{act.Report()})
			}
		}
	}
	var questions []question
	for _, resource := range []string{plan.BotResource, plan.PersonResource, plan.ReportResource, plan.PostResource} {
		if len(targets[resource]) > 0 {
			questions = append(questions, question{resource, targets[resource]})
		}
	}
	return questions
}

// newActs gives the acts that a tree adds, or changes.
func newActs(before, after charter.Charter) []plan.Act {
	return slices.DeleteFunc(slices.Clone(after.Acts), func(a plan.Act) bool {
		return slices.ContainsFunc(before.Acts, func(b plan.Act) bool { return reflect.DeepEqual(a, b) })
	})
}

// actable gives as mistakes the acts of a proposal that can never be: under a name that the record has seen, or that
// delete the data of whom the same proposal suspends. What was merged is not measured by the record that it led to.
func (s *sitting) actable(c content, open bool) error {
	known, err := recorded(s.chain)
	if err != nil {
		return err
	}
	var found diag.List
	for _, change := range c.changes {
		if !change.IsAct() || change.After == nil {
			continue
		}
		name := plan.StemOf(change.ID)
		at := charter.ActPlace(name)
		if was, done := known.Done[name]; done && open {
			found.Errorf(at, "give the file a name of its own", "an act of this name is on record already: %s of %s", was.Skill, was.Target)
		}
		suspends := func(other facts.Change) bool {
			return other.Skill == skill.SuspendAccount && other.Target == change.Target
		}
		if change.Skill == skill.DeleteAccountData && slices.ContainsFunc(c.changes, suspends) {
			found.Errorf(at, "propose it 14 days after the suspension, when an appeal has had its time",
				"the proposal suspends %s as well: data is never deleted by the decision that suspends", change.Target)
		}
	}
	return found.Err()
}
