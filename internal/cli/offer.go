package cli

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// proposer opens the forge for proposals that a report leads to.
func (a *app) proposer(ctx context.Context, dry bool) (wire.Forge, propose.OfferOptions, error) {
	h, err := a.wire.Forge(ctx)
	if err == nil && !dry {
		err = h.Writable("nothing was proposed", "see the change with --dry-run, then push the branch and open the pull request yourself")
	}
	if err != nil {
		return h, propose.OfferOptions{}, err
	}
	name, email, err := a.author(ctx, h)
	return h, propose.OfferOptions{DryRun: dry, Name: name, Email: email, Body: bodyOf}, err
}

// offered is the JSON form of such a proposal. Where it was open before, or is none, its files are not named.
type offered struct {
	*proposed
	Not string `json:"not,omitempty"` // why there is none
}

func offeredForm(p propose.Offered) offered {
	if p.Not != nil {
		return offered{Not: p.Not.Error()}
	}
	form := proposedForm(p.Draft, p.Body, p.Proposed)
	return offered{proposed: &form}
}

func (a *app) showOffered(p propose.Offered) error {
	if p.Not == nil {
		if !p.Proposed.Already && p.Proposed.Pull.Number == 0 {
			a.showDraft(p.Draft, p.Body)
		}
		return a.showProposed(p.Draft, p.Body, p.Proposed)
	}
	_, err := fmt.Fprintln(a.Stdout, "not proposed: "+render.Outside(p.Not.Error()))
	if hint := diag.HintOf(p.Not); err == nil && hint != "" {
		_, err = fmt.Fprintln(a.Stdout, "  "+render.Outside(hint))
	}
	return err
}
