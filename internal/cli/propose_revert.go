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

// revertFlags are the options of propose revert.
type revertFlags struct {
	*proposeFlags
	number int
}

func (o *revertFlags) complete(_ *cobra.Command, args []string) (err error) {
	if o.number, err = strconv.Atoi(args[0]); err != nil || o.number <= 0 {
		return fmt.Errorf("%q is not the number of a proposal", args[0])
	}
	return nil
}

func (a *app) proposeRevertCommand(f *proposeFlags) *cobra.Command {
	o := revertFlags{proposeFlags: f}
	return &cobra.Command{
		Use:  "revert N",
		Args: cobra.ExactArgs(1),
		RunE: runs(a, &o, func(ctx context.Context, o revertFlags) error { return a.proposeRevert(ctx, *f, o.number) }),
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
