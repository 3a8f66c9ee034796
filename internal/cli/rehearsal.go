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

// The files of a rehearsal, below the governance repository.
func (a *app) rehearsalFolder() string { return filepath.Join(a.repository(), ".bylaw", "sandbox") }

func (a *app) rehearsalServer() string { return filepath.Join(a.rehearsalFolder(), "mastodon.json") }

func (a *app) rehearsalLedger() string { return filepath.Join(a.rehearsalFolder(), "ledger.git") }

// rehearsal opens the embedded server with what earlier rehearsals left there.
func (a *app) rehearsal(source branch.Source) (stage, error) {
	settings := source.Charter.Settings
	if err := a.inSandbox(); err != nil {
		return stage{}, err
	}
	box, err := a.sandboxMastodon(settings.Domain, sandbox.Seldom)
	if err != nil {
		return stage{}, err
	}
	handles, err := a.handles(settings.Domain)
	if err != nil {
		return stage{}, err
	}
	instance, err := mastodon.Open(mastodon.Options{
		Pseudonyms: handles, URL: "https://" + settings.Domain, Token: mastodon.NewToken(sandbox.BotToken),
		Version: release, Contact: contact, Next: box.Transport(), Now: a.Now, Secrets: rehearsed,
	})
	if err != nil {
		return stage{}, err
	}
	book := &rehearsalBook{path: a.rehearsalLedger(), now: a.Now}
	world := apply.Ports{Trees: book, Judge: a.Judge, Instance: instance, Board: instance, Ledger: book, Now: a.Now, Pseudonyms: handles}
	return stage{world: world, source: source, keep: box.Flush}, nil
}

// rehearsed stands in for the operator's secrets, none of which may reach a rehearsal's files.
func rehearsed(name string) string {
	switch name {
	case skill.ClientID:
		return sandbox.ClientID
	case skill.ClientSecret:
		return sandbox.ClientSecret
	}
	return strings.ToLower(name) + "@rehearsal.example"
}

// sandboxMastodon is the embedded server with the state that all programs of the sandbox share.
func (a *app) sandboxMastodon(domain string, saving sandbox.Saving) (*sandbox.Kept, error) {
	box := sandbox.Keep(sandbox.New(sandbox.Options{Domain: domain, Now: a.Now, ClockPath: pages.ClockPath}), a.rehearsalServer(), saving)
	if err := box.Check(); err != nil {
		return nil, diag.WithHint(err, "remove %s to begin the sandbox again", a.rehearsalFolder())
	}
	return box, nil
}

// ignoreRehearsal makes the folder of rehearsals, where git does not see it.
func (a *app) ignoreRehearsal() error {
	if err := os.MkdirAll(a.rehearsalFolder(), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(a.rehearsalFolder()), ".gitignore"), []byte("*\n"), 0o600)
}

// openRehearsalLedger opens the record of the rehearsal; one that was never begun is empty.
func (a *app) openRehearsalLedger() (port.Ledger, error) {
	if _, err := git.WorkTree(a.repository()); err != nil {
		return nil, err
	}
	return &rehearsalBook{path: a.rehearsalLedger(), now: a.Now}, nil
}

// rehearsalBook is the ledger of a rehearsal and the trees that it names, in a bare repository that is made at the first
// writing: a plan alone leaves no trace.
type rehearsalBook struct {
	path string
	now  func() time.Time
	book *git.Ledger // nil until it is used
}

func (b *rehearsalBook) begun() bool {
	_, err := os.Stat(b.path)
	return err == nil
}

// open opens the ledger, and makes its repository where there is none yet.
func (b *rehearsalBook) open() (book *git.Ledger, err error) {
	if b.book == nil {
		b.book, err = git.OpenLedger(b.path, b.now)
	}
	return b.book, err
}

// Load reads the chain.
func (b *rehearsalBook) Load(ctx context.Context) (ledger.Chain, error) {
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
func (b *rehearsalBook) Append(ctx context.Context, head string, files []ledger.File) error {
	book, err := b.open()
	if err != nil {
		return err
	}
	return book.Append(ctx, head, files)
}

// Enacted opens a tree that Keep stored; the commit may have been a dirty one, so it does not count here.
func (b *rehearsalBook) Enacted(ctx context.Context, _, tree string) (facts.Tree, error) {
	repo, err := git.Open(b.path)
	if err != nil {
		return nil, err
	}
	return repo.Governed(ctx, tree)
}

// Keep stores a governed tree.
func (b *rehearsalBook) Keep(ctx context.Context, files fs.FS) (string, error) {
	if _, err := b.open(); err != nil {
		return "", err
	}
	repo, err := git.Open(b.path)
	if err != nil {
		return "", err
	}
	return repo.Keep(ctx, files)
}
