package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// replayFlags are the options of replay.
type replayFlags struct{ constitution string }

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:  "replay --constitution FILE",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f replayFlags) error { return a.replay(ctx, f.constitution) }),
	}
	cmd.Flags().StringVar(&f.constitution, "constitution", "", "the text to decide by, in `FILE`")
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
	archive, err := a.wire.Archive(false)
	if err != nil {
		return err
	}
	if err := archive.Judge.Lint(ctx, other).Err(); err != nil {
		return err
	}
	replay, err := audit.Replay(ctx, archive, other)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, replay)
	}
	_, err = fmt.Fprint(a.Stdout, render.ReplayText(replay, a.style()))
	return err
}
