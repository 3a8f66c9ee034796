package cli

import (
	"context"

	"github.com/spf13/cobra"
)

// completer is the options of a command that takes arguments, or that refuses what the types of its flags cannot.
type completer interface {
	complete(cmd *cobra.Command, args []string) error
}

// runs gives a command what it does with its options, once they are parsed and complete. Where a.parsed is set it hears of the
// options instead, and nothing runs: so a test can look at what a command line means.
func runs[O any](a *app, options *O, run func(context.Context, O) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if c, ok := any(options).(completer); ok {
			if err := c.complete(cmd, args); err != nil {
				return usageError(cmd, err)
			}
		}
		if a.parsed != nil {
			a.parsed(*options)
			return nil
		}
		return run(cmd.Context(), *options)
	}
}

// none is the options of a command that has none.
type none struct{}
