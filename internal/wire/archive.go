package wire

import (
	"context"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// MayAskForAnchors says whether the environment lets verify ask the forge or the server, for a repository that says which.
func (w *Wire) MayAskForAnchors() bool {
	_, err := w.WorkTree()
	return err == nil && (w.Env("GITHUB_TOKEN") != "" || w.ServerNamed() == nil)
}

// AnchorPlaces are the places where heads of the ledger are written down, as far as the environment names them.
func (w *Wire) AnchorPlaces(ctx context.Context) ([]port.Anchors, error) {
	var places []port.Anchors
	if w.ServerNamed() == nil {
		board, err := w.Board()
		if err != nil {
			return nil, err
		}
		places = append(places, board)
	}
	if len(places) > 0 && w.Env("GITHUB_TOKEN") == "" {
		return places, nil
	}
	f, err := w.Forge(ctx)
	return append(places, f.Ports), err
}

// Archive opens the ledger of the repository or of its sandbox, and what it is verified against. Nothing is fetched.
func (w *Wire) Archive(sandbox bool) (audit.Archive, error) {
	if sandbox {
		if _, err := w.WorkTree(); err != nil {
			return audit.Archive{}, unfindable(err)
		}
		book := &sandboxLedger{path: w.sandboxLedgerPath(), now: w.Now}
		return audit.Archive{Ledger: book, Trees: book, Judge: w.Judge, Sandbox: true, Policies: w.Version}, nil
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return audit.Archive{}, unfindable(err)
	}
	return audit.Archive{
		Ledger: repo.Ledger(w.Now), Trees: repo, History: repo.Following(git.Remote{}), Judge: w.Judge, Policies: w.Version,
	}, nil
}

// CurrentArchive is Archive, and unless it is offline or of a sandbox it takes the ledger of the origin in place of that of a
// clone which is behind, with the protected branch as it is there, and says so.
func (w *Wire) CurrentArchive(ctx context.Context, sandbox, offline bool) (audit.Archive, error) {
	archive, err := w.Archive(sandbox)
	if err != nil || sandbox || offline {
		return archive, err
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return archive, unfindable(err)
	}
	chain, err := archive.Ledger.Load(ctx)
	if err != nil {
		return archive, nil //nolint:nilerr // verify says itself what is wrong with the clone's own
	}
	copies, origin := w.compareWithOrigin(ctx, repo, chain)
	if note := copies.Note(); note != "" {
		w.Note("bylaw: " + note)
	}
	if copies.Differs > 0 || copies.Behind == 0 {
		return archive, nil
	}
	archive.Ledger, err = git.OpenRemoteLedger(origin, w.Now)
	archive.History = repo.Following(origin)
	return archive, err
}

func unfindable(err error) error {
	return diag.WithHint(err, "run this in a governance repository, or name one with --dir")
}

// Chain reads and verifies the ledger of the repository or of its sandbox, to be shown: what a newer bylaw wrote is shown
// as such, with a note.
func (w *Wire) Chain(ctx context.Context, sandbox bool) (ledger.Chain, error) {
	open := w.Ledger
	if sandbox {
		open = w.SandboxLedger
	}
	book, err := open()
	if err != nil {
		return ledger.Chain{}, unfindable(err)
	}
	chain, err := book.Load(ctx)
	if ledger.Newer(err) {
		w.Note("bylaw: " + err.Error() + "; " + diag.HintOf(err))
		return chain, nil
	}
	if err != nil || sandbox {
		return chain, err
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return chain, unfindable(err)
	}
	copies, _ := w.compareWithOrigin(ctx, repo, chain)
	if note := copies.Note(); note != "" {
		w.Note("bylaw: " + note)
	}
	return copies.Chain, nil
}
