package cli

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/propose"
)

func (a *app) proposeRevertCommand(f *proposeFlags) *cobra.Command {
	return &cobra.Command{
		Use:  "revert N",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(args[0])
			if err != nil || n <= 0 {
				return usageError(cmd, fmt.Errorf("%q is not the number of a proposal", args[0]))
			}
			return a.proposeRevert(cmd.Context(), *f, n)
		},
	}
}

func (a *app) proposeRevert(ctx context.Context, f proposeFlags, number int) error {
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	enacted, err := propose.Merged(ctx, h.Ports, number)
	if err != nil {
		return err
	}
	date := a.Now().UTC().Format(time.DateOnly)
	return a.propose(ctx, f, propose.Request{Reason: f.reason, Make: func(b draft.Base) (draft.Draft, error) {
		return draft.Revert(b, enacted, date, f.reason)
	}})
}
