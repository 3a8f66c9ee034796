package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// statsFlags are the options of stats.
type statsFlags struct{ sandbox bool }

func (a *app) statsCommand() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:  "stats",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f statsFlags) error { return a.stats(ctx, f.sandbox) }),
	}
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "the ledger of the sandbox")
	return cmd
}

func (a *app) stats(ctx context.Context, sandbox bool) error {
	archive, err := a.wire.CurrentArchive(ctx, sandbox, false)
	if err != nil {
		return err
	}
	numbers, err := audit.Stats(ctx, archive)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, numbers)
	}
	a.banner(sandbox)
	_, err = fmt.Fprint(a.Stdout, render.StatsText(numbers, a.style()))
	return err
}
