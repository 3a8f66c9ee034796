package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/erase"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// erasing is the person to erase, why, and whether --yes confirms it.
type erasing struct {
	who, reason string
	yes         bool
}

func (a *app) eraseCommand() *cobra.Command {
	var e erasing
	cmd := &cobra.Command{
		Use:  "erase NAME",
		Args: cobra.ExactArgs(1),
		RunE: runs(a, &e, a.erase),
	}
	cmd.Flags().StringVar(&e.reason, "reason", "", "why, as `TEXT` for the ledger; it must not name the person")
	cmd.Flags().BoolVar(&e.yes, "yes", false, "do not ask for confirmation")
	_ = cmd.MarkFlagRequired("reason") // it exists
	return cmd
}

// erasedJSON is the JSON form of an erasure.
type erasedJSON struct {
	Records int `json:"records"` // of the person, dropped
	Entry   int `json:"entry"`   // of the ledger that says so
}

func (e *erasing) complete(_ *cobra.Command, args []string) error {
	switch e.who = args[0]; {
	case e.who == "":
		return errors.New("the name is empty: give a seat, a login, a handle or an id")
	case strings.Contains(e.reason, e.who):
		return fmt.Errorf("the reason names %q, and it stays in the ledger for ever", e.who)
	}
	return nil
}

// erase deletes a person once the deletion is confirmed.
func (a *app) erase(ctx context.Context, e erasing) error {
	book, err := a.wire.PeopleLedger(ctx)
	if err != nil {
		return err
	}
	erasure, err := erase.Prepare(ctx, book, e.who)
	if err != nil {
		return err
	}
	if err := a.confirmErasure(e, len(erasure.People)); err != nil {
		return err
	}
	entry, err := erase.Run(ctx, book, erasure, e.reason, a.Now())
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, erasedJSON{len(erasure.People), entry})
	}
	_, err = fmt.Fprintf(a.Stdout, "erased: %s, recorded in entry %d\n", render.Count(len(erasure.People), "record"), entry)
	return err
}

// confirmErasure asks for the name again at a terminal. Elsewhere there is no one to ask, and --yes is needed.
func (a *app) confirmErasure(e erasing, records int) error {
	if e.yes {
		return nil
	}
	if !a.StdinTerminal || a.wire.InActions() {
		return diag.WithHint(&diag.Refusal{Why: "not confirmed: nothing was erased"}, "confirm it at a terminal, or with --yes: it cannot be undone")
	}
	typed, err := a.ask(fmt.Sprintf("This erases %s of %s. Decisions that rest on them remain recorded and cannot be re-evaluated.\n"+
		"It cannot be undone. Type %s to erase: ", render.Count(records, "record"), render.Outside(e.who), render.Outside(e.who)))
	if err != nil {
		return err
	}
	if typed != e.who {
		return &diag.Refusal{Why: "that is not the same name: nothing was erased"}
	}
	return nil
}
