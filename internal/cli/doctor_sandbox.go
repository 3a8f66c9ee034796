package cli

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/doctor"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// The accounts of the embedded GitHub for doctor: who owns the repository, and the App that sets the statuses.
const (
	sandboxOwner = 2_000_000_000
	sandboxApp   = 2_000_000_001
)

// doctorSandbox looks at embedded servers that are set up as recommended, for the files of this repository.
func (a *app) doctorSandbox(ctx context.Context, only []inspect.Section) (err error) {
	tree, err := a.wire.WorkTree()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bylaw-doctor-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	c, err := community.Open(ctx, community.Options{Tree: tree, Dir: dir, Now: a.Now, Address: sandbox.Address})
	if err != nil {
		return err
	}
	defer c.Close()
	law, _ := charter.Load(tree)
	knowPeople(c, law)
	c.GitHub.Configure(hub.Settings{ActionsMayPropose: true, Setup: recommended(c.Branch, a.Now())})
	owner, _, _ := strings.Cut(c.Repository, "/")
	inside := a.within(c, c.GitHub.Join(hub.Account{ID: sandboxOwner, Login: owner}))
	app := c.GitHub.Join(hub.Account{ID: sandboxApp, Login: "bylaw-of-the-sandbox[bot]", Type: "Bot", Permission: "write"})
	if err := inside.begin(ctx, a.within(c, app)); err != nil {
		return err
	}
	return inside.doctor(ctx, only)
}

// within is the program as it runs in a community of the sandbox with a token of its GitHub.
func (a *app) within(c *community.Community, token string) *app {
	env := map[string]string{
		"GITHUB_API_URL": c.GitHubURL, "GITHUB_REPOSITORY": c.Repository, "GITHUB_TOKEN": token, "BYLAW_CREATOR": strconv.Itoa(sandboxApp),
		"MASTODON_URL": c.MastodonURL, "MASTODON_ACCESS_TOKEN": mastodon.BotToken,
		"NO_COLOR": a.Env("NO_COLOR"), "TERM": a.Env("TERM"),
	}
	process := a.Process
	process.Dir = c.Clone
	process.Env = func(name string) string { return env[name] }
	process.Environ = func() (all []string) {
		for name, value := range env {
			all = append(all, name+"="+value)
		}
		return all
	}
	inside := newApp(process)
	inside.dir, inside.json, inside.quiet = ".", a.json, a.quiet
	return inside
}

// begin writes the genesis of the sandbox's ledger, and records its head as the App does after a run.
func (a *app) begin(ctx context.Context, app *app) error {
	h, err := a.wire.Forge(ctx)
	if err != nil {
		return err
	}
	prepared, err := bootstrap.Prepare(ctx, h.Ports)
	if err != nil {
		return err
	}
	if err := bootstrap.Run(ctx, h.Ports, prepared, "sandbox"); err != nil {
		return err
	}
	bot, err := app.wire.Forge(ctx)
	if err != nil {
		return err
	}
	_, err = check.AnchorAfter(ctx, bot.Client, bot.Ports.Ledger, branch.Source{})
	return err
}

// recommended is how docs/guides/action.md says to set a repository up.
func recommended(protected string, now time.Time) hub.Setup {
	now = now.Add(-10 * time.Minute)
	return hub.Setup{
		Rulesets: []hub.Ruleset{
			{Name: "votes", Branches: []string{protected}, Rules: []hub.Rule{
				{Type: "pull_request"}, {Type: "deletion"}, {Type: "non_fast_forward"},
				{Type: "required_status_checks", Checks: []hub.RequiredCheck{{Context: doctor.StatusContext, App: sandboxApp}}},
			}},
			{Name: "ledger", Branches: []string{doctor.LedgerBranch}, Rules: []hub.Rule{{Type: "deletion"}, {Type: "non_fast_forward"}}},
		},
		Environments: map[string][]string{"mastodon": {protected}},
		Scheduled:    map[string]time.Time{"bylaw-check.yml": now, "bylaw-apply.yml": now, "bylaw-drift.yml": now},
	}
}

// knowPeople lets the embedded Mastodon know the people of the roster, who have accounts on other servers.
func knowPeople(c *community.Community, law charter.Charter) {
	c.Mastodon.Edit(func(s *mastodon.State) {
		next := int64(9_000_000)
		for _, seat := range law.Roster.Seats {
			name, domain, remote := strings.Cut(strings.TrimPrefix(seat.Mastodon, "@"), "@")
			if remote {
				next++
				s.Accounts = append(s.Accounts, &mastodon.Account{ID: next, Username: name, Domain: domain})
			}
		}
	})
}
