package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// contact is where the people of a server find out what sends them requests.
const contact = "https://github.com/bylaw-dev/bylaw"

// env is a world to plan and apply in, and the tree to enact there.
type env struct {
	ports  apply.Ports
	source branch.Source
	flush  func() error // writes down what the sandbox's server has become
}

// openEnv loads the tree and opens the server that it is for: the embedded one, or the operator's.
func (a *app) openEnv(ctx context.Context, f planFlags) (env, error) {
	source, err := a.source(f.ref)
	if err != nil {
		return env{}, err
	}
	if f.sandbox {
		return a.sandboxEnv(source)
	}
	return a.planEnv(ctx, source, f.ref)
}

// planEnv opens the operator's server for a plan. With a token for the forge the decisions behind the tip are looked
// up, so that the plan is the one that apply would make.
func (a *app) planEnv(ctx context.Context, source branch.Source, ref string) (env, error) {
	if err := a.serverNamed(); err != nil {
		return env{}, err
	}
	if ref != "" || a.Env("GITHUB_TOKEN") == "" {
		book, err := wire.Ledger(a.wired(false))
		if err != nil {
			return env{}, err
		}
		return a.serverEnv(ctx, source, book, a.Judge)
	}
	h, err := a.openGitHub(ctx)
	if err != nil {
		return env{}, err
	}
	if h.missing != "" {
		return a.serverEnv(ctx, source, h.ports.Ledger, h.ports.Judge)
	}
	if source, err = check.WithAuthorization(ctx, h.ports, source); err != nil {
		return env{}, err
	}
	return a.serverEnv(ctx, source, h.ports.Ledger, h.ports.Judge)
}

// openCommunity opens what enacting takes: the forge where something was decided, and the operator's server.
func (a *app) openCommunity(ctx context.Context) (apply.Community, error) {
	if err := a.serverNamed(); err != nil {
		return apply.Community{}, err
	}
	h, err := a.openGitHub(ctx)
	if err != nil {
		return apply.Community{}, err
	}
	if err := h.writable("nothing was applied", "read what would change with \"bylaw plan\"; what cannot wait is done by hand"); err != nil {
		return apply.Community{}, err
	}
	checkout, err := a.checkout()
	if err != nil {
		return apply.Community{}, err
	}
	board, err := a.board()
	if err != nil {
		return apply.Community{}, err
	}
	return apply.Community{
		Votes: h.ports, Statuses: h.client, Note: a.noteOutside,
		Authorize: check.AuthorizeOptions{
			Paused: a.Env("BYLAW_PAUSED"), Checkout: checkout, Anchors: []port.Anchors{board},
			Report: func(ctx context.Context, st check.BranchStatus) error {
				return check.NotifyIncident(ctx, h.notifier, st, a.noteOutside)
			},
		},
		Open: func(ctx context.Context, source branch.Source) (apply.Ports, error) {
			s, err := a.serverEnv(ctx, source, h.ports.Ledger, h.ports.Judge)
			s.ports.Progress = a.meter.finish
			return s.ports, err
		},
	}, nil
}

// board is the operator's server as the place where the constitution is published, and in its first post a head of the ledger.
func (a *app) board() (*mastodon.Instance, error) {
	return mastodon.Open(mastodon.Options{
		URL: a.Env("MASTODON_URL"), Token: mastodon.NewToken(a.Env("MASTODON_ACCESS_TOKEN")), Version: release, Contact: contact, Now: a.Now,
	})
}

// checkout says where the files of a person at a terminal stand. A workflow may have checked out an older commit.
func (a *app) checkout() (*check.Checkout, error) {
	if a.inActions() {
		return nil, nil //nolint:nilnil // no checkout that anybody looks at
	}
	repo, err := git.Open(a.repository())
	if err != nil {
		return nil, err
	}
	s, err := repo.Status()
	return &check.Checkout{Head: s.Head, Dirty: s.Dirty}, err
}

// serverNamed says whether the environment names a server and a token for it.
func (a *app) serverNamed() error {
	if a.Env("MASTODON_URL") == "" || a.Env("MASTODON_ACCESS_TOKEN") == "" {
		return diag.WithHint(errNoServer, "set both, or try it with --sandbox")
	}
	return nil
}

// serverEnv opens the operator's server, for a tree and with the ledger of the repository.
func (a *app) serverEnv(ctx context.Context, source branch.Source, book port.Ledger, j port.Judge) (env, error) {
	handles, err := a.handles(source.Charter.Settings.Domain)
	if err != nil {
		return env{}, err
	}
	vigil := &apply.WaitHook{}
	instance, err := mastodon.Open(mastodon.Options{
		URL: a.Env("MASTODON_URL"), Declared: source.Charter.Settings.Instance, Token: mastodon.NewToken(a.Env("MASTODON_ACCESS_TOKEN")),
		Version: release, Contact: contact, Now: a.Now, Sleep: a.Sleep, Stop: ctx.Done(), Secrets: a.Env, Pseudonyms: handles,
		Waiting: func(until time.Time) { a.meter.wait(until); vigil.Wait(until) },
	})
	if err != nil {
		return env{}, err
	}
	repo, err := git.Open(a.repository())
	if err != nil {
		return env{}, err
	}
	world := apply.Ports{Trees: repo, Judge: j, Instance: instance, Board: instance, Ledger: book, Now: a.Now, Pseudonyms: handles, WaitHook: vigil}
	return env{ports: world, source: source, flush: func() error { return nil }}, nil
}

// source loads the governed tree, and notes what a reader of the plan should know about where it comes from.
func (a *app) source(ref string) (branch.Source, error) {
	tree, err := a.governed(ref)
	if err != nil {
		return branch.Source{}, err
	}
	commit, notes, err := a.checkedOutCommit(ref)
	if err != nil {
		return branch.Source{}, err
	}
	return branch.Load(tree, commit, notes)
}

// checkedOutCommit says which commit the tree belongs to, and whether it is that commit at all.
func (a *app) checkedOutCommit(ref string) (commit string, notes []string, err error) {
	repo, err := git.Open(a.repository())
	if errors.Is(err, git.ErrNotRepository) || err == nil && !sameFolder(repo.Root(), a.repository()) {
		return "", []string{"not a git repository: the files on disk are planned, and no one voted on them"}, nil
	}
	if err != nil {
		return "", nil, err
	}
	if ref != "" {
		at, err := repo.Commit(ref)
		return at.Hash, nil, err
	}
	s, err := repo.Status()
	switch {
	case err != nil:
		return "", nil, err
	case s.Unborn:
		return "", []string{"the branch has no commit yet: the files on disk are planned"}, nil
	case s.Detached:
		notes = append(notes, "the head is detached: this is no branch's tip")
	}
	if len(s.Dirty) > 0 {
		notes = append(notes, "the work tree is dirty: these files differ from the commit: "+strings.Join(s.Dirty, ", "))
	}
	return s.Head, notes, nil
}

// sameFolder compares two paths after following symbolic links; macOS has one at the root of its temporary files.
func sameFolder(a, b string) bool {
	x, errX := filepath.EvalSymlinks(a)
	y, errY := filepath.EvalSymlinks(b)
	return errX == nil && errY == nil && x == y
}
