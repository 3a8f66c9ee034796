package notify

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// Survey decides on all open proposals as of now, and says what the community has before it. It writes nothing.
func Survey(ctx context.Context, a check.Ports, t Notifier) (render.Overview, error) {
	checked, err := check.All(ctx, a, nil)
	if err != nil {
		return render.Overview{}, err
	}
	o := t.overview(checked, a.Branch)
	o.Run, err = lastRun(checked.Chain)
	return o, err
}

// overview puts together what was found in all open proposals, the ledger, and the commit that the branch is at.
func (t Notifier) overview(checked check.Checked, branch string) render.Overview {
	o := render.Overview{
		Version: 1, Now: facts.Stamp(t.Now()), Branch: branch, Proposals: []render.Pending{}, Waiting: []int{}, Notes: append([]string{}, checked.Notes...),
	}
	for _, f := range checked.Findings {
		p := pendingOf(f, t.page(f, checked.Findings))
		o.Proposals = append(o.Proposals, p)
		if p.Outcome == decision.Passed {
			o.Waiting = append(o.Waiting, p.Number)
		}
	}
	if entry, ok := checked.Chain.LastEnacted(); ok {
		o.Enacted = render.LastRun{Commit: entry.Commit, Time: entry.Time.String(), Behind: entry.Commit != checked.Tip}
	}
	return o
}

func pendingOf(f check.Finding, page render.Page) render.Pending {
	d := f.Decision
	p := render.Pending{
		Number: f.Pull.Number, Title: f.Pull.Title, URL: f.Pull.URL, Draft: f.Pull.Draft, Outcome: d.Outcome,
		Summary: render.Description(page), OpenedAt: d.OpenedAt.String(), ClosesAt: d.ClosesAt.String(), Enactable: d.Enactable,
		EnactableAt: d.EnactableAt.String(), Rulings: d.Rulings, NotVoted: page.Silent, Problem: page.Problem,
	}
	if f.Problem != nil {
		p.Outcome = ""
	}
	if p.Rulings == nil {
		p.Rulings = []decision.Ruling{}
	}
	return p
}
