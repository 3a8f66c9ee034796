// Package community puts a community's repository on a fake GitHub and its server on a fake Mastodon, both served on
// loopback, so that workflows and the program run against them as against the real ones.
package community

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// Options is what a sandbox starts with.
type Options struct {
	Tree facts.Tree // the governed files
	Dir  string     // where repository and clone are made; what an earlier sandbox left there is removed
	Now  func() time.Time
	// Address is where the fake Mastodon listens, on loopback.
	Address string
	// Accounts are logins without a seat, each of an account that may read.
	Accounts []string
	// Clock is a clock that people can move, whose Now is o.Now; nil leaves the pages without one.
	Clock    *sandbox.Clock
	Settings github.Settings // of the fake GitHub
}

// Community is a sandbox that runs.
type Community struct {
	Name        string
	People      []Person
	GitHub      *github.Server
	Mastodon    *mastodon.Server
	GitHubURL   string
	MastodonURL string
	Repository  string // owner/name
	Branch      string
	Clone       string            // a work tree to propose from
	Tokens      map[string]string // of GitHub, by login
	now         func() time.Time
	clock       *sandbox.Clock
	stops       []func()
}

// Person is an account of the fake GitHub.
type Person struct {
	Login, Seat, Right, Token string
}

// WorkflowBot is whose token the workflows of GitHub act with.
const WorkflowBot = "github-actions[bot]"

// Open makes a new repository in o.Dir, with the workflows and with the fake server as its instance, gives every
// seat an account, and serves both. Close ends it.
func Open(ctx context.Context, o Options) (*Community, error) {
	law, mistakes := charter.Load(o.Tree)
	if err := mistakes.Err(); err != nil {
		return nil, err
	}
	forge := law.Settings.Forge
	c := &Community{
		Name: law.Settings.Community, now: o.Now, clock: o.Clock, Clone: filepath.Join(o.Dir, "clone"), Tokens: map[string]string{},
		Repository: cmp.Or(forge.Repository, "example/governance"), Branch: cmp.Or(forge.Branch, "main"),
	}
	var handler http.Handler
	options := mastodon.Options{Now: o.Now}
	if o.Clock != nil {
		options.ClockPath = sandbox.ClockPath
	}
	c.Mastodon = mastodon.New(options)
	handler = c.Mastodon
	if o.Clock != nil {
		handler = o.Clock.Handle(handler)
	}
	var err error
	if c.MastodonURL, err = c.serve(ctx, o.Address, handler); err != nil {
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

// openGitHub bootstraps nothing: it serves a repository with one commit.
func (c *Community) openGitHub(ctx context.Context, o Options, law charter.Charter) error {
	bare := filepath.Join(o.Dir, "repository.git")
	forks := filepath.Join(o.Dir, "forks")
	if err := errors.Join(os.RemoveAll(bare), os.RemoveAll(c.Clone), os.RemoveAll(forks)); err != nil {
		return err
	}
	if err := c.publish(o, bare); err != nil {
		return fmt.Errorf("make the repository of the sandbox: %w", err)
	}
	owner, name, _ := strings.Cut(c.Repository, "/")
	settings := o.Settings
	settings.ActionsMayPropose = true
	server, err := github.New(github.Options{
		Now: o.Now, Owner: owner, Repo: name, Dir: bare, Forks: forks, Settings: settings,
	})
	if err != nil {
		return err
	}
	c.GitHub = server
	if err := c.join(law, o.Accounts); err != nil {
		return err
	}
	if c.GitHubURL, err = c.serve(ctx, sandbox.Address, c.pages()); err != nil {
		return err
	}
	work, err := git.Open(c.Clone)
	if err != nil {
		return err
	}
	return work.Follow(c.GitHubURL+"/"+c.Repository+".git", c.Branch)
}

// firstAccount is where the ids of accounts without a seat begin, above those that GitHub has given so far.
const firstAccount = 1_000_000_000

// join gives every seat and the workflows' bot an account that may write, and the others one that may read.
func (c *Community) join(law charter.Charter, others []string) error {
	for _, seat := range law.Roster.Seats {
		if !seat.Vacant() {
			c.account(github.Account{ID: seat.ID, Login: seat.Login, Permission: "write"}, strings.Join(append([]string{seat.Name}, seat.Roles...), ", "))
		}
	}
	for n, login := range others {
		if _, taken := c.Tokens[login]; taken || !loginForm.MatchString(login) {
			return fmt.Errorf("account %q: expected a name of letters, digits and hyphens that no seat has", login)
		}
		c.account(github.Account{ID: firstAccount + int64(n), Login: login}, "")
	}
	c.account(github.Account{ID: github.ActionsBot, Login: WorkflowBot, Type: "Bot", Permission: "write"}, "the workflows")
	return nil
}

// loginForm is what an account of GitHub can be called.
var loginForm = regexp.MustCompile(`^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$`)

func (c *Community) account(a github.Account, seat string) {
	token := c.GitHub.Join(a)
	c.Tokens[a.Login] = token
	c.People = append(c.People, Person{a.Login, seat, cmp.Or(a.Permission, "read"), token})
}

func (c *Community) serve(ctx context.Context, address string, handler http.Handler) (string, error) {
	url, stop, err := sandbox.Serve(ctx, address, handler)
	if err == nil {
		c.stops = append(c.stops, stop)
	}
	return url, err
}
