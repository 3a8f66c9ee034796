package ledger

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// Agenda gives which acts were done, which were begun, and which a person was asked to do.
func (c Chain) Agenda() (plan.Agenda, error) {
	m := memory{
		Agenda: plan.Agenda{
			Done: map[string]plan.Change{}, Begun: map[string]bool{}, Asked: map[string]bool{}, Settled: map[string]bool{},
			Suspended: map[string]time.Time{},
		},
		intended: map[string]plan.Change{}, asked: map[string]bool{},
	}
	for _, e := range c.Entries {
		switch e.Kind {
		case Intent:
			body, err := Body[IntentBody](e)
			if err != nil {
				return m.Agenda, err
			}
			m.intent(body)
		case Outcome:
			body, err := Body[OutcomeBody](e)
			if err != nil {
				return m.Agenda, err
			}
			m.outcome(body)
		case Genesis, Opening, Decided, Enacted, Publish, Override, Incident, Erasure:
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

func (m memory) intent(body IntentBody) {
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
func (m memory) outcome(body OutcomeBody) {
	for id, result := range body.Results {
		c, act := m.intended[id]
		switch {
		case act && (result.Status == Done || result.Status == Unknown):
			m.Done[plan.StemOf(id)] = c
		case m.asked[id] && result.Status == Done:
			m.Settled[plan.StemOf(id)] = true
		}
	}
}
