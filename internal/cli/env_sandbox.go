package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	pages "github.com/bylaw-dev/bylaw/internal/sandbox"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// The files of a sandbox, below the governance repository.
func (a *app) sandboxFolder() string { return filepath.Join(a.repository(), ".bylaw", "sandbox") }

func (a *app) sandboxState() string { return filepath.Join(a.sandboxFolder(), "mastodon.json") }

func (a *app) sandboxLedgerPath() string { return filepath.Join(a.sandboxFolder(), "ledger.git") }

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
	book := &sandboxLedger{path: a.sandboxLedgerPath(), now: a.Now}
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

// openSandboxLedger opens the ledger of the sandbox; one that was never begun is empty.
func (a *app) openSandboxLedger() (port.Ledger, error) {
	if _, err := git.WorkTree(a.repository()); err != nil {
		return nil, err
	}
	return &sandboxLedger{path: a.sandboxLedgerPath(), now: a.Now}, nil
}

// sandboxLedger is the ledger of a sandbox and the trees that it names, in a bare repository that is made at the first
// writing: a plan alone leaves no trace.
type sandboxLedger struct {
	path string
	now  func() time.Time
	book *git.Ledger // nil until it is used
}

func (b *sandboxLedger) begun() bool {
	_, err := os.Stat(b.path)
	return err == nil
}

// open opens the ledger, and makes its repository where there is none yet.
func (b *sandboxLedger) open() (book *git.Ledger, err error) {
	if b.book == nil {
		b.book, err = git.OpenLedger(b.path, b.now)
	}
	return b.book, err
}

// Load reads the chain.
func (b *sandboxLedger) Load(ctx context.Context) (ledger.Chain, error) {
	if !b.begun() {
		return ledger.Verify(nil)
	}
	book, err := b.open()
	if err != nil {
		return ledger.Chain{}, err
	}
	return book.Load(ctx)
}

// Append writes entries.
func (b *sandboxLedger) Append(ctx context.Context, head string, files []ledger.File) error {
	book, err := b.open()
	if err != nil {
		return err
	}
	return book.Append(ctx, head, files)
}

// Enacted opens a tree that Keep stored; the commit may have been a dirty one, so it does not count here.
func (b *sandboxLedger) Enacted(ctx context.Context, _, tree string) (facts.Tree, error) {
	repo, err := git.Open(b.path)
	if err != nil {
		return nil, err
	}
	return repo.Governed(ctx, tree)
}

// Keep stores a governed tree.
func (b *sandboxLedger) Keep(ctx context.Context, files fs.FS) (string, error) {
	if _, err := b.open(); err != nil {
		return "", err
	}
	repo, err := git.Open(b.path)
	if err != nil {
		return "", err
	}
	return repo.Keep(ctx, files)
}
