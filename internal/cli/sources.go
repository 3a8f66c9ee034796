package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/propose"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// sourcesFlags are the flags of sources.
type sourcesFlags struct {
	ref          string
	propose, dry bool
}

// sourcesReport is the JSON form of sources.
type sourcesReport struct {
	sources.Report
	Proposal *offered `json:"proposal,omitempty"`
}

func (f *sourcesFlags) complete(*cobra.Command, []string) error {
	if f.dry && !f.propose {
		return errors.New("--dry-run goes with --open-proposal")
	}
	return nil
}

func (a *app) sourcesCommand() *cobra.Command {
	var f sourcesFlags
	cmd := &cobra.Command{
		Use:  "sources",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, a.sources),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.ref, "ref", "", "read the settings and entries of this `COMMIT` instead of the files on disk")
	flags.BoolVar(&f.propose, "open-proposal", false, "propose what the lists would change, by the files of the protected branch")
	flags.BoolVar(&f.dry, "dry-run", false, "show what would be proposed, and propose nothing")
	cmd.MarkFlagsMutuallyExclusive("ref", "open-proposal")
	return cmd
}

func (a *app) sources(ctx context.Context, f sourcesFlags) error {
	lists, proposal, err := a.readLists(ctx, f)
	switch {
	case err != nil:
		return err
	case len(lists.Report.Sources) == 0:
		return diag.WithHint(fmt.Errorf("%s names no lists", charter.FederationFile), "name them under sources: docs/guides/lists.md shows how")
	case a.json:
		return writeJSON(a.Stdout, sourcesReport{lists.Report, proposal.form()})
	}
	if _, err := fmt.Fprint(a.Stdout, render.SourcesText(lists.Report, a.style())); err != nil || proposal == nil {
		return err
	}
	fmt.Fprintln(a.Stdout)
	return a.showOffered(proposal.Offered)
}

// listsProposal is what came of a proposal about lists, nil where none was wanted.
type listsProposal struct{ propose.Offered }

func (p *listsProposal) form() *offered {
	if p == nil {
		return nil
	}
	form := offeredForm(p.Offered)
	return &form
}

// readLists reads the lists, and makes the proposal where one is wanted.
func (a *app) readLists(ctx context.Context, f sourcesFlags) (propose.Lists, *listsProposal, error) {
	if !f.propose {
		source, err := a.wire.Source(f.ref)
		if err != nil {
			return propose.Lists{}, nil, err
		}
		lists, err := propose.ReadLists(ctx, source.Charter, a.wire.BlockLists(), a.Now())
		return lists, nil, err
	}
	h, how, err := a.proposer(ctx, f.dry)
	if err != nil {
		return propose.Lists{}, nil, err
	}
	lists, one, err := propose.OfLists(ctx, h.Ports, h.Pusher, h.Client, a.wire.BlockLists(), propose.ListsOptions{OfferOptions: how, Reason: render.SourcesReason})
	return lists, &listsProposal{one}, err
}
