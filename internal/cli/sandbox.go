package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// sandboxFlags are what "bylaw sandbox" is started with.
type sandboxFlags struct {
	address  string
	clock    string
	github   bool
	accounts []string
}

func (a *app) sandboxCommand() *cobra.Command {
	var f sandboxFlags
	cmd := &cobra.Command{
		Use:  "sandbox",
		Args: cobra.ExactArgs(0),
		RunE: runs(a, &f, func(ctx context.Context, f sandboxFlags) error {
			if f.github {
				return a.sandboxGitHub(ctx, f)
			}
			return a.sandbox(ctx, f)
		}),
	}
	cmd.Flags().BoolVar(&f.github, "github", false, "serve an embedded GitHub too")
	cmd.Flags().StringVar(&f.address, "listen", sandbox.Address, "loopback `ADDRESS` and port; port 0 lets the system pick one")
	cmd.Flags().StringVar(&f.clock, "clock", "", "move the clock of the sandbox forward by `STEP`, as in +3d or 2027-01-01T00:00:00Z")
	cmd.Flags().StringArrayVar(&f.accounts, "account", nil, "add this `LOGIN`, an account without a seat to the embedded GitHub")
	goesWith(cmd, "account", "github")
	return cmd
}

func (a *app) sandbox(ctx context.Context, f sandboxFlags) error {
	source, err := a.wire.Source("")
	if err != nil {
		return err
	}
	clock := a.wire.SandboxClock()
	if err := a.forward(clock, f.clock); err != nil {
		return err
	}
	if _, err := clock.Ahead(); err != nil {
		return err
	}
	a.wire.Use(clock)
	if err := a.wire.MakeSandboxFolder(); err != nil {
		return err
	}
	server, err := a.wire.SandboxMastodon(source.Charter.Settings.Domain, box.EachChange)
	if err != nil {
		return err
	}
	url, stop, err := sandbox.Serve(ctx, f.address, clock.Handle(server))
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintf(a.Stdout, "the embedded Mastodon of %s is at %s\n"+
		"its page says who is who, shows what bylaw did, and moves the clock, which is at %s\n"+
		"to push and to vote as well, start \"bylaw sandbox --github\"\n"+
		"press Ctrl-C to stop: the state stays in %s\n",
		render.Outside(source.Charter.Settings.Community), url, a.Now().UTC().Format("2006-01-02 15:04 UTC"), a.wire.SandboxFolder())
	<-ctx.Done()
	return nil
}

// forward moves a clock as the command line says.
func (a *app) forward(clock *sandbox.Clock, step string) error {
	if step == "" {
		return nil
	}
	return errors.Join(a.wire.MakeSandboxFolder(), clock.Forward(step))
}
