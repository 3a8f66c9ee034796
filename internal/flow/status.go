package flow

import (
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Overview puts together what the community has before it, from checks of all open proposals, the record and the commit
// that the protected branch is at.
func (t Teller) Overview(findings []Finding, chain ledger.Chain, branch, tip string) render.Overview {
	o := render.Overview{
		Version: 1, Now: stamp(t.Now()), Branch: branch, Proposals: []render.Pending{}, Waiting: []int{}, Notes: []string{},
	}
	for _, f := range findings {
		p := pendingOf(f, t.page(f, findings))
		o.Proposals = append(o.Proposals, p)
		if p.Outcome == decision.Passed {
			o.Waiting = append(o.Waiting, p.Number)
		}
	}
	if entry, ok := chain.LastEnacted(); ok {
		o.Enacted = render.LastRun{Commit: entry.Commit, Time: entry.Time, Behind: entry.Commit != tip}
	}
	return o
}

func pendingOf(f Finding, page render.Page) render.Pending {
	d := f.Decision
	p := render.Pending{
		Number: f.Pull.Number, Title: f.Pull.Title, URL: f.Pull.URL, Draft: f.Pull.Draft, Outcome: d.Outcome,
		Summary: render.Description(page), OpenedAt: d.OpenedAt, ClosesAt: d.ClosesAt, Enactable: d.Enactable,
		EnactableAt: d.EnactableAt, Rulings: d.Rulings, NotVoted: page.Silent, Problem: page.Problem,
	}
	if f.Problem != nil {
		p.Outcome = ""
	}
	if p.Rulings == nil {
		p.Rulings = []decision.Ruling{}
	}
	return p
}
