package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// verified is the JSON form of what verify found.
type verified struct {
	Entries int    `json:"entries"`
	Head    string `json:"head"`
	Intact  bool   `json:"intact"`
	Broken  string `json:"broken,omitempty"` // which file, and why
}

func (a *app) verifyCommand() *cobra.Command {
	var sandbox bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove that the record has not been altered",
		Long: "Verify reads the whole ledger and checks that every entry names the hash of the one before, and every facts file\n" +
			"its own. It needs no network. Anchors outside the repository are not checked, so an entry cut off at the end goes\n" +
			"unnoticed. It exits with 3 if the record is broken.",
		Example: "  bylaw verify\n  bylaw verify --sandbox",
		Args:    exactly(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.verify(cmd.Context(), sandbox) },
	}
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "the ledger of the rehearsal")
	return cmd
}

func (a *app) verify(ctx context.Context, sandbox bool) error {
	chain, err := a.chain(ctx, sandbox)
	broken, isBroken := errors.AsType[*ledger.Broken](err)
	if err != nil && !isBroken {
		return err
	}
	report := verified{Entries: len(chain.Entries), Head: chain.Head, Intact: !isBroken}
	if isBroken {
		report.Broken = broken.Error()
	}
	if err := a.tellVerified(report); err != nil {
		return err
	}
	if isBroken {
		return refused
	}
	return nil
}

func (a *app) tellVerified(report verified) error {
	var err error
	switch {
	case a.json:
		return writeJSON(a.Stdout, report)
	case !report.Intact:
		_, err = fmt.Fprintf(a.Stdout, "the record is broken: %s\n", render.Outside(report.Broken))
	case report.Entries == 0:
		_, err = fmt.Fprintln(a.Stdout, "the ledger is empty: nothing has been recorded yet")
	default:
		_, err = fmt.Fprintf(a.Stdout, "the record is intact: %s, head %s\nanchors were not checked\n", render.Entries(report.Entries), report.Head)
	}
	return err
}

// chain reads and verifies the ledger of the repository or of its rehearsal.
func (a *app) chain(ctx context.Context, sandbox bool) (ledger.Chain, error) {
	open := a.openLedger
	if sandbox {
		open = a.openRehearsalLedger
	}
	book, err := open()
	if err != nil {
		return ledger.Chain{}, diag.WithHint(err, "run this in a governance repository, or name one with --dir")
	}
	return book.Load(ctx)
}
