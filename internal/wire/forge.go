package wire

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
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// ErrNoForge says that the environment has no token for the forge.
var ErrNoForge = errors.New("GITHUB_TOKEN is not set")

// Forge is where the community proposes and votes, with its history and its ledger.
type Forge struct {
	Client   *github.Client
	Ports    check.Ports
	Notifier notify.Notifier
	Pusher   port.BranchPusher
	Missing  string // why nothing is written to a forge that is not GitHub, with its name; "" on GitHub
}

// Forge opens the forge that the environment or else the settings on disk name. The files on disk say nothing but where
// to look: the constitution comes from the protected branch.
func (w *Wire) Forge(ctx context.Context) (Forge, error) {
	token := secret.New(w.Env("GITHUB_TOKEN"))
	if token.Reveal() == "" {
		return Forge{}, diag.WithHint(ErrNoForge, "set it to a token that may read the repository; in a workflow that is github.token")
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return Forge{}, err
	}
	settings, err := w.ForgeSettings()
	if err != nil {
		return Forge{}, err
	}
	how := w.forge(settings.Repository, token)
	client, err := github.Open(how)
	if err != nil {
		return Forge{}, err
	}
	origin := git.Remote{URL: w.gitServer() + "/" + settings.Repository + ".git", Password: token.Reveal}
	book, err := git.OpenRemoteLedger(origin, w.Now)
	if err != nil {
		return Forge{}, err
	}
	clone := repo.Following(origin)
	h := Forge{
		Client: client, Pusher: clone,
		Ports: check.Ports{
			Forge: client, History: clone, Judge: w.Judge, Ledger: book, Branch: settings.Branch, Now: w.Now, Random: w.Random,
		},
		Notifier: notify.Notifier{Comments: client, Statuses: client, People: client, Issues: client, Timeline: client, Now: w.Now},
	}
	if err := w.accounts(ctx, &h, settings.Creator); err != nil {
		return Forge{}, err
	}
	return h, w.readOnly(ctx, &h, how)
}

// forge says how the forge is reached, for one repository.
func (w *Wire) forge(repository string, token secret.Secret) forge.Options {
	return forge.Options{
		API: w.Env("GITHUB_API_URL"), Repository: repository, Token: token, UserAgent: w.userAgent(),
		Sleep: w.paused(), Now: w.Now, Waiting: w.Progress.Wait,
	}
}

// userAgent names this program to the servers that it asks.
func (w *Wire) userAgent() string { return "bylaw/" + w.Version + " (+" + Contact + ")" }

// paused waits for the forge's own limits, and stops the clock of the limit of a proposal meanwhile.
func (w *Wire) paused() func(context.Context, time.Duration) error {
	if w.Sleep == nil {
		return nil
	}
	return func(ctx context.Context, d time.Duration) error {
		defer check.Waiting(ctx)()
		return w.Sleep(ctx, d)
	}
}

// ForgeSettings reads where proposals are made. Mistakes elsewhere in the files are no matter here.
func (w *Wire) ForgeSettings() (charter.Forge, error) {
	tree, err := git.WorkTree(w.Repository())
	if err != nil {
		return charter.Forge{}, err
	}
	settings := charter.LoadSettings(tree).Forge
	settings.Repository = cmp.Or(w.Env("GITHUB_REPOSITORY"), settings.Repository)
	settings.Branch = cmp.Or(settings.Branch, "main")
	return settings, nil
}

// gitServer is the base URL of the forge's git repositories. A workflow is notified it; else it follows from the API's.
func (w *Wire) gitServer() string {
	api := cmp.Or(w.Env("GITHUB_API_URL"), github.PublicAPI)
	if server := w.Env("GITHUB_SERVER_URL"); server != "" {
		return strings.TrimSuffix(server, "/")
	}
	if strings.TrimSuffix(api, "/") == github.PublicAPI {
		return "https://github.com"
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(api, "/"), "/api/v3"), "/api/v1")
}
