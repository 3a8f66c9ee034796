package wire

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	pages "github.com/bylaw-dev/bylaw/internal/sandbox"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// SandboxFolder is where a sandbox keeps its files, below the governance repository.
func (w *Wire) SandboxFolder() string { return filepath.Join(w.Repository(), ".bylaw", "sandbox") }

func (w *Wire) sandboxState() string { return filepath.Join(w.SandboxFolder(), "mastodon.json") }

func (w *Wire) sandboxLedgerPath() string { return filepath.Join(w.SandboxFolder(), "ledger.git") }

// sandboxServer opens the sandbox with what earlier sandboxes left there.
func (w *Wire) sandboxServer(source branch.Source) (Server, error) {
	settings := source.Charter.Settings
	if err := w.InSandbox(); err != nil {
		return Server{}, err
	}
	handles, err := w.handles(settings.Domain)
	if err != nil {
		return Server{}, err
	}
	instance, box, err := w.sandboxInstance(settings, mastodon.Options{
		Pseudonyms: handles, Token: secret.New(sandbox.BotToken), Secrets: sandboxSecret,
	})
	if err != nil {
		return Server{}, err
	}
	book := &sandboxLedger{path: w.sandboxLedgerPath(), now: w.Now}
	ports := apply.Ports{Trees: book, Judge: w.Judge, Instance: instance, Board: instance, Ledger: book, Now: w.Now, Pseudonyms: handles}
	return Server{Ports: ports, Source: source, Flush: box.Flush}, nil
}

// sandboxInstance opens the embedded server with what earlier sandboxes left there.
func (w *Wire) sandboxInstance(settings charter.Settings, o mastodon.Options) (*mastodon.Instance, *sandbox.Kept, error) {
	box, err := w.SandboxMastodon(settings.Domain, sandbox.Seldom)
	if err != nil {
		return nil, nil, err
	}
	o.URL, o.Version, o.Contact, o.Next, o.Now = "https://"+settings.Domain, w.Version, Contact, box.Transport(), w.Now
	instance, err := mastodon.Open(o)
	return instance, box, err
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

// SandboxMastodon is the sandbox with the state that all programs of the sandbox share.
func (w *Wire) SandboxMastodon(domain string, saving sandbox.Saving) (*sandbox.Kept, error) {
	box := sandbox.Keep(sandbox.New(sandbox.Options{Domain: domain, Now: w.Now, ClockPath: pages.ClockPath}), w.sandboxState(), saving)
	if err := box.Check(); err != nil {
		return nil, diag.WithHint(err, "remove %s to begin the sandbox again", w.SandboxFolder())
	}
	return box, nil
}

// MakeSandboxFolder makes the folder of sandboxes, where git does not see it.
func (w *Wire) MakeSandboxFolder() error {
	if err := os.MkdirAll(w.SandboxFolder(), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(w.SandboxFolder()), ".gitignore"), []byte("*\n"), 0o600)
}
