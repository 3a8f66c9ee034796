package cli

import (
	"context"
	"time"

	"github.com/bylaw-dev/bylaw/internal/audit"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// originTimeout bounds how long the repository that a clone follows is waited for.
const originTimeout = 30 * time.Second

// origin gives the repository that a clone follows: GitHub's with a token, else the one that git names where that lies on this
// machine. Without either nothing is asked.
func (a *app) origin(repo *git.Repo) (git.Remote, bool) {
	token := forge.NewToken(a.Env("GITHUB_TOKEN"))
	if settings, err := a.forgeSettings(); err == nil && !token.Empty() && settings.Repository != "" {
		return git.Remote{URL: a.gitServer() + "/" + settings.Repository + ".git", Password: token.Reveal}, true
	}
	origin, ok := repo.Origin()
	return origin, ok && origin.Local()
}

// compareWithOrigin compares a clone's ledger with that of its origin, as far as that can be asked.
func (a *app) compareWithOrigin(ctx context.Context, repo *git.Repo, clone ledger.Chain) (copies audit.Copies, origin git.Remote) {
	origin, ok := a.origin(repo)
	if !ok {
		return audit.Copies{Chain: clone}, git.Remote{}
	}
	ctx, cancel := context.WithTimeout(ctx, originTimeout)
	defer cancel()
	book, err := git.OpenRemoteLedger(origin, a.Now)
	var theirs ledger.Chain
	if err == nil {
		theirs, err = book.Load(ctx)
	}
	if err != nil {
		a.note("bylaw: the ledger of the origin could not be read, so this is the clone alone: %s", render.Outside(err.Error()))
		return audit.Copies{Chain: clone}, git.Remote{}
	}
	return audit.Compare(clone, theirs), origin
}
