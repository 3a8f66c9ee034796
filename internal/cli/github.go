package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/port"
)

var errNoForge = errors.New("GITHUB_TOKEN is not set")

// github is where the community proposes and votes: its forge, its history and its record.
type github struct {
	client   *forge.Client
	ports    check.Ports
	notifier notify.Notifier
	pusher   port.BranchPusher
	missing  string // what a forge that is not GitHub does not have, with its name; "" on GitHub
}

// openGitHub opens the forge that the environment or else the settings on disk name. The files on disk say nothing but where
// to look: the constitution comes from the protected branch.
func (a *app) openGitHub(ctx context.Context) (github, error) {
	token := forge.NewToken(a.Env("GITHUB_TOKEN"))
	if token.Reveal() == "" {
		return github{}, diag.WithHint(errNoForge, "set it to a token that may read the repository; in a workflow that is github.token")
	}
	repo, err := git.Open(a.repository())
	if err != nil {
		return github{}, err
	}
	settings, err := a.forgeSettings()
	if err != nil {
		return github{}, err
	}
	client, err := forge.Open(forge.Options{
		API: a.Env("GITHUB_API_URL"), Repository: settings.Repository, Token: token, UserAgent: "bylaw/" + release + " (+" + contact + ")",
		Sleep: a.paused(), Now: a.Now, Waiting: a.meter.waitFor,
	})
	if err != nil {
		return github{}, err
	}
	origin := git.Remote{URL: a.gitServer() + "/" + settings.Repository + ".git", Password: token.Reveal}
	book, err := git.OpenRemoteLedger(origin, a.Now)
	if err != nil {
		return github{}, err
	}
	clone := repo.Following(origin)
	h := github{
		client: client, pusher: clone,
		ports: check.Ports{
			Forge: client, History: clone, Judge: a.Judge, Ledger: book, Branch: settings.Branch, Now: a.Now, Random: a.Random,
		},
		notifier: notify.Notifier{Comments: client, Statuses: client, People: client, Issues: client, Timeline: client, Now: a.Now},
	}
	if err := a.accounts(ctx, &h, settings.Creator); err != nil {
		return github{}, err
	}
	a.readOnly(ctx, &h)
	return h, nil
}

// paused waits for the forge's own limits, and stops the clock of the limit of a proposal meanwhile.
func (a *app) paused() func(context.Context, time.Duration) error {
	if a.Sleep == nil {
		return nil
	}
	return func(ctx context.Context, d time.Duration) error {
		defer check.Waiting(ctx)()
		return a.Sleep(ctx, d)
	}
}

// forgeSettings reads where proposals are made. Mistakes elsewhere in the files are no matter here.
func (a *app) forgeSettings() (charter.Forge, error) {
	tree, err := git.WorkTree(a.repository())
	if err != nil {
		return charter.Forge{}, err
	}
	settings := charter.LoadSettings(tree).Forge
	settings.Repository = cmp.Or(a.Env("GITHUB_REPOSITORY"), settings.Repository)
	settings.Branch = cmp.Or(settings.Branch, "main")
	return settings, nil
}

// gitServer is the base URL of the forge's git repositories. A workflow is notified it; else it follows from the API's.
func (a *app) gitServer() string {
	api := cmp.Or(a.Env("GITHUB_API_URL"), forge.PublicAPI)
	if server := a.Env("GITHUB_SERVER_URL"); server != "" {
		return strings.TrimSuffix(server, "/")
	}
	if strings.TrimSuffix(api, "/") == forge.PublicAPI {
		return "https://github.com"
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(api, "/"), "/api/v3"), "/api/v1")
}
