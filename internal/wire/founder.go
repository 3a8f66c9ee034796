package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// EarlierHeads are the places in which a head of an earlier ledger can be recorded, in addition to commit statuses: the pinned
// thread on the server, and this clone.
func (w *Wire) EarlierHeads() ([]port.Anchors, error) {
	repo, err := git.Open(w.Repository())
	if err != nil {
		return nil, err
	}
	places := []port.Anchors{clonedLedger{repo.Ledger(w.Now)}}
	if err := w.ServerNamed(); err != nil {
		w.Note("bylaw: a pinned constitution was not looked for: " + err.Error())
		return places, nil //nolint:nilerr // the note says it
	}
	board, err := w.Board()
	return append(places, board), err
}

// clonedLedger is what a clone has of the ledger.
type clonedLedger struct{ *git.Ledger }

// Anchors gives its head, if it has entries.
func (l clonedLedger) Anchors(ctx context.Context) ([]ledger.Anchor, error) {
	chain, err := l.Load(ctx)
	if err != nil || len(chain.Entries) == 0 {
		return nil, err
	}
	return []ledger.Anchor{{Head: chain.Head, Place: fmt.Sprintf("the branch bylaw-ledger of this clone, which ends at entry %d", len(chain.Entries))}}, nil
}

// What is said where the forge cannot keep the ledger.
const (
	notWritten = "nothing was written to the ledger"
	elsewhere  = "let a sandbox or GitHub keep the ledger: docs/reference/servers.md"
)

// Founder opens the ledger that a person writes to, and says who that is: on GitHub whom the token belongs to, else the
// user of the system, in the repository's own ledger.
func (w *Wire) Founder(ctx context.Context) (check.Ports, string, error) {
	if w.Env("GITHUB_TOKEN") == "" {
		votes, person, err := w.alone()
		return votes, person, w.orGitea(err, notWritten, elsewhere)
	}
	h, err := w.Forge(ctx)
	if err == nil {
		err = h.Writable(notWritten, elsewhere)
	}
	if actor := w.Env("GITHUB_ACTOR"); err != nil || actor != "" {
		return h.Ports, actor, err
	}
	who, err := h.Client.Self(ctx)
	if errors.Is(err, facts.ErrForbidden) {
		err = diag.WithHint(err, "use a token of your own: the ledger says who did it, and this token belongs to no person")
	}
	return h.Ports, who.Login, err
}

// alone opens a repository without any forge.
func (w *Wire) alone() (check.Ports, string, error) {
	repo, err := w.soleRepository()
	if err != nil {
		return check.Ports{}, "", err
	}
	settings, err := w.ForgeSettings()
	if err != nil {
		return check.Ports{}, "", err
	}
	votes := check.Ports{
		History: repo.Following(git.Remote{}), Judge: w.Judge, Ledger: repo.Ledger(w.Now), Branch: settings.Branch, Now: w.Now, Random: w.Random,
	}
	return votes, cmp.Or(w.Env("USER"), "unknown"), nil
}

// soleRepository opens the repository in order to write to its own ledger, and says that the ledger stays there. One that has
// a remote needs a token instead: what is written in one clone alone is unknown to the community, and another clone could write
// the same number of the ledger, or begin a second one.
func (w *Wire) soleRepository() (*git.Repo, error) {
	repo, err := git.Open(w.Repository())
	if err != nil {
		return nil, diag.WithHint(err, "run this in a governance repository, or name one with --dir")
	}
	remote, err := repo.HasRemote()
	if err != nil {
		return nil, err
	}
	if remote {
		return nil, diag.WithHint(ErrNoForge, "the repository has a remote, and the ledger entry would stay in this clone; set it to a token that may push the branch bylaw-ledger")
	}
	w.Say("bylaw: the repository has no remote: the ledger is in this repository alone; once it has one, run \"git push REMOTE bylaw-ledger bylaw-people\"")
	return repo, nil
}

// PeopleLedger opens the community's ledger for writing: the server's where there is a token, else the repository's own, where
// it has no remote.
func (w *Wire) PeopleLedger(ctx context.Context) (*git.Ledger, error) {
	if w.Env("GITHUB_TOKEN") != "" {
		f, err := w.Forge(ctx)
		if err != nil {
			return nil, err
		}
		if book, ok := f.Ports.Ledger.(*git.Ledger); ok {
			return book, nil
		}
	}
	repo, err := w.soleRepository()
	if err != nil {
		return nil, err
	}
	return repo.Ledger(w.Now), nil
}
