package github_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/inspect"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// recommended is a repository set up as bylaw recommends, apart from a bypass.
func recommended() sandbox.Setup {
	return sandbox.Setup{
		Rulesets: []sandbox.Ruleset{{
			Name: "votes", Branches: []string{"~DEFAULT_BRANCH"}, Bypass: []sandbox.Bypass{{Type: "RepositoryRole", ID: 5}, {Type: "Integration", ID: 7}, {Type: "DeployKey"}},
			Rules: []sandbox.Rule{
				{Type: "deletion"}, {Type: "non_fast_forward"}, {Type: "pull_request", Approvals: 1, Stale: true},
				{Type: "required_status_checks", Checks: []sandbox.RequiredCheck{{Context: "bylaw", App: 15368}}},
			},
		}},
		Protections: map[string]sandbox.Protection{"main": {
			Approvals: 2, Admins: true, ForcePushes: true, PullBypasses: []string{"ada"}, Checks: []sandbox.RequiredCheck{{Context: "tests"}},
		}},
		Environments:   map[string][]string{"mastodon": {"main"}, "open": nil},
		AllowedActions: "selected", AllowedPatterns: []string{"bylaw-dev/bylaw@*"},
		Scheduled: map[string]time.Time{"bylaw-check.yml": time.Date(2026, 11, 1, 11, 13, 0, 0, time.UTC)}, Plan: "team",
	}
}

func TestSetupIsReadAsTheTokenSeesIt(t *testing.T) {
	w := newWorld(t)
	w.forge.Configure(sandbox.Settings{ActionsMayPropose: true, Setup: recommended()})
	w.on("main")
	w.push("ada", "side", w.write(".github/workflows/bylaw-check.yml", "name: bylaw check\non: push\n"))
	rules := inspect.Rules{
		PullRequest: true, Approvals: 1, DismissStale: true, NoForcePush: true, NoDeletion: true, Checks: []inspect.Check{{Context: "bylaw", App: 15368}},
		Bypass: []inspect.Bypass{{Who: "everyone with the role admin", Rule: "votes"}, {Who: "App 7", Rule: "votes"}, {Who: "everyone with a deploy key", Rule: "votes"}},
	}
	hidden := rules
	hidden.Bypass, hidden.BypassHidden = nil, true
	protection := inspect.Rules{
		PullRequest: true, Approvals: 2, NoDeletion: true, Checks: []inspect.Check{{Context: "tests"}}, Bypass: []inspect.Bypass{{Who: "user ada"}},
	}
	actions := inspect.Actions{Enabled: true, Allowed: "selected", Patterns: []string{"bylaw-dev/bylaw@*"}, GitHub: true, Propose: true}
	company := inspect.Repository{Name: "coop/governance", Default: "main", Owner: "coop", Company: true, Push: true}
	owned := company
	owned.Admin = true
	run := inspect.Run{At: time.Date(2026, 11, 1, 11, 13, 0, 0, time.UTC), Conclusion: "success"}
	type client = *github.Client
	for name, c := range map[string]struct {
		read          func(context.Context, client) (any, error)
		owner, writer any // what each sees, or the error
		bot           any
	}{
		"repository": {func(ctx context.Context, c client) (any, error) { return c.Inspect(ctx) }, owned, company, company},
		"rules":      {func(ctx context.Context, c client) (any, error) { return c.Rules(ctx, "main") }, rules, hidden, hidden},
		"no rules":   {func(ctx context.Context, c client) (any, error) { return c.Rules(ctx, "bylaw-ledger") }, inspect.Rules{}, inspect.Rules{}, inspect.Rules{}},
		"protection": {func(ctx context.Context, c client) (any, error) { return c.Protection(ctx, "main") }, protection, forge.ErrForbidden, forge.ErrForbidden},
		"unprotected": {
			func(ctx context.Context, c client) (any, error) { return c.Protection(ctx, "side") }, forge.ErrNotFound, forge.ErrForbidden, forge.ErrForbidden,
		},
		"environment": {
			func(ctx context.Context, c client) (any, error) { return c.Environment(ctx, "mastodon") },
			inspect.Environment{Branches: []string{"main"}}, inspect.Environment{Branches: []string{"main"}}, inspect.Environment{Branches: []string{"main"}},
		},
		"open environment": {
			func(ctx context.Context, c client) (any, error) { return c.Environment(ctx, "open") },
			inspect.Environment{All: true}, inspect.Environment{All: true}, inspect.Environment{All: true},
		},
		"no environment": {func(ctx context.Context, c client) (any, error) { return c.Environment(ctx, "x") }, forge.ErrNotFound, forge.ErrNotFound, forge.ErrNotFound},
		"actions":        {func(ctx context.Context, c client) (any, error) { return c.Actions(ctx) }, actions, forge.ErrForbidden, forge.ErrForbidden},
		"last run":       {func(ctx context.Context, c client) (any, error) { return c.LastScheduled(ctx, "bylaw-check.yml") }, run, run, run},
		"no run":         {func(ctx context.Context, c client) (any, error) { return c.LastScheduled(ctx, "other.yml") }, forge.ErrNotFound, forge.ErrNotFound, forge.ErrNotFound},
		"plan":           {func(ctx context.Context, c client) (any, error) { return c.Plan(ctx, company) }, "team", forge.ErrForbidden, forge.ErrForbidden},
		"workflows":      {func(ctx context.Context, c client) (any, error) { return c.Workflows(ctx) }, []inspect.Workflow{}, []inspect.Workflow{}, []inspect.Workflow{}},
	} {
		for login, want := range map[string]any{"coop": c.owner, "ada": c.writer, "bot": c.bot} {
			got, err := c.read(t.Context(), w.as(login))
			if failure, ok := want.(error); ok {
				if !errors.Is(err, failure) {
					t.Errorf("%s by %s: %v, want %v", name, login, err, failure)
				}
				continue
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s by %s: %v (-want +got):\n%s", name, login, err, diff)
			}
		}
	}
}

func TestExchangeSaysWhatTheLastAnswerSaid(t *testing.T) {
	w := newWorld(t)
	client, err := github.Open(forge.Options{API: w.url, Repository: "coop/governance", Token: secret.New(w.tokens["ada"]), Now: func() time.Time {
		return time.Date(2026, 11, 1, 11, 0, 0, 0, time.UTC)
	}})
	w.must(err)
	if got := client.Exchange(); got.Limit != 0 || got.Dated {
		t.Errorf("before any answer: %+v", got)
	}
	_, err = client.Self(t.Context())
	w.must(err)
	if got := client.Exchange(); got.Limit != 5000 || got.Remaining != 4999 || !got.Dated || got.Ahead < time.Hour || got.Ahead > 61*time.Minute {
		t.Errorf("%+v", got)
	}
}
