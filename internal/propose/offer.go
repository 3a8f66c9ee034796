package propose

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// OfferOptions say how a program makes proposals that no person has asked for one by one.
type OfferOptions struct {
	DryRun bool   // nothing is pushed or opened
	Name   string // of the author of the commits
	Email  string
	Body   func(Draft, Request) string // writes the text of the pull request
	open   []facts.Pull                // the proposals that are open already
	key    string                      // of the draft: the same for the same question
}

// Offered is what came of one such proposal.
type Offered struct {
	Draft    Draft // zero where it is open already, or cannot be made
	Body     string
	Proposed Proposed
	Not      error // why there is none: the files say so already, or a person must write it
}

const offerPrefix = "propose/"

// offer makes a proposal unless one with the same key is open already, with whatever content.
func offer(ctx context.Context, a check.Ports, shop port.BranchPusher, opener port.PullOpener, r Request, o OfferOptions) (Offered, error) {
	same := regexp.MustCompile("^" + regexp.QuoteMeta(offerPrefix+o.key) + "-[0-9a-f]{8}$")
	if i := slices.IndexFunc(o.open, func(p facts.Pull) bool { return same.MatchString(p.HeadRef) }); i >= 0 {
		return Offered{Proposed: Proposed{Pull: o.open[i], Already: true}}, nil
	}
	r.Name, r.Email, r.Prefix = o.Name, o.Email, offerPrefix
	m, err := Prepare(ctx, a, shop, r)
	if _, nothing := errors.AsType[*draft.ErrSame](err); nothing || errors.Is(err, draft.ErrByHand) {
		return Offered{Not: err}, nil
	}
	if err != nil {
		return Offered{}, err
	}
	one := Offered{Draft: m, Body: o.Body(m, r)}
	if o.DryRun {
		return one, nil
	}
	one.Proposed, err = Run(ctx, a, shop, opener, m, one.Body)
	return one, err
}
