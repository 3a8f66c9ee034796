package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/flow"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// founded is the JSON form of a founding.
type founded struct {
	Commit       string `json:"commit"`
	Constitution string `json:"constitution"`
	Roster       string `json:"roster"`
	Founder      string `json:"founder"`
}

// found writes the genesis of the record, once somebody has typed the name of the instance that it is for.
func (a *app) found(ctx context.Context) error {
	votes, founder, err := a.founder(ctx)
	if err != nil {
		return err
	}
	f, err := flow.Prepare(ctx, votes)
	if err != nil {
		return a.explainRefusal(err)
	}
	domain := f.Law.Settings.Domain
	fmt.Fprintf(a.Stderr, "This founds %s for %s, at commit %.12s of branch %s:\n%s, %s. From then on only votes change them.\n", render.Outside(f.Law.Settings.Community), domain, f.Commit, render.Outside(votes.Branch),
		render.Count(len(f.Law.Roster.Seats), "seat"), render.Count(len(f.Law.Constitution.Provisions), "provision"))
	if !isLoopback(domain) { // a sandbox has no name that is worth typing
		if err := a.typed(domain, "found it", "nothing was founded"); err != nil {
			return err
		}
	}
	if err := flow.Found(ctx, votes, f, founder); err != nil {
		return err
	}
	if a.json {
		return writeJSON(a.Stdout, founded{f.Commit, f.Digests.Constitution, f.Digests.Roster, founder})
	}
	_, err = fmt.Fprintf(a.Stdout, "founded by %s at commit %s\n", render.Outside(founder), f.Commit)
	return err
}

// founder opens the record that begins, and says who begins it: on GitHub whom the token belongs to, else whoever the
// system says is at the keyboard, in the repository's own record.
func (a *app) founder(ctx context.Context) (flow.Assembly, string, error) {
	if a.Env("GITHUB_TOKEN") == "" {
		return a.alone()
	}
	h, err := a.forum(ctx)
	if actor := a.Env("GITHUB_ACTOR"); err != nil || actor != "" {
		return h.assembly, actor, err
	}
	who, err := h.client.Self(ctx)
	if errors.Is(err, forge.ErrForbidden) {
		err = diag.WithHint(err, "use a token of your own: the ledger says who founded the community, and this token belongs to no person")
	}
	return h.assembly, who.Login, err
}

// alone opens a repository without any forge. One that has a remote needs a token: a founding that stays in one clone would let
// another clone found the same community again.
func (a *app) alone() (flow.Assembly, string, error) {
	repo, err := gitrepo.Open(a.repository())
	if err != nil {
		return flow.Assembly{}, "", err
	}
	remote, err := repo.HasRemote()
	if err != nil {
		return flow.Assembly{}, "", err
	}
	if remote {
		return flow.Assembly{}, "", diag.WithHint(errNoForge, "the community would be founded in this clone alone; set it to a token that may push the branch bylaw-ledger")
	}
	a.note("bylaw: the repository has no remote: the ledger lies in this clone alone")
	settings, err := a.forgeSettings()
	if err != nil {
		return flow.Assembly{}, "", err
	}
	votes := flow.Assembly{
		History: repo.Following(gitrepo.Remote{}), Judge: a.Judge, Ledger: repo.Ledger(a.Now), Branch: settings.Branch, Now: a.Now, Random: a.Random,
	}
	return votes, cmp.Or(a.Env("USER"), "unknown"), nil
}
