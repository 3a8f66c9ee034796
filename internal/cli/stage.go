package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/judge"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
)

// contact is where the people of a server find out what sends them requests.
const contact = "https://github.com/bylaw-dev/bylaw"

// stage is a world to plan and apply in, and the tree to enact there.
type stage struct {
	world  flow.World
	source flow.Source
	keep   func() error // writes down what the rehearsal's server has become
}

// stage loads the tree and opens the server that it is for: the embedded one, or the operator's.
func (a *app) stage(ctx context.Context, f planFlags) (stage, error) {
	source, err := a.source(f.ref)
	if err != nil {
		return stage{}, err
	}
	if f.sandbox {
		return a.rehearsal(ctx, source)
	}
	return a.community(ctx, source)
}

// community opens the operator's server for reading, and the ledger of the repository.
func (a *app) community(ctx context.Context, source flow.Source) (stage, error) {
	if a.Env("MASTODON_URL") == "" || a.Env("MASTODON_ACCESS_TOKEN") == "" {
		return stage{}, diag.WithHint(errNoServer, "set both, or rehearse with --sandbox")
	}
	instance, err := mastodon.Open(mastodon.Options{
		URL: a.Env("MASTODON_URL"), Declared: source.Law.Settings.Instance, Token: mastodon.NewToken(a.Env("MASTODON_ACCESS_TOKEN")),
		Version: release, Contact: contact, Now: a.Now, Waiting: a.meter.wait, Stop: ctx.Done(), Secrets: a.Env,
	})
	if err != nil {
		return stage{}, err
	}
	j, err := judge.New(ctx)
	if err != nil {
		return stage{}, err
	}
	repo, err := gitrepo.Open(a.repository())
	if err != nil {
		return stage{}, err
	}
	world := flow.World{Trees: repo, Judge: j, Instance: instance, Board: instance, Ledger: repo.Ledger(a.Now), Now: a.Now}
	return stage{world, source, func() error { return nil }}, nil
}

// source loads the governed tree, and notes what a reader of the plan should know about where it comes from.
func (a *app) source(ref string) (flow.Source, error) {
	tree, err := a.governed(ref)
	if err != nil {
		return flow.Source{}, err
	}
	commit, notes, err := a.standing(ref)
	if err != nil {
		return flow.Source{}, err
	}
	return flow.Load(tree, commit, notes)
}

// standing says which commit the tree belongs to, and whether it is that commit at all.
func (a *app) standing(ref string) (commit string, notes []string, err error) {
	repo, err := gitrepo.Open(a.repository())
	if errors.Is(err, gitrepo.ErrNotRepository) || err == nil && !sameFolder(repo.Root(), a.repository()) {
		return "", []string{"not a git repository: the files on disk are planned, and nobody voted on them"}, nil
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

// openLedger opens the record of the governance repository.
func (a *app) openLedger() (flow.Ledger, error) {
	repo, err := gitrepo.Open(a.repository())
	if err != nil {
		return nil, err
	}
	return repo.Ledger(a.Now), nil
}
