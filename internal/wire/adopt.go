package wire

import (
	"context"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/adopt"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// Adoptable is a server that is to be read into a charter.
type Adoptable struct {
	Ports    adopt.Ports
	Host     string
	Requests func() int // that it has answered so far
}

// AdoptOptions say which server to read, and as whom.
type AdoptOptions struct {
	Sandbox bool
	Public  bool   // without a token
	Server  string // with Public; "" is the community's own
}

// Adoptable opens the operator's server, that of the sandbox, or any server as everybody sees it.
func (w *Wire) Adoptable(ctx context.Context, settings charter.Settings, o AdoptOptions) (Adoptable, error) {
	instance, host, err := w.adoptable(ctx, settings, o)
	if err != nil {
		return Adoptable{}, err
	}
	ports := adopt.Ports{Instance: instance, Private: w.private}
	if o.Sandbox { // which holds no people
		ports.Private = func(context.Context) (bool, bool, error) { return true, true, nil }
	}
	pseudonyms, there, err := w.Pseudonyms(settings.Domain)
	if there {
		ports.Pseudonym = pseudonyms.Of
	}
	return Adoptable{Ports: ports, Host: host, Requests: instance.Requests}, err
}

func (w *Wire) adoptable(ctx context.Context, settings charter.Settings, o AdoptOptions) (*mastodon.Instance, string, error) {
	how := w.server("", "")
	switch {
	case o.Sandbox:
		if err := w.InSandbox(); err != nil {
			return nil, "", err
		}
		how.Stop = ctx.Done()
		if !o.Public {
			how.Token = secret.New(sandbox.BotToken)
		}
		instance, _, err := w.sandboxInstance(settings, how)
		return instance, settings.Domain, err
	case o.Public:
		how.URL = addressOf(o.Server, settings)
	default:
		if err := w.ServerNamed(); err != nil {
			return nil, "", err
		}
		how = w.operator(settings.Instance)
	}
	how.Stop = ctx.Done()
	instance, err := mastodon.Open(how)
	if err != nil {
		return nil, "", err
	}
	base, err := url.Parse(how.URL)
	if err != nil {
		return nil, "", err
	}
	return instance, strings.ToLower(base.Hostname()), nil
}

// addressOf gives the address of a server that is named by its host alone, or not at all.
func addressOf(server string, settings charter.Settings) string {
	switch {
	case server == "":
		return settings.Instance
	case strings.Contains(server, "://"):
		return server
	}
	return "https://" + server
}

// private asks the forge whether the repository is private, where there is a token for it.
func (w *Wire) private(ctx context.Context) (private, asked bool, err error) {
	if w.Env("GITHUB_TOKEN") == "" {
		return false, false, nil
	}
	settings, err := w.ForgeSettings()
	if err != nil {
		return false, false, err
	}
	client, err := w.Directory(settings.Repository)
	if err != nil {
		return false, false, err
	}
	found, err := client.Inspect(ctx)
	return found.Private, err == nil, err
}
