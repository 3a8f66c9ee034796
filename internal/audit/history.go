package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/moment"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// history is the page of one proposal in the making.
type history struct {
	render.History
	chain    ledger.Chain
	proposed map[string]bool // IDs of what it changes
	amends   bool
	voting   bool        // a vote has opened before
	running  bool        // it was merged, and nothing was put in force since
	facts    facts.Facts // of the last decision; zero where none were kept
	merged   moment.Time
	enacted  moment.Time // when it was put in force
}

func newHistory(chain ledger.Chain, proposal int) *history {
	m := &history{chain: chain, proposed: map[string]bool{}}
	m.Version, m.Proposal = 1, proposal
	m.Changes, m.Life, m.Done = []facts.Change{}, []render.Event{}, []render.ExecutedChange{}
	return m
}

// finished gives the page with what happened in its order.
func (m *history) finished() render.History {
	slices.SortStableFunc(m.Life, func(a, b render.Event) int { return strings.Compare(a.Time, b.Time) })
	return m.History
}

// History collects what a record says of one proposal. It is a Refusal where it says nothing.
func History(chain ledger.Chain, proposal int) (render.History, error) {
	m := newHistory(chain, proposal)
	for _, e := range chain.Entries {
		if err := m.entry(e); err != nil {
			return render.History{}, err
		}
	}
	if len(m.Entries) == 0 {
		return render.History{}, &diag.Refusal{
			Why:  fmt.Sprintf("the ledger says nothing of proposal %d", proposal),
			Next: "\"bylaw log\" lists what it says; open proposals are in \"bylaw status\"",
		}
	}
	return m.finished(), nil
}

// entry takes what an entry says of the proposal. What is done on the server may be the work of several proposals.
func (m *history) entry(e ledger.Entry) error {
	switch {
	case e.Kind == ledger.Opening && e.Proposal == m.Proposal:
		return m.opened(e)
	case e.Kind == ledger.Decided && e.Proposal == m.Proposal:
		return m.decided(e)
	case e.Kind == ledger.Incident && e.Proposal == m.Proposal:
		body, err := ledger.Body[ledger.IncidentBody](e)
		m.tell(e, e.Time.String(), "not authorized: "+m.chain.Clear(body.Why))
		return err
	case !m.running:
		return nil
	case e.Kind == ledger.Intent:
		return m.intended(e)
	case e.Kind == ledger.Publish:
		return m.published(e)
	case e.Kind == ledger.Outcome:
		return m.ended(e)
	case e.Kind == ledger.Enacted:
		m.tell(e, e.Time.String(), fmt.Sprintf("read back and in force, with commit %.12s", e.Commit))
		m.running, m.enacted = false, e.Time
	}
	return nil
}

func (m *history) tell(e ledger.Entry, at, text string) {
	if text != "" {
		m.Life = append(m.Life, render.Event{Time: at, Text: text})
	}
	if !slices.Contains(m.Entries, e.Seq) {
		m.Entries = append(m.Entries, e.Seq)
	}
}

func (m *history) opened(e ledger.Entry) error {
	body, err := ledger.Body[ledger.OpeningBody](e)
	switch {
	case err != nil:
		return err
	case len(body.Words) > 0:
		m.tell(e, e.Time.String(), "")
	case body.Digest == "":
		m.tell(e, e.Time.String(), "its files could not be read")
	case body.OpenedAt.IsZero():
		m.tell(e, e.Time.String(), "a revision was seen, not open to votes yet")
	case m.voting:
		m.tell(e, body.OpenedAt.String(), "its content changed, and a new vote opened")
	default:
		m.tell(e, body.OpenedAt.String(), "the vote opened")
	}
	m.voting = m.voting || !body.OpenedAt.IsZero()
	return nil
}

func (m *history) decided(e ledger.Entry) error {
	body, err := ledger.Body[ledger.DecisionBody](e)
	if err != nil {
		return err
	}
	body.Decision = m.chain.ClearDecision(body.Decision)
	r, err := withFacts(m.chain, ledger.Recorded[ledger.DecisionBody]{Entry: e, Body: body})
	if err != nil {
		return err
	}
	m.Decision, m.facts, m.merged = r.body.Decision, r.facts, r.body.MergedAt
	if r.facts.Version != 0 {
		p := r.facts.Proposal
		m.Title, m.URL, m.Author = p.Title, p.URL, p.Author.Login
		m.Changes = append([]facts.Change{}, r.facts.Changes...)
		m.remember()
	}
	if r.body.MergedAt.IsZero() {
		if r.body.Decision.ClosesAt.Past(e.Time.String()) {
			m.tell(e, r.body.Decision.ClosesAt.String(), "the vote closed")
		}
		m.tell(e, e.Time.String(), "seen as "+string(r.body.Decision.Outcome))
		return nil
	}
	m.running = r.body.Lawful
	lawful := "and the branch is what was decided"
	if !r.body.Lawful {
		lawful = "which was not authorized: nothing is applied by it"
		if r.body.Decision.Outcome == decision.Passed {
			lawful = "with other content than was decided: nothing is applied by it"
		}
	}
	m.tell(e, r.body.MergedAt.String(), "merged, "+lawful)
	return nil
}

func (m *history) remember() {
	m.proposed, m.amends = map[string]bool{}, false
	for _, c := range m.Changes {
		m.proposed[c.ID] = true
		m.amends = m.amends || c.Kind == facts.Article
	}
}

// ours says whether a change of a run is the work of this proposal.
func (m *history) ours(c plan.Change) bool {
	return c.Proposal == m.Proposal || m.proposed[c.ID] || m.amends && c.Skill == plan.PublishSkill
}

// intended takes the changes of a run that are due to this proposal; a later run may try again what an earlier one did not.
func (m *history) intended(e ledger.Entry) error {
	body, err := ledger.Body[ledger.IntentBody](e)
	if err != nil {
		return err
	}
	mine := false
	for _, c := range body.Changes {
		if !m.ours(c) {
			continue
		}
		mine = true
		if m.change(c.ID) == nil {
			m.Done = append(m.Done, render.ExecutedChange{Change: c})
		}
	}
	if mine {
		m.tell(e, e.Time.String(), "apply began")
	}
	return nil
}

func (m *history) change(id string) *render.ExecutedChange {
	i := slices.IndexFunc(m.Done, func(d render.ExecutedChange) bool { return d.Change.ID == id })
	if i < 0 {
		return nil
	}
	return &m.Done[i]
}

func (m *history) published(e ledger.Entry) error {
	body, err := ledger.Body[ledger.PublishBody](e)
	i := slices.IndexFunc(m.Done, func(d render.ExecutedChange) bool { return d.Change.Skill == plan.PublishSkill })
	if err != nil || i < 0 || body.Announces != "" {
		return err
	}
	m.Done[i].URL = body.URL
	m.tell(e, e.Time.String(), "the constitution was posted")
	return nil
}

func (m *history) ended(e ledger.Entry) error {
	body, err := ledger.Body[ledger.OutcomeBody](e)
	if err != nil {
		return err
	}
	for id, result := range body.Results {
		if d := m.change(id); d != nil {
			d.Status, d.Message = result.Status, m.chain.Clear(result.Message)
			m.tell(e, e.Time.String(), "")
		}
	}
	return nil
}
