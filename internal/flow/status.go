package flow

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Survey decides on all open proposals as of now, and says what the community has before it. It writes nothing.
func Survey(ctx context.Context, a Assembly, t Teller) (render.Overview, error) {
	checked, err := CheckAll(ctx, a, func(context.Context, []facts.Pull) (map[int]bool, error) { return nil, nil })
	if err != nil {
		return render.Overview{}, err
	}
	chain, err := a.Ledger.Load(ctx)
	if err != nil {
		return render.Overview{}, err
	}
	tip, err := a.History.Tip(ctx, a.Branch)
	if err != nil {
		return render.Overview{}, err
	}
	return t.overview(checked.Findings, chain, a.Branch, tip), nil
}

// overview puts together what was found in all open proposals, the record, and the commit that the branch is at.
func (t Teller) overview(findings []Finding, chain ledger.Chain, branch, tip string) render.Overview {
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
