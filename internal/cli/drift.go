package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// driftFlags are the flags of drift.
type driftFlags struct {
	sandbox, markdown           bool
	ref                         string
	propose, adopt, revert, dry bool
	only                        []string
}

func (a *app) driftCommand() *cobra.Command {
	var f driftFlags
	cmd := &cobra.Command{
		Use:  "drift",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.drift),
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.sandbox, "sandbox", false, "use the embedded server; its real token is ignored")
	flags.StringVar(&f.ref, "ref", "", "read this `COMMIT` instead of the files on disk")
	flags.BoolVar(&f.markdown, "markdown", false, "write the report as Markdown, for a comment that anyone may read")
	flags.BoolVar(&f.propose, "open-proposal", false, "propose for each kind what members decide about the drift")
	flags.BoolVar(&f.adopt, "adopt", false, "the proposal makes the files say what the server has")
	flags.BoolVar(&f.revert, "revert", false, "the proposal lets the next apply put back what the files say")
	flags.StringArrayVar(&f.only, "only", nil, "propose for this `KIND` or KIND:TARGET alone; may be repeated")
	flags.BoolVar(&f.dry, "dry-run", false, "show what would be proposed, and propose nothing")
	cmd.MarkFlagsMutuallyExclusive("adopt", "revert")
	cmd.MarkFlagsMutuallyExclusive("markdown", "open-proposal")
	return cmd
}

// check refuses flags that mean nothing without one another, and kinds that do not exist.
func (f *driftFlags) complete(*cobra.Command, []string) error {
	switch {
	case f.propose && !f.adopt && !f.revert:
		return errors.New("--open-proposal needs --adopt or --revert")
	case !f.propose && (f.adopt || f.revert || f.dry || len(f.only) > 0):
		return errors.New("--adopt, --revert, --only and --dry-run go with --open-proposal")
	}
	for _, one := range f.only {
		resource, _, _ := strings.Cut(one, ":")
		if _, known := skill.FindResource(resource); !known {
			return fmt.Errorf("--only %s: there is no such kind; the keys of the files below governance/instance are the kinds", one)
		}
	}
	return nil
}

// chosen reports whether the drift of an entry is to be proposed.
func (f driftFlags) chosen(resource, target string) bool {
	return len(f.only) == 0 || slices.Contains(f.only, resource) || slices.Contains(f.only, resource+":"+target)
}

func (a *app) drift(ctx context.Context, f driftFlags) error {
	server, err := a.wire.Server(ctx, f.ref, f.sandbox)
	if err != nil {
		return err
	}
	a.keepDriftAlive(ctx)
	found, err := apply.FindDrift(ctx, server.Ports, server.Source)
	if err != nil {
		return err
	}
	var proposals []propose.DriftProposal
	if f.propose {
		if proposals, err = a.proposeDrift(ctx, found, f); err != nil {
			return err
		}
	}
	if err := errors.Join(a.showDrift(found.Report, proposals, f), a.reportDrift(found.Report)); err != nil {
		return err
	}
	return result(driftStatus(found.Report))
}

// driftStatus says by the exit status whether members have something to decide.
func driftStatus(r plan.Report) status {
	switch {
	case r.Counts[plan.EntryRefused]+r.Counts[plan.EntryUnsupported] > 0:
		return refused
	case r.Counts[plan.EntryDrifted] > 0:
		return differs
	}
	return done
}

// proposeDrift opens a proposal for each kind that has drift.
func (a *app) proposeDrift(ctx context.Context, found apply.Drift, f driftFlags) ([]propose.DriftProposal, error) {
	if len(found.Plan.Drift) == 0 {
		return nil, nil
	}
	h, how, err := a.proposer(ctx, f.dry)
	if err != nil {
		return nil, err
	}
	return propose.OfDrift(ctx, h.Ports, h.Pusher, h.Client, found.Plan.Drift, propose.DriftOptions{
		OfferOptions: how, Adopt: f.adopt, Only: f.chosen, Reason: render.DriftReason,
	})
}

// driftReport is the JSON form of drift.
type driftReport struct {
	plan.Report
	Proposals []driftProposed `json:"proposals,omitempty"`
}

// driftProposed is the JSON form of a proposal about drift. Where it was open before, or is none, its files are not named.
type driftProposed struct {
	Resource string `json:"resource"`
	offered
}

func (a *app) showDrift(r plan.Report, proposals []propose.DriftProposal, f driftFlags) error {
	switch {
	case a.json:
		return writeJSON(a.Stdout, driftReport{r, asJSON(proposals)})
	case f.markdown:
		_, err := fmt.Fprint(a.Stdout, render.DriftMarkdown(r))
		return err
	}
	a.banner(f.sandbox)
	if _, err := fmt.Fprint(a.Stdout, render.DriftText(r, a.style())); err != nil {
		return err
	}
	for _, p := range proposals {
		fmt.Fprintln(a.Stdout)
		if err := a.showOffered(p.Offered); err != nil {
			return err
		}
	}
	return nil
}

func asJSON(proposals []propose.DriftProposal) []driftProposed {
	var all []driftProposed
	for _, p := range proposals {
		all = append(all, driftProposed{p.Resource, offeredForm(p.Offered)})
	}
	return all
}
