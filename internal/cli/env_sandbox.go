package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	pages "github.com/bylaw-dev/bylaw/internal/sandbox"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/wire"
)

// The files of a sandbox, below the governance repository.
func (a *app) sandboxFolder() string { return wire.SandboxFolder(a.repository()) }

func (a *app) sandboxState() string { return filepath.Join(a.sandboxFolder(), "mastodon.json") }

// wired says what wire opens: the repository, or the sandbox in it.
func (a *app) wired(sandbox bool) wire.Options {
	return wire.Options{Dir: a.repository(), Sandbox: sandbox, Now: a.Now, Judge: a.Judge, Policies: release}
}

// sandboxEnv opens the sandbox with what earlier sandboxes left there.
func (a *app) sandboxEnv(source branch.Source) (env, error) {
	settings := source.Charter.Settings
	if err := a.inSandbox(); err != nil {
		return env{}, err
	}
	box, err := a.sandboxMastodon(settings.Domain, sandbox.Seldom)
	if err != nil {
		return env{}, err
	}
	handles, err := a.handles(settings.Domain)
	if err != nil {
		return env{}, err
	}
	instance, err := mastodon.Open(mastodon.Options{
		Pseudonyms: handles, URL: "https://" + settings.Domain, Token: mastodon.NewToken(sandbox.BotToken),
		Version: release, Contact: contact, Next: box.Transport(), Now: a.Now, Secrets: sandboxSecret,
	})
	if err != nil {
		return env{}, err
	}
	book := wire.Sandbox(a.wired(true))
	world := apply.Ports{Trees: book, Judge: a.Judge, Instance: instance, Board: instance, Ledger: book, Now: a.Now, Pseudonyms: handles}
	return env{ports: world, source: source, flush: box.Flush}, nil
}

// sandboxSecret stands in for the operator's secrets, none of which may reach a sandbox's files.
func sandboxSecret(name string) string {
	switch name {
	case skill.ClientID:
		return sandbox.ClientID
	case skill.ClientSecret:
		return sandbox.ClientSecret
	}
	return strings.ToLower(name) + "@sandbox.example"
}

// sandboxMastodon is the sandbox with the state that all programs of the sandbox share.
func (a *app) sandboxMastodon(domain string, saving sandbox.Saving) (*sandbox.Kept, error) {
	box := sandbox.Keep(sandbox.New(sandbox.Options{Domain: domain, Now: a.Now, ClockPath: pages.ClockPath}), a.sandboxState(), saving)
	if err := box.Check(); err != nil {
		return nil, diag.WithHint(err, "remove %s to begin the sandbox again", a.sandboxFolder())
	}
	return box, nil
}

// ignoreSandbox makes the folder of sandboxes, where git does not see it.
func (a *app) ignoreSandbox() error {
	if err := os.MkdirAll(a.sandboxFolder(), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(a.sandboxFolder()), ".gitignore"), []byte("*\n"), 0o600)
}
