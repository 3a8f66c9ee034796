package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// history is the JSON form of the ledger.
type history struct {
	Entries []ledger.Entry `json:"entries"`
	Head    string         `json:"head"`
	Sandbox bool           `json:"sandbox,omitempty"` // a ledger of the sandbox: none of it happened on a real server
}

func (a *app) logCommand() *cobra.Command {
	var sandbox bool
	cmd := &cobra.Command{
		Use:  "log [proposal]",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.log(cmd, args, sandbox)
		},
	}
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "the ledger of the sandbox")
	return cmd
}

func (a *app) log(cmd *cobra.Command, args []string, sandbox bool) error {
	if len(args) == 1 {
		number, err := strconv.Atoi(args[0])
		if err != nil || number < 1 {
			return usageError(cmd, fmt.Errorf("%q is not the number of a proposal, such as 7", args[0]))
		}
		return a.page(cmd.Context(), number, sandbox)
	}
	chain, err := a.wire.Chain(cmd.Context(), sandbox)
	if err != nil {
		return err
	}
	a.noteUnfetched(len(chain.Entries), sandbox)
	if a.json {
		entries := chain.Entries
		if entries == nil {
			entries = []ledger.Entry{}
		}
		return writeJSON(a.Stdout, history{entries, chain.Head, sandbox})
	}
	a.banner(sandbox)
	text, err := render.Log(chain)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.Stdout, text)
	return err
}

// page says of one proposal.
func (a *app) page(ctx context.Context, number int, sandbox bool) error {
	chain, err := a.wire.Chain(ctx, sandbox)
	if err != nil {
		return err
	}
	minutes, err := audit.History(chain, number)
	if err != nil {
		a.noteUnfetched(len(chain.Entries), sandbox)
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, minutes)
	}
	a.banner(sandbox)
	_, err = fmt.Fprint(a.Stdout, render.HistoryText(minutes, a.style()))
	return err
}
