package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// bootstrapped is the JSON form of a bootstrap.
type bootstrapped struct {
	Commit       string `json:"commit"`
	Constitution string `json:"constitution"`
	Roster       string `json:"roster"`
	Founder      string `json:"founder"`
}

func (a *app) bootstrapCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "bootstrap",
		Args: cobra.ExactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.bootstrap(cmd.Context()) },
	}
}

// bootstrap writes the genesis, once the name of the instance that it is for has been typed.
func (a *app) bootstrap(ctx context.Context) error {
	votes, founder, err := a.founder(ctx)
	if err != nil {
		return err
	}
	places, err := a.earlierHeads()
	if err != nil {
		return err
	}
	b, err := bootstrap.Prepare(ctx, votes, places...)
	if err != nil {
		return a.explainRefusal(err)
	}
	domain := b.Charter.Settings.Domain
	fmt.Fprintf(a.Stderr, "This bootstraps %s for %s, at commit %.12s of branch %s:\n%s, %s. From then on only votes change them.\n", render.Outside(b.Charter.Settings.Community), domain, b.Commit, render.Outside(votes.Branch),
		render.Count(len(b.Charter.Roster.Seats), "seat"), render.Count(len(b.Charter.Constitution.Provisions), "provision"))
	if !isLoopback(domain) { // a sandbox has no name that is worth typing
		if err := a.typed(domain, "bootstrap it", "nothing was bootstrapped"); err != nil {
			return err
		}
	}
	if err := bootstrap.Run(ctx, votes, b, founder); err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, bootstrapped{b.Commit, b.Digests.Constitution, b.Digests.Roster, founder})
	}
	_, err = fmt.Fprintf(a.Stdout, "bootstrapped by %s at commit %s\n", render.Outside(founder), b.Commit)
	return err
}

// earlierHeads are the places in which a head of an earlier ledger can be recorded, in addition to commit statuses: the pinned
// thread on the server, and this clone.
func (a *app) earlierHeads() ([]port.Anchors, error) {
	repo, err := git.Open(a.repository())
	if err != nil {
		return nil, err
	}
	places := []port.Anchors{clonedLedger{repo.Ledger(a.Now)}}
	if err := a.serverNamed(); err != nil {
		a.note("bylaw: a pinned constitution was not looked for: %v", err)
		return places, nil
	}
	board, err := a.board()
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
	return []ledger.Anchor{{Head: chain.Head, Place: "the branch bylaw-ledger of this clone, which has " + render.Entries(len(chain.Entries))}}, nil
}

// founder opens the ledger that a person writes to, and says who that is: on GitHub whom the token belongs to, else the
// user of the system, in the repository's own ledger.
func (a *app) founder(ctx context.Context) (check.Ports, string, error) {
	if a.Env("GITHUB_TOKEN") == "" {
		return a.alone()
	}
	h, err := a.openGitHub(ctx)
	if actor := a.Env("GITHUB_ACTOR"); err != nil || actor != "" {
		return h.ports, actor, err
	}
	who, err := h.client.Self(ctx)
	if errors.Is(err, forge.ErrForbidden) {
		err = diag.WithHint(err, "use a token of your own: the ledger says who did it, and this token belongs to no person")
	}
	return h.ports, who.Login, err
}

// alone opens a repository without any forge.
func (a *app) alone() (check.Ports, string, error) {
	repo, err := a.soleRepository()
	if err != nil {
		return check.Ports{}, "", err
	}
	settings, err := a.forgeSettings()
	if err != nil {
		return check.Ports{}, "", err
	}
	votes := check.Ports{
		History: repo.Following(git.Remote{}), Judge: a.Judge, Ledger: repo.Ledger(a.Now), Branch: settings.Branch, Now: a.Now, Random: a.Random,
	}
	return votes, cmp.Or(a.Env("USER"), "unknown"), nil
}

// soleRepository opens the repository in order to write to its own ledger, and says that the ledger stays there. One that has
// a remote needs a token instead: what is written in one clone alone is unknown to the community, and another clone could write
// the same number of the ledger, or begin a second one.
func (a *app) soleRepository() (*git.Repo, error) {
	repo, err := git.Open(a.repository())
	if err != nil {
		return nil, diag.WithHint(err, "run this in a governance repository, or name one with --dir")
	}
	remote, err := repo.HasRemote()
	if err != nil {
		return nil, err
	}
	if remote {
		return nil, diag.WithHint(errNoForge, "the repository has a remote, and the ledger entry would stay in this clone; set it to a token that may push the branch bylaw-ledger")
	}
	fmt.Fprintln(a.Stderr, "bylaw: the repository has no remote: the ledger is in this repository alone; once it has one, run \"git push REMOTE bylaw-ledger bylaw-people\"")
	return repo, nil
}
