package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// verifyFlags are the options of verify.
type verifyFlags struct {
	sandbox, anchors bool
	offline          bool // --anchors=false was given
}

func (f *verifyFlags) complete(cmd *cobra.Command, _ []string) error {
	f.offline = cmd.Flags().Changed("anchors") && !f.anchors
	return nil
}

func (a *app) verifyCommand() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:  "verify",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f verifyFlags) error {
			anchors := f.anchors || !f.offline && a.wire.MayAskForAnchors()
			return a.verify(ctx, f.sandbox, anchors && !f.sandbox, f.offline)
		}),
	}
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "the ledger of the sandbox")
	cmd.Flags().BoolVar(&f.anchors, "anchors", false, "compare the external anchors")
	return cmd
}

func (a *app) verify(ctx context.Context, sandbox, anchors, offline bool) error {
	archive, err := a.wire.CurrentArchive(ctx, sandbox, offline)
	if err != nil {
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
