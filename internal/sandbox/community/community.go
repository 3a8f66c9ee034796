// Package community puts a community's repository on an embedded GitHub and its server on an embedded Mastodon, both
// served on loopback, so that workflows and the program itself can be rehearsed against them as against the real ones.
package community

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Options is what a rehearsal starts with.
type Options struct {
	Tree facts.Tree // the governed files
	Dir  string     // where repository and clone are made; what an earlier rehearsal left there is removed
	Now  func() time.Time
	// Address is where the embedded Mastodon listens, on loopback.
	Address string
}

// Community is a rehearsal that runs.
type Community struct {
	GitHub      *github.Server
	Mastodon    *mastodon.Server
	GitHubURL   string
	MastodonURL string
	Repository  string // owner/name
	Branch      string
	Clone       string            // a work tree to propose from
	Tokens      map[string]string // of GitHub, by login
	stops       []func()
}

// WorkflowBot is whose token the workflows of GitHub act with.
const WorkflowBot = "github-actions[bot]"

// Open makes the repository anew in o.Dir, with the workflows and with the embedded server as its instance, gives every
// seat an account, and serves both. Close ends it.
func Open(ctx context.Context, o Options) (*Community, error) {
	law, mistakes := charter.Load(o.Tree)
	if err := mistakes.Err(); err != nil {
		return nil, err
	}
	forge := law.Settings.Forge
	c := &Community{
		Clone: filepath.Join(o.Dir, "clone"), Tokens: map[string]string{},
		Repository: cmp.Or(forge.Repository, "example/governance"), Branch: cmp.Or(forge.Branch, "main"),
	}
	c.Mastodon = mastodon.New(mastodon.Options{Now: o.Now})
	var err error
	if c.MastodonURL, err = c.serve(ctx, o.Address, c.Mastodon); err != nil {
		return nil, err
	}
	if err := c.openGitHub(ctx, o, law); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// Close ends both servers, after the requests in flight.
func (c *Community) Close() {
	for _, stop := range slices.Backward(c.stops) {
		stop()
	}
}

// openGitHub founds nothing: it serves a repository with one commit.
func (c *Community) openGitHub(ctx context.Context, o Options, law charter.Charter) error {
	bare := filepath.Join(o.Dir, "repository.git")
	if err := errors.Join(os.RemoveAll(bare), os.RemoveAll(c.Clone)); err != nil {
		return err
	}
	if err := c.publish(o, bare); err != nil {
		return fmt.Errorf("make the repository of the rehearsal: %w", err)
	}
	owner, name, _ := strings.Cut(c.Repository, "/")
	server, err := github.New(github.Options{
		Now: o.Now, Owner: owner, Repo: name, Dir: bare, Settings: github.Settings{ActionsMayPropose: true},
	})
	if err != nil {
		return err
	}
	c.GitHub = server
	c.join(law)
	if c.GitHubURL, err = c.serve(ctx, sandbox.Address, server); err != nil {
		return err
	}
	work, err := gitrepo.Open(c.Clone)
	if err != nil {
		return err
	}
	return work.Follow(c.GitHubURL+"/"+c.Repository+".git", c.Branch)
}

// join gives every seat and the workflows' bot an account that may write.
func (c *Community) join(law charter.Charter) {
	for _, seat := range law.Roster.Seats {
		if !seat.Vacant() {
			c.Tokens[seat.Login] = c.GitHub.Join(github.Account{ID: seat.ID, Login: seat.Login, Permission: "write"})
		}
	}
	c.Tokens[WorkflowBot] = c.GitHub.Join(github.Account{ID: github.ActionsBot, Login: WorkflowBot, Type: "Bot", Permission: "write"})
}

func (c *Community) serve(ctx context.Context, address string, handler http.Handler) (string, error) {
	url, stop, err := sandbox.Serve(ctx, address, handler)
	if err == nil {
		c.stops = append(c.stops, stop)
	}
	return url, err
}
