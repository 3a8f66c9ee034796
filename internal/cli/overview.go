package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Show open proposals and what waits to be enacted",
		Long: "Status reads all open proposals from the forge and decides on each as of now: tallies, deadlines, who has not voted,\n" +
			"and what has passed and waits to be merged. It writes nothing. It needs GITHUB_TOKEN, and exits with 7 without it;\n" +
			"the other settings are those of \"bylaw check\".",
		Example: "  bylaw status\n  bylaw status --json",
		Args:    cobra.ExactArgs(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.status(cmd.Context()) },
	}
}

func (a *app) status(ctx context.Context) error {
	f, err := a.forum(ctx)
	if err != nil {
		return err
	}
	overview, err := flow.Survey(ctx, f.assembly, f.teller)
	if err != nil {
		return a.explainRefusal(err)
	}
	if a.json {
		return writeJSON(a.Stdout, overview)
	}
	_, err = fmt.Fprint(a.Stdout, render.OverviewText(overview, a.style()))
	return err
}
