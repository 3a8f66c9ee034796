package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// bootstrapped is the JSON form of a bootstrap.
type bootstrapped struct {
	Commit       string `json:"commit"`
	Constitution string `json:"constitution"`
	Roster       string `json:"roster"`
	Founder      string `json:"founder"`
}

// bootstrapFlags are the options of bootstrap.
type bootstrapFlags struct{ yes bool }

func (a *app) bootstrapCommand() *cobra.Command {
	var f bootstrapFlags
	cmd := &cobra.Command{
		Use:  "bootstrap",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f bootstrapFlags) error { return a.bootstrap(ctx, f.yes) }),
	}
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask for the name of the instance")
	return cmd
}

// bootstrap writes the genesis, once the name of the instance that it is for has been typed.
func (a *app) bootstrap(ctx context.Context, yes bool) error {
	votes, founder, err := a.wire.Founder(ctx)
	if err != nil {
		return err
	}
	places, err := a.wire.EarlierHeads()
	if err != nil {
		return err
	}
	b, err := bootstrap.Prepare(ctx, votes, places...)
	if err != nil {
		return err
	}
	domain := b.Charter.Settings.Domain
	a.say(fmt.Sprintf("This bootstraps %s for %s, at commit %.12s of branch %s:\n%s, %s. From then on only votes change them.", render.Outside(b.Charter.Settings.Community), domain, b.Commit, render.Outside(votes.Branch),
		render.Count(len(b.Charter.Roster.Seats), "seat"), render.Count(len(b.Charter.Constitution.Provisions), "provision")))
	if !yes && !wire.IsLoopback(domain) { // a sandbox has no name that is worth typing
		if err := a.typed(domain, "bootstrap it", "nothing was bootstrapped"); err != nil {
			return err
		}
	}
	if err := bootstrap.Run(ctx, votes, b, founder); err != nil {
		return err
	}
	if votes.Forge != nil {
		a.note("bylaw: the ledger was pushed to the branches bylaw-ledger and bylaw-people; \"bylaw doctor\" says what is still missing")
	}
	if a.json {
		return writeJSON(a.Stdout, bootstrapped{b.Commit, b.Digests.Constitution, b.Digests.Roster, founder})
	}
	_, err = fmt.Fprintf(a.Stdout, "bootstrapped by %s at commit %s\n", render.Outside(founder), b.Commit)
	return err
}
