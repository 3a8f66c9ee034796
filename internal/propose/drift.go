package propose

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// DriftOptions say what is to be proposed about drift.
type DriftOptions struct {
	OfferOptions
	Adopt bool // the files follow the server; else the next apply puts back what the files say
	Only  func(resource, target string) bool
	// Reason says in words for the ledger what drifted.
	Reason func(adopt bool, entries []plan.Difference) string
}

// DriftProposal is one proposal about the drift of one resource.
type DriftProposal struct {
	Resource string
	Offered
}

// OfDrift makes one proposal for each resource that has drift. One that is open already, with whatever content, is not made again.
func OfDrift(ctx context.Context, a check.Ports, shop port.BranchPusher, opener port.PullOpener, drift []plan.Difference, o DriftOptions) ([]DriftProposal, error) {
	var err error
	if o.open, err = a.Forge.OpenPulls(ctx, a.Branch); err != nil {
		return nil, err
	}
	var all []DriftProposal
	for _, d := range byResource(drift, o) {
		d.At = a.Now()
		one, err := offerDrift(ctx, a, shop, opener, d, o)
		if err != nil {
			return all, err
		}
		all = append(all, DriftProposal{d.Resource, one})
	}
	return all, nil
}

// byResource groups the drift that is asked about, in the order in which it was found.
func byResource(drift []plan.Difference, o DriftOptions) []draft.Drift {
	var groups []draft.Drift
	for _, entry := range drift {
		if !o.Only(entry.Resource, entry.Target) {
			continue
		}
		i := slices.IndexFunc(groups, func(d draft.Drift) bool { return d.Resource == entry.Resource })
		if i < 0 {
			i, groups = len(groups), append(groups, draft.Drift{Resource: entry.Resource, Adopt: o.Adopt})
		}
		groups[i].Entries = append(groups[i].Entries, entry)
	}
	return groups
}

// errText means that drift of the thread is no question of an entry: its text is that of the constitution.
var errText = errors.New("no proposal can adopt it or put it back")

// offerDrift makes the proposal of one resource.
func offerDrift(ctx context.Context, a check.Ports, shop port.BranchPusher, opener port.PullOpener, d draft.Drift, o DriftOptions) (Offered, error) {
	if d.Resource == plan.ConstitutionResource {
		return Offered{Not: diag.WithHint(fmt.Errorf("the drift of the published constitution: %w", errText),
			`to have its text published again, set drift: {constitution: repair} in governance/bylaw.yaml by a proposal; to change the text, use "bylaw propose amend"`)}, nil
	}
	o.key = d.Key()
	return offer(ctx, a, shop, opener, Request{
		Make: func(b draft.Base) (draft.Draft, error) { return draft.OfDrift(b, d) }, Reason: o.Reason(d.Adopt, d.Entries),
	}, o.OfferOptions)
}
