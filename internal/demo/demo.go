// Package demo plays one proposal of the sample charter from pull request to pinned thread, in a sandbox with a
// clock that jumps: nothing leaves the process, and the same story comes out every time.
package demo

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/notify"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	box "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

const (
	protectedBranch = "main"
	owner           = "example"
	name            = "governance"
	stranger        = "mallory"
)

// opening is when the story begins; every time in it follows from this one.
func opening() time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }

// Step is one scene of the story.
type Step struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Play sets the stage in a directory and plays the story, reporting each step as it happens.
func Play(ctx context.Context, dir string, decider *opa.Judge, report func(Step)) (*Theatre, error) {
	t, err := build(ctx, dir, decider)
	if err != nil {
		return nil, fmt.Errorf("set the stage: %w", err)
	}
	t.report = report
	for _, scene := range t.scenes() {
		text, err := scene.play(ctx)
		if err != nil {
			t.Close()
			return nil, fmt.Errorf("%s: %w", scene.title, err)
		}
		t.report(Step{scene.title, text})
	}
	return t, nil
}

// Close stops the fake GitHub; the fake Mastodon needs no stop.
func (t *Theatre) Close() { t.stop() }

// Theatre is the fake servers, the community's repository and the clock.
type Theatre struct {
	Server *box.Server // the fake Mastodon, to look at
	now    time.Time
	report func(Step)
	dir    string
	work   *git.Repo // dana's clone
	github *hub.Server
	forge  *github.Client
	world  apply.Ports
	votes  check.Ports
	teller notify.Notifier
	number int // of the proposal
	stop   func()
	salts  io.Reader
}

// clock is what every part of the stage goes by.
func (t *Theatre) clock() time.Time { return t.now }

// build makes the community's repository and opens the fake servers around it.
func build(ctx context.Context, dir string, decider *opa.Judge) (*Theatre, error) {
	t := &Theatre{now: opening(), dir: dir, salts: rand.NewChaCha8([32]byte{})} // the same story every time
	if err := t.charter(); err != nil {
		return nil, err
	}
	if err := t.openForge(ctx); err != nil {
		return nil, err
	}
	return t, t.openWorld(decider)
}

// remote is the community's repository on the fake GitHub.
func (t *Theatre) remote() string { return filepath.Join(t.dir, "github.git") }

// clone is the folder in which dana works.
func (t *Theatre) clone() string { return filepath.Join(t.dir, "clone") }

// charter commits the sample charter and publishes it.
func (t *Theatre) charter() error {
	if _, err := git.Create(t.remote()); err != nil {
		return err
	}
	work, err := git.Init(t.clone())
	if err != nil {
		return err
	}
	t.work = work
	if err := os.CopyFS(filepath.Join(t.clone(), "governance"), governance.Files); err != nil {
		return err
	}
	if _, err := t.commit("ada", "Found the co-operative"); err != nil {
		return err
	}
	return work.Publish(protectedBranch, t.remote())
}

// commit records the files of the clone, as a member and at the story's time.
func (t *Theatre) commit(who, message string) (string, error) {
	return t.work.Write(facts.Tree{}, git.Signature{Name: who, Email: who + "@social.example", Time: t.now}, message)
}

// openForge opens the fake GitHub with an account for every seat, and for a person without a seat.
func (t *Theatre) openForge(ctx context.Context) error {
	server, err := hub.New(hub.Options{Now: t.clock, Owner: owner, Repo: name, Dir: t.remote()})
	if err != nil {
		return err
	}
	t.github = server
	source, err := branch.Load(os.DirFS(t.clone()), "", nil)
	if err != nil {
		return err
	}
	for _, seat := range source.Charter.Roster.Seats {
		if !seat.Vacant() {
			server.Join(hub.Account{ID: seat.ID, Login: seat.Login, Permission: "write"})
		}
	}
	server.Join(hub.Account{ID: 900, Login: stranger})
	token := server.Join(hub.Account{ID: hub.ActionsBot, Login: "github-actions[bot]", Type: "Bot", Permission: "write"})
	url, stop, err := sandbox.Serve(ctx, sandbox.Address, server)
	if err != nil {
		return err
	}
	t.stop = stop
	t.forge, err = github.Open(forge.Options{
		API: url, Repository: owner + "/" + name, Token: secret.New(token), UserAgent: "bylaw-demo",
	})
	return err
}

// openWorld opens the fake Mastodon and the ledger.
func (t *Theatre) openWorld(decider *opa.Judge) error {
	t.Server = box.New(box.Options{Now: t.clock})
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(box.BotToken), Version: "demo", Contact: "https://social.example",
		Next: t.Server.Transport(), Now: t.clock,
	})
	if err != nil {
		return err
	}
	repo, err := git.Open(t.remote())
	if err != nil {
		return err
	}
	t.world = apply.Ports{
		Trees: repo, Judge: decider, Instance: instance, Board: instance, Ledger: repo.Ledger(t.clock), Now: t.clock,
	}
	t.votes = check.Ports{
		Forge: t.forge, History: repo.Following(git.Remote{}), Judge: decider, Ledger: t.world.Ledger, Branch: protectedBranch, Now: t.clock, Random: t.salts,
	}
	t.teller = notify.Notifier{Comments: t.forge, Statuses: t.forge, People: t.forge, Issues: t.forge, Timeline: t.forge, Authors: []int64{hub.ActionsBot}, Now: t.clock}
	return nil
}
