package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// Remote is another repository, by https URL or by path. Password gives the token that its server wants; it is a
// function so that printing a Remote shows nothing, and nil where none is needed.
type Remote struct {
	URL      string
	Password func() string
}

// auth gives the credentials for the remote's own host. go-git drops them when a redirect leads to another.
func (r Remote) auth(at *transport.Endpoint) (transport.AuthMethod, error) {
	if r.Password == nil {
		return nil, nil //nolint:nilnil // go-git takes nil for no credentials.
	}
	if at.Protocol != "https" && !loopback(at.Host) {
		return nil, diag.WithHint(fmt.Errorf("%q would send the token in clear text", r.URL), "use an https URL")
	}
	return &githttp.BasicAuth{Username: "x-access-token", Password: r.Password()}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// OpenRemoteLedger opens the ledger branch of another repository. Over https every Append is a push that the server
// accepts only if the branch is still what was read; it is never forced. A path is opened as OpenLedger does.
func OpenRemoteLedger(from Remote, now func() time.Time) (*Ledger, error) {
	at, err := transport.NewEndpoint(from.URL)
	if err != nil {
		return nil, fmt.Errorf("ledger remote %q: %w", from.URL, err)
	}
	if at.Protocol == "file" {
		return OpenLedger(at.Path, now)
	}
	store := memory.NewStorage()
	auth, err := from.auth(at)
	if err != nil {
		return nil, err
	}
	remote := git.NewRemote(store, &config.RemoteConfig{Name: "origin", URLs: []string{from.URL}})
	return &Ledger{
		store: store, now: now, upstream: &upstream{store, remote, auth},
		hold: func() (func() error, error) { return holdLock(store) },
	}, nil
}

// ErrCredentials means that the other repository does not accept the password, or asks for one.
var ErrCredentials = transport.ErrAuthenticationRequired

// upstream is the repository that a ledger is pushed to. Store is a copy of its branches and nothing else.
type upstream struct {
	store  *memory.Storage
	remote *git.Remote
	auth   transport.AuthMethod
}

// fetch makes the copy equal to a remote branch, also where that went back or away.
func (u *upstream) fetch(ctx context.Context, name plumbing.ReferenceName) error {
	spec := config.RefSpec("+" + name + ":" + name)
	err := u.remote.FetchContext(ctx, &git.FetchOptions{RefSpecs: []config.RefSpec{spec}, Auth: u.auth, Tags: git.NoTags, Force: true})
	switch {
	case err == nil, errors.Is(err, git.NoErrAlreadyUpToDate):
		return nil
	case errors.Is(err, transport.ErrEmptyRemoteRepository), errors.As(err, &git.NoMatchingRefSpecError{}):
		return u.store.RemoveReference(name)
	}
	return fmt.Errorf("fetch branch %q: %w", name.Short(), explained(err, ""))
}

// push offers one of the copy's branches, which grew from the commit given. What the server holds afterwards shows how
// it went: a refused push and one whose answer was lost look alike otherwise. The ledger is never forced; the branch of
// people always is, but only from what was read.
func (u *upstream) push(ctx context.Context, name plumbing.ReferenceName, from plumbing.Hash) error {
	mine, err := u.store.Reference(name)
	if err != nil {
		return err
	}
	options := &git.PushOptions{RemoteName: "origin", RefSpecs: []config.RefSpec{config.RefSpec(name + ":" + name)}, Auth: u.auth}
	if name == peopleRef {
		options.RefSpecs[0] = "+" + options.RefSpecs[0]
		if !from.IsZero() {
			options.RequireRemoteRefs = []config.RefSpec{config.RefSpec(from.String() + ":" + name.String())}
		}
	}
	var said bytes.Buffer
	options.Progress = &said
	pushed := u.remote.PushContext(ctx, options)
	if pushed == nil || errors.Is(pushed, git.NoErrAlreadyUpToDate) {
		return nil
	}
	pushed = explained(pushed, said.String())
	if err := u.fetch(ctx, name); err != nil {
		return errors.Join(fmt.Errorf("push branch %q: %w", name.Short(), pushed), err)
	}
	theirs, err := u.store.Reference(name)
	switch {
	case err == nil && theirs.Hash() == mine.Hash():
		return nil
	case err == nil && theirs.Hash() != from:
		return ledger.ErrMoved
	}
	return fmt.Errorf("push branch %q: %w", name.Short(), pushed)
}

// Fetch brings refs of another repository here, by full ref names on both sides: {"refs/pull/7/head": "refs/bylaw/7"}.
// It takes what the remote has, also where a ref was forced.
func (r *Repo) Fetch(ctx context.Context, from Remote, refs map[string]string) error {
	at, err := transport.NewEndpoint(from.URL)
	if err != nil {
		return fmt.Errorf("fetch from %q: %w", from.URL, err)
	}
	if at.Protocol == "file" {
		return r.copyRefs(at.Path, refs)
	}
	auth, err := from.auth(at)
	if err != nil {
		return err
	}
	var specs []config.RefSpec
	for theirs, ours := range refs {
		specs = append(specs, config.RefSpec("+"+theirs+":"+ours))
	}
	remote := git.NewRemote(r.git.Storer, &config.RemoteConfig{Name: "origin", URLs: []string{from.URL}})
	err = remote.FetchContext(ctx, &git.FetchOptions{RefSpecs: specs, Auth: auth, Tags: git.NoTags, Force: true})
	if err != nil && !errors.Is(err, git.NoErrAlreadyUpToDate) {
		return fmt.Errorf("fetch from %q: %w", from.URL, explained(err, ""))
	}
	return nil
}
