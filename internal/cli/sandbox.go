package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func (a *app) sandboxCommand() *cobra.Command {
	var address string
	var withGitHub bool
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the embedded Mastodon server and its page",
		Long: "Sandbox serves the server that \"plan --sandbox\" and \"apply --sandbox\" rehearse on, with a page that shows what bylaw\n" +
			"did there. It listens on this machine alone, until you press Ctrl-C.\n\n" +
			"With --github it serves an embedded GitHub as well, with the repository, the workflows and an account for every\n" +
			"seat, and a Mastodon server that knows nothing of earlier rehearsals. It prints what bylaw must be told to meet both.",
		Example: "  bylaw sandbox --listen 127.0.0.1:8080\n  bylaw sandbox --github",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if withGitHub {
				return a.sandboxGitHub(cmd.Context(), address)
			}
			return a.sandbox(cmd.Context(), address)
		},
	}
	cmd.Flags().BoolVar(&withGitHub, "github", false, "serve an embedded GitHub too")
	cmd.Flags().StringVar(&address, "listen", sandbox.Address, "loopback address and port; port 0 lets the system pick one")
	return cmd
}

func (a *app) sandbox(ctx context.Context, address string) error {
	source, err := a.source("")
	if err != nil {
		return err
	}
	server := box.New(box.Options{Domain: source.Law.Settings.Domain, Now: a.Now})
	if err := server.Load(a.rehearsalServer()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	url, stop, err := sandbox.Serve(ctx, address, server)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "the embedded Mastodon of %s is at %s\npress Ctrl-C to stop\n", source.Law.Settings.Community, url)
	<-ctx.Done()
	stop()
	return a.keepRehearsal(server)
}
