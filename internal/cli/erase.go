package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// erasing is what somebody asks to erase, and why.
type erasing struct{ who, reason string }

func (e *erasing) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&e.who, "erase", "", "remove this person from the record: a seat, a login, a handle or an id")
	cmd.Flags().StringVar(&e.reason, "reason", "", "why, for the record; it must not name the person")
}

// erasedJSON is the JSON form of an erasure.
type erasedJSON struct {
	Records int `json:"records"` // of the person, dropped
	Entry   int `json:"entry"`   // of the ledger that says so
}

// erase drops a person once somebody has typed the name again.
func (a *app) erase(cmd *cobra.Command, e erasing, misplaced bool) error {
	switch {
	case misplaced:
		return usageError(cmd, errors.New("--erase stands alone, with --reason: a rehearsal has no record of people"))
	case e.who == "" || e.reason == "":
		return usageError(cmd, errors.New("--erase and --reason belong together"))
	case strings.Contains(e.reason, e.who):
		return usageError(cmd, fmt.Errorf("the reason names %q, and it stays in the record for ever", e.who))
	}
	ctx := cmd.Context()
	book, err := a.peopleLedger(ctx)
	if err != nil {
		return err
	}
	erasure, err := flow.PrepareErasure(ctx, book, e.who)
	if err != nil {
		return a.explainRefusal(err)
	}
	typed, err := a.ask(fmt.Sprintf("This erases %s of %s. Decisions that rest on them stay on record, and nobody can take them again.\n"+
		"It cannot be undone. Type %s to erase: ", render.Count(len(erasure.People), "record"), render.Outside(e.who), render.Outside(e.who)))
	if err != nil {
		return err
	}
	if typed != e.who {
		return &flow.Refusal{Why: "that is not the same name: nothing was erased"}
	}
	entry, err := flow.Erase(ctx, book, erasure, e.reason, a.Now())
	if err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, erasedJSON{len(erasure.People), entry})
	}
	_, err = fmt.Fprintf(a.Stdout, "erased: %s, told by entry %d\n", render.Count(len(erasure.People), "record"), entry)
	return err
}

// peopleLedger opens the community's record for writing: the server's where there is a token, else the repository's own.
func (a *app) peopleLedger(ctx context.Context) (*gitrepo.Ledger, error) {
	if a.Env("GITHUB_TOKEN") != "" {
		f, err := a.forum(ctx)
		if err != nil {
			return nil, err
		}
		if book, ok := f.assembly.Ledger.(*gitrepo.Ledger); ok {
			return book, nil
		}
	}
	repo, err := gitrepo.Open(a.repository())
	if err != nil {
		return nil, diag.WithHint(err, "run this in a governance repository, or name one with --dir")
	}
	return repo.Ledger(a.Now), nil
}
