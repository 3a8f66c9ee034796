package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "status",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &none{}, func(ctx context.Context, _ none) error { return a.status(ctx) }),
	}
}

func (a *app) status(ctx context.Context) error {
	f, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	overview, err := notify.Survey(ctx, f.Ports, f.Notifier)
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, overview)
	}
	_, err = fmt.Fprint(a.Stdout, render.OverviewText(overview, a.style()))
	return err
}
