package propose

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// DriftOptions say what is to be proposed about drift.
type DriftOptions struct {
	Adopt  bool // the files follow the server; else the next apply puts back what the files say
	Only   func(resource, target string) bool
	DryRun bool   // nothing is pushed or opened
	Name   string // of the author of the commits
	Email  string
	// Reason says in words for the ledger what drifted, and Body writes the text of the pull request.
	Reason func(adopt bool, entries []plan.Difference) string
	Body   func(Draft, Request) string
	open   []facts.Pull // the proposals that are open already
}

// DriftProposal is one proposal about the drift of one resource.
type DriftProposal struct {
	Resource string
	Draft    Draft // zero where it is open already, or cannot be made
	Body     string
	Proposed Proposed
	Not      error // why there is none: the files say so already, or a person must write it
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
		one, err := offer(ctx, a, shop, opener, d, o)
		if err != nil {
			return all, err
		}
		all = append(all, one)
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

const driftPrefix = "propose/"

// errText means that drift of the thread is no question of an entry: its text is that of the constitution.
var errText = errors.New("no proposal can adopt it or put it back")

// offer makes the proposal of one resource.
func offer(ctx context.Context, a check.Ports, shop port.BranchPusher, opener port.PullOpener, d draft.Drift, o DriftOptions) (DriftProposal, error) {
	one := DriftProposal{Resource: d.Resource}
	if d.Resource == plan.ConstitutionResource {
		one.Not = diag.WithHint(fmt.Errorf("the drift of the published constitution: %w", errText),
			`to have its text published again, set drift: {constitution: repair} in governance/bylaw.yaml by a proposal; to change the text, use "bylaw propose amend"`)
		return one, nil
	}
	same := regexp.MustCompile("^" + regexp.QuoteMeta(driftPrefix+d.Key()) + "-[0-9a-f]{8}$")
	if i := slices.IndexFunc(o.open, func(p facts.Pull) bool { return same.MatchString(p.HeadRef) }); i >= 0 {
		one.Proposed = Proposed{Pull: o.open[i], Already: true}
		return one, nil
	}
	r := Request{
		Make:   func(b draft.Base) (draft.Draft, error) { return draft.OfDrift(b, d) },
		Reason: o.Reason(d.Adopt, d.Entries), Name: o.Name, Email: o.Email, Prefix: driftPrefix,
	}
	m, err := Prepare(ctx, a, shop, r)
	if _, nothing := errors.AsType[*draft.ErrSame](err); nothing || errors.Is(err, draft.ErrByHand) {
		one.Not = err
		return one, nil
	}
	if err != nil {
		return one, err
	}
	if one.Draft, one.Body = m, o.Body(m, r); o.DryRun {
		return one, nil
	}
	one.Proposed, err = Run(ctx, a, shop, opener, m, one.Body)
	return one, err
}
