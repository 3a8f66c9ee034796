package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/render"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// newcomer is the account without a seat that a sandbox has if none is asked for.
const newcomer = "newcomer"

// late is how long after it the embedded GitHub does not know everywhere what happened, as the real one does not.
const late = time.Second

// sandboxGitHub serves the community's repository on an embedded GitHub, with an embedded Mastodon that is its instance.
func (a *app) sandboxGitHub(ctx context.Context, f sandboxFlags) error {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	if err := a.wire.MakeSandboxFolder(); err != nil {
		return err
	}
	dir := filepath.Join(a.wire.SandboxFolder(), "github")
	release, err := a.wire.Lock(ctx, dir+".lock", "another \"bylaw sandbox --github\" of this repository")
	if err != nil {
		return err
	}
	defer release()
	clock := sandbox.NewClock(filepath.Join(dir, "clock"), a.Now)
	if err := os.Remove(clock.Path()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := a.forward(clock, f.clock); err != nil {
		return err
	}
	if len(f.accounts) == 0 {
		f.accounts = []string{newcomer}
	}
	c, err := community.Open(ctx, community.Options{
		Tree: tree, Dir: dir, Now: clock.Now, Clock: clock, Address: f.address, Accounts: f.accounts,
		Settings: hub.Settings{PullsLag: late, ActivityLag: late, MergeRace: late},
	})
	if err != nil {
		return err
	}
	defer c.Close()
	fmt.Fprint(a.Stdout, sandboxText(c))
	<-ctx.Done()
	return nil
}

// sandboxText says where everything is, who is who, and how to go on.
func sandboxText(c *community.Community) string {
	var text strings.Builder
	fmt.Fprintf(&text, "the embedded GitHub has %s at %s: its page shows the votes and moves the clock\n", render.Outside(c.Repository), c.GitHubURL)
	fmt.Fprintf(&text, "the embedded Mastodon is at %s: its page shows what bylaw did\n\n", c.MastodonURL)
	text.WriteString("Who is who; the token is the password of git too:\n\n")
	for _, each := range c.People {
		seat := each.Seat
		if seat == "" {
			seat = "no seat"
		}
		fmt.Fprintf(&text, "  %-22s %-28s may %-6s %s\n", render.Outside(each.Login), render.Outside(seat), each.Right, render.Outside(each.Token))
	}
	text.WriteString("\nIn another terminal:\n")
	for _, step := range c.Steps() {
		fmt.Fprintf(&text, "\n%s\n\n  %s\n", step.Text, strings.ReplaceAll(step.Command, "\n", "\n  "))
	}
	text.WriteString("\nAll of it is forgotten at the end; press Ctrl-C to stop.\n")
	return text.String()
}
