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

// logFlags are the options of log.
type logFlags struct {
	sandbox  bool
	proposal int // 0: the whole ledger
}

func (f *logFlags) complete(_ *cobra.Command, args []string) (err error) {
	if len(args) == 0 {
		return nil
	}
	if f.proposal, err = strconv.Atoi(args[0]); err != nil || f.proposal < 1 {
		return fmt.Errorf("%q is not the number of a proposal, such as 7", args[0])
	}
	return nil
}

func (a *app) logCommand() *cobra.Command {
	var f logFlags
	cmd := &cobra.Command{
		Use:  "log [proposal]",
		Args: cobra.MaximumNArgs(1),
		RunE: runs(a, &f, a.log),
	}
	cmd.Flags().BoolVar(&f.sandbox, "sandbox", false, "the ledger of the sandbox")
	return cmd
}

func (a *app) log(ctx context.Context, f logFlags) error {
	if f.proposal > 0 {
		return a.page(ctx, f.proposal, f.sandbox)
	}
	chain, err := a.wire.Chain(ctx, f.sandbox)
	if err != nil {
		return err
	}
	a.noteUnfetched(len(chain.Entries), f.sandbox)
	if a.json {
		entries := chain.Entries
		if entries == nil {
			entries = []ledger.Entry{}
		}
		return writeJSON(a.Stdout, history{entries, chain.Head, f.sandbox})
	}
	a.banner(f.sandbox)
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
