package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
)

// SandboxClock is the clock that the programs of the sandbox in the governance repository share.
func (w *Wire) SandboxClock() *sandbox.Clock {
	return sandbox.NewClock(filepath.Join(w.SandboxFolder(), "clock"), w.now)
}

// InSandbox goes by the clock of the sandbox from here on.
func (w *Wire) InSandbox() error { return w.follow(w.SandboxClock()) }

func (w *Wire) follow(clock *sandbox.Clock) error {
	ahead, err := clock.Ahead()
	if err != nil {
		return err
	}
	now := w.now
	w.now, w.ahead = func() time.Time { return now().Add(ahead) }, ahead
	return nil
}

// Use goes by a clock that moves while this runs.
func (w *Wire) Use(clock *sandbox.Clock) { w.now = clock.Now }

// FollowClock goes by the clock that the environment names. That is for servers of this machine alone: a moved clock would
// close a real vote too early.
func (w *Wire) FollowClock() error {
	path := w.Env(community.ClockVariable)
	if path == "" {
		return nil
	}
	for _, name := range []string{"GITHUB_API_URL", "MASTODON_URL"} {
		server, err := url.Parse(w.Env(name))
		if name == "MASTODON_URL" && w.Env(name) == "" {
			continue
		}
		if err != nil || !IsLoopback(server.Hostname()) {
			return diag.WithHint(fmt.Errorf("%s moves the clock of a sandbox, and %s is %q, not a server of this machine", community.ClockVariable, name, w.Env(name)),
				"unset %s, or name the servers of \"bylaw sandbox --github\"", community.ClockVariable)
		}
	}
	return w.follow(sandbox.NewClock(path, w.now))
}

// IsLoopback says whether a host is this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// LockSandbox lets one program at a time change the sandbox, from its plan to its last entry. Others wait.
func (w *Wire) LockSandbox(ctx context.Context) (release func(), err error) {
	if err := w.MakeSandboxFolder(); err != nil {
		return nil, err
	}
	return w.Lock(ctx, filepath.Join(w.SandboxFolder(), "apply.lock"), "another program that changes this sandbox")
}

// Lock locks a file, and says whom it waits for if that takes a while.
func (w *Wire) Lock(ctx context.Context, path, other string) (release func(), err error) {
	type result struct {
		release func()
		err     error
	}
	locked := make(chan result, 1)
	go func() {
		release, err := lockedfile.MutexAt(path).Lock()
		locked <- result{release, err}
	}()
	patience := time.NewTimer(time.Second)
	defer patience.Stop()
	for {
		select {
		case got := <-locked:
			return got.release, got.err
		case <-patience.C:
			w.Note("bylaw: waiting for the end of " + other)
		case <-ctx.Done():
			go func() {
				if late := <-locked; late.err == nil {
					late.release()
				}
			}()
			return nil, errors.Join(fmt.Errorf("%s did not end", other), ctx.Err())
		}
	}
}
