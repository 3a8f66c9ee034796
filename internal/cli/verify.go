package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func (a *app) verifyCommand() *cobra.Command {
	var sandbox, anchors bool
	cmd := &cobra.Command{
		Use:  "verify",
		Args: cobra.ExactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			asked := anchors || !cmd.Flags().Changed("anchors") && a.wire.MayAskForAnchors()
			return a.verify(cmd.Context(), sandbox, asked && !sandbox, cmd.Flags().Changed("anchors") && !anchors)
		},
	}
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "the ledger of the sandbox")
	cmd.Flags().BoolVar(&anchors, "anchors", false, "compare the external anchors")
	return cmd
}

func (a *app) verify(ctx context.Context, sandbox, anchors, offline bool) error {
	archive, err := a.wire.Archive(sandbox)
	if err != nil {
		return err
	}
	if archive, err = a.wire.UpToDate(ctx, archive, sandbox || offline); err != nil {
		return err
	}
	if anchors {
		if archive.Anchors, err = a.wire.AnchorPlaces(ctx); err != nil {
			return err
		}
	}
	proof, err := audit.Verify(ctx, archive)
	if err != nil {
		return err
	}
	a.noteUnfetched(proof.Entries, sandbox)
	if a.json {
		err = writeJSON(a.Stdout, proof)
	} else {
		_, err = fmt.Fprint(a.Stdout, render.ProofText(proof))
	}
	if err == nil && len(proof.Faults)+len(proof.Newer) > 0 {
		return refused
	}
	return err
}

// noteUnfetched says where an empty record may come from: nothing is fetched to read it.
func (a *app) noteUnfetched(entries int, sandbox bool) {
	if entries == 0 && !sandbox {
		a.note("bylaw: this read the clone alone: if something was recorded elsewhere, \"git fetch\" brings it here")
	}
}
