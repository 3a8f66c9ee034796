package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

func (a *app) verifyCommand() *cobra.Command {
	var sandbox, anchors bool
	cmd := &cobra.Command{
		Use:  "verify",
		Args: cobra.ExactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			asked := anchors || !cmd.Flags().Changed("anchors") && a.mayAskForAnchors()
			return a.verify(cmd.Context(), sandbox, asked && !sandbox, cmd.Flags().Changed("anchors") && !anchors)
		},
	}
	cmd.Flags().BoolVar(&sandbox, "sandbox", false, "the ledger of the sandbox")
	cmd.Flags().BoolVar(&anchors, "anchors", false, "compare the external anchors")
	return cmd
}

// mayAskForAnchors says whether the environment lets verify ask the forge or the server, for a repository that says which.
func (a *app) mayAskForAnchors() bool {
	_, err := git.WorkTree(a.repository())
	return err == nil && (a.Env("GITHUB_TOKEN") != "" || a.serverNamed() == nil)
}

// anchorPlaces are the places where heads of the ledger are written down, as far as the environment names them.
func (a *app) anchorPlaces(ctx context.Context) ([]port.Anchors, error) {
	var places []port.Anchors
	if a.serverNamed() == nil {
		board, err := a.board()
		if err != nil {
			return nil, err
		}
		places = append(places, board)
	}
	if len(places) > 0 && a.Env("GITHUB_TOKEN") == "" {
		return places, nil
	}
	f, err := a.openGitHub(ctx)
	return append(places, f.ports), err
}

func (a *app) verify(ctx context.Context, sandbox, anchors, offline bool) error {
	archive, err := a.archive(sandbox)
	if err != nil {
		return err
	}
	if archive, err = a.upToDate(ctx, archive, sandbox || offline); err != nil {
		return err
	}
	if anchors {
		if archive.Anchors, err = a.anchorPlaces(ctx); err != nil {
			return err
		}
	}
	proof, err := audit.Verify(ctx, archive)
	if err != nil {
		return err
	}
	a.noteUnfetched(proof.Entries, sandbox)
	if a.json {
		err = writeJSON(a.Stdout, proof)
	} else {
		_, err = fmt.Fprint(a.Stdout, render.ProofText(proof))
	}
	if err == nil && len(proof.Faults)+len(proof.Newer) > 0 {
		return refused
	}
	return err
}

// archive opens the ledger of the repository or of its sandbox, and what it is verified against. Nothing is fetched.
func (a *app) archive(sandbox bool) (audit.Archive, error) {
	archive, err := wire.Archive(a.wired(sandbox))
	if err != nil {
		return audit.Archive{}, unfindable(err)
	}
	return archive, nil
}

// upToDate takes the ledger of the origin in place of that of a clone which is behind, with the protected branch as it is
// there, and says so.
func (a *app) upToDate(ctx context.Context, archive audit.Archive, offline bool) (audit.Archive, error) {
	if offline {
		return archive, nil
	}
	repo, err := git.Open(a.repository())
	if err != nil {
		return archive, unfindable(err)
	}
	chain, err := archive.Ledger.Load(ctx)
	if err != nil {
		return archive, nil //nolint:nilerr // verify says itself what is wrong with the clone's own
	}
	copies, origin := a.compareWithOrigin(ctx, repo, chain)
	if note := copies.Note(); note != "" {
		a.note("bylaw: %s", note)
	}
	if copies.Differs > 0 || copies.Behind == 0 {
		return archive, nil
	}
	archive.Ledger, err = git.OpenRemoteLedger(origin, a.Now)
	archive.History = repo.Following(origin)
	return archive, err
}

func unfindable(err error) error {
	return diag.WithHint(err, "run this in a governance repository, or name one with --dir")
}

// noteUnfetched says where an empty record may come from: nothing is fetched to read it.
func (a *app) noteUnfetched(entries int, sandbox bool) {
	if entries == 0 && !sandbox {
		a.note("bylaw: this read the clone alone: if something was recorded elsewhere, \"git fetch\" brings it here")
	}
}

// chain reads and verifies the ledger of the repository or of its sandbox, to be shown: what a newer bylaw wrote is shown
// as such, with a note.
func (a *app) chain(ctx context.Context, sandbox bool) (ledger.Chain, error) {
	book, err := wire.Ledger(a.wired(sandbox))
	if err != nil {
		return ledger.Chain{}, unfindable(err)
	}
	chain, err := book.Load(ctx)
	if ledger.Newer(err) {
		a.note("bylaw: %v; %s", err, diag.HintOf(err))
		return chain, nil
	}
	if err != nil || sandbox {
		return chain, err
	}
	repo, err := git.Open(a.repository())
	if err != nil {
		return chain, unfindable(err)
	}
	copies, _ := a.compareWithOrigin(ctx, repo, chain)
	if note := copies.Note(); note != "" {
		a.note("bylaw: %s", note)
	}
	return copies.Chain, nil
}
