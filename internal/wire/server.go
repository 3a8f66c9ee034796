package wire

import (
	"context"
	"errors"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/check"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// ErrNoServer says that the environment names no server, or has no token for it.
var ErrNoServer = errors.New("MASTODON_URL and MASTODON_ACCESS_TOKEN are not both set")

// Server is a server to plan and apply on, and the tree to enact there.
type Server struct {
	Ports  apply.Ports
	Source branch.Source
	Flush  func() error // writes down what the sandbox's server has become
}

// Server loads the tree of a commit, or of the files on disk where ref is "", and opens the server that it is for: the embedded
// one, or the operator's.
func (w *Wire) Server(ctx context.Context, ref string, sandbox bool) (Server, error) {
	source, err := w.Source(ref)
	if err != nil {
		return Server{}, err
	}
	if sandbox {
		return w.sandboxServer(source)
	}
	return w.planServer(ctx, source, ref)
}

// planServer opens the operator's server for a plan. With a token for the forge the decisions behind the tip are looked
// up, so that the plan is the one that apply would make.
func (w *Wire) planServer(ctx context.Context, source branch.Source, ref string) (Server, error) {
	if err := w.ServerNamed(); err != nil {
		return Server{}, err
	}
	if ref != "" || w.Env("GITHUB_TOKEN") == "" {
		book, err := w.Ledger()
		if err != nil {
			return Server{}, err
		}
		return w.OperatorServer(ctx, source, book, w.Judge)
	}
	h, err := w.Forge(ctx)
	if err != nil {
		return Server{}, err
	}
	if h.Missing != "" {
		return w.OperatorServer(ctx, source, h.Ports.Ledger, h.Ports.Judge)
	}
	if source, err = check.WithAuthorization(ctx, h.Ports, source); err != nil {
		return Server{}, err
	}
	return w.OperatorServer(ctx, source, h.Ports.Ledger, h.Ports.Judge)
}

// Community opens what enacting takes: the forge where something was decided, and the operator's server.
func (w *Wire) Community(ctx context.Context) (apply.Community, Forge, error) {
	const not, next = "nothing was applied", "read what would change with \"bylaw plan\"; what cannot wait is done by hand"
	if err := w.orGitea(w.ServerNamed(), not, next); err != nil {
		return apply.Community{}, Forge{}, err
	}
	h, err := w.Forge(ctx)
	if err := w.orGitea(err, not, next); err != nil {
		return apply.Community{}, Forge{}, err
	}
	if err := h.Writable(not, next); err != nil {
		return apply.Community{}, Forge{}, err
	}
	checkout, err := w.checkout()
	if err != nil {
		return apply.Community{}, Forge{}, err
	}
	board, err := w.Board()
	if err != nil {
		return apply.Community{}, Forge{}, err
	}
	votes := h.Ports
	votes.Posts = board
	return apply.Community{
		Votes: votes, Statuses: h.Client, Note: w.Note,
		Authorize: check.AuthorizeOptions{
			Paused: w.Env("BYLAW_PAUSED"), Checkout: checkout, Anchors: []port.Anchors{board},
			Report: func(ctx context.Context, st check.BranchStatus) error {
				return check.NotifyIncident(ctx, h.Notifier, st, w.Note)
			},
		},
		Open: func(ctx context.Context, source branch.Source) (apply.Ports, error) {
			s, err := w.OperatorServer(ctx, source, h.Ports.Ledger, h.Ports.Judge)
			s.Ports.Progress = w.Progress.Change
			return s.Ports, err
		},
	}, h, nil
}

// Board is the operator's server as the place where the constitution is published, and in its first post a head of the ledger.
func (w *Wire) Board() (*mastodon.Instance, error) {
	return mastodon.Open(w.operator(""))
}

// operator says how the server is reached that the environment names. Declared is the one that the settings name, "" for any.
func (w *Wire) operator(declared string) mastodon.Options {
	o := w.server(w.Env("MASTODON_URL"), declared)
	o.Token = secret.New(w.Env("MASTODON_ACCESS_TOKEN"))
	return o
}

// server says how any server is reached, without a token.
func (w *Wire) server(address, declared string) mastodon.Options {
	return mastodon.Options{
		URL: address, Declared: declared, Version: w.Version, Contact: Contact, Now: w.Now, Sleep: w.Sleep, Waiting: w.Progress.Limit,
	}
}

// checkout says where the files of a person at a terminal stand. A workflow may have checked out an older commit.
func (w *Wire) checkout() (*check.Checkout, error) {
	if w.InActions() {
		return nil, nil //nolint:nilnil // no checkout that a person looks at
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return nil, err
	}
	s, err := repo.Status()
	return &check.Checkout{Head: s.Head, Dirty: s.Dirty}, err
}

// ServerNamed says whether the environment names a server and a token for it.
func (w *Wire) ServerNamed() error {
	if w.Env("MASTODON_URL") == "" || w.Env("MASTODON_ACCESS_TOKEN") == "" {
		return diag.WithHint(ErrNoServer, "set both, or try it with --sandbox")
	}
	return nil
}

// OperatorServer opens the operator's server, for a tree and with the ledger of the repository.
func (w *Wire) OperatorServer(ctx context.Context, source branch.Source, book port.Ledger, j port.Judge) (Server, error) {
	handles, err := w.handles(source.Charter.Settings.Domain)
	if err != nil {
		return Server{}, err
	}
	hook := &apply.WaitHook{}
	how := w.operator(source.Charter.Settings.Instance)
	how.Stop, how.Secrets, how.Pseudonyms = ctx.Done(), w.Env, handles
	how.Waiting = func(until time.Time) { w.Progress.Limit(until); hook.Wait(until) }
	instance, err := mastodon.Open(how)
	if err != nil {
		return Server{}, err
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return Server{}, err
	}
	ports := apply.Ports{Trees: repo, Judge: j, Instance: instance, Board: instance, Ledger: book, Now: w.Now, Pseudonyms: handles, WaitHook: hook}
	return Server{Ports: ports, Source: source, Flush: func() error { return nil }}, nil
}

// PostLimits asks the operator's server how long a post may be.
func (w *Wire) PostLimits(ctx context.Context, source branch.Source) (thread.Limits, error) {
	instance, err := mastodon.Open(w.operator(source.Charter.Settings.Instance))
	if err != nil {
		return thread.Limits{}, err
	}
	return instance.Describe(ctx)
}
