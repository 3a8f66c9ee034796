package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// history is the JSON form of the ledger.
type history struct {
	Entries []ledger.Entry `json:"entries"`
	Head    string         `json:"head"`
}

func (a *app) logCommand() *cobra.Command {
	var sandbox bool
	cmd := &cobra.Command{
		Use:     "log",
		Short:   "Tell what was decided and done",
		Example: "  bylaw log\n  bylaw log --sandbox --json",
		Args:    exactly(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.log(cmd.Context(), sandbox) },
	}
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "the ledger of the rehearsal")
	return cmd
}

func (a *app) log(ctx context.Context, sandbox bool) error {
	chain, err := a.chain(ctx, sandbox)
	if err != nil {
		return err
	}
	if a.json {
		entries := chain.Entries
		if entries == nil {
			entries = []ledger.Entry{}
		}
		return writeJSON(a.Stdout, history{entries, chain.Head})
	}
	text, err := render.Log(chain)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.Stdout, text)
	return err
}
