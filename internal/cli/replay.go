package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func (a *app) replayCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "replay --constitution FILE",
		Short: "Take past decisions again under another constitution",
		Long: "Replay takes the last recorded decision on every proposal again, as if the constitution in FILE had been in force,\n" +
			"with the roster, the ballots and the moment of that time. It says which would have gone otherwise, and which cannot be\n" +
			"told: no provision of that text matches, or somebody was erased from the record. It needs no network and decides\n" +
			"nothing. People may have voted otherwise under other rules, and no replay knows that.",
		Example: "  bylaw replay --constitution draft.md\n  bylaw replay --constitution draft.md --json",
		Args:    cobra.ExactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.replay(cmd.Context(), file)
		},
	}
	cmd.Flags().StringVar(&file, "constitution", "", "the text to decide by")
	_ = cmd.MarkFlagRequired("constitution") // it exists
	return cmd
}

func (a *app) replay(ctx context.Context, file string) error {
	text, err := a.readInput(file)
	if err != nil {
		return err
	}
	var found diag.List
	other := constitution.Parse(file, text, &found)
	if err := found.Err(); err != nil {
		return err
	}
	archive, err := a.archive(false)
	if err != nil {
		return err
	}
	if err := archive.Judge.Lint(ctx, other).Err(); err != nil {
		return err
	}
	replay, err := flow.Replay(ctx, archive, other)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, replay)
	}
	_, err = fmt.Fprint(a.Stdout, render.ReplayText(replay, a.style()))
	return err
}
