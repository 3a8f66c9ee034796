package wire

import (
	"context"
	"time"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// originTimeout bounds how long the repository that a clone follows is waited for.
const originTimeout = 30 * time.Second

// origin gives the repository that a clone follows: GitHub's with a token, else the one that git names where that lies on this
// machine. Without either nothing is asked.
func (w *Wire) origin(repo *git.Repo) (git.Remote, bool) {
	token := secret.New(w.Env("GITHUB_TOKEN"))
	if settings, err := w.ForgeSettings(); err == nil && !token.Empty() && settings.Repository != "" {
		return git.Remote{URL: w.gitServer() + "/" + settings.Repository + ".git", Password: token.Reveal}, true
	}
	origin, ok := repo.Origin()
	return origin, ok && origin.Local()
}

// compareWithOrigin compares a clone's ledger with that of its origin, as far as that can be asked.
func (w *Wire) compareWithOrigin(ctx context.Context, repo *git.Repo, clone ledger.Chain) (copies audit.Copies, origin git.Remote) {
	origin, ok := w.origin(repo)
	if !ok {
		return audit.Copies{Chain: clone}, git.Remote{}
	}
	ctx, cancel := context.WithTimeout(ctx, originTimeout)
	defer cancel()
	book, err := git.OpenRemoteLedger(origin, w.Now)
	var theirs ledger.Chain
	if err == nil {
		theirs, err = book.Load(ctx)
	}
	if err != nil {
		w.Note("bylaw: the ledger of the origin could not be read, so this is the clone alone: " + err.Error())
		return audit.Copies{Chain: clone}, git.Remote{}
	}
	return audit.Compare(clone, theirs), origin
}
