package cli

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

// sandboxClock is the clock that the programs of the sandbox in the governance repository share.
func (a *app) sandboxClock() *sandbox.Clock {
	return sandbox.NewClock(filepath.Join(a.sandboxFolder(), "clock"), a.Now)
}

// inSandbox goes by the clock of the sandbox from here on.
func (a *app) inSandbox() error { return a.follow(a.sandboxClock()) }

func (a *app) follow(clock *sandbox.Clock) error {
	ahead, err := clock.Ahead()
	if err != nil {
		return err
	}
	now := a.Now
	a.Now, a.ahead = func() time.Time { return now().Add(ahead) }, ahead
	return nil
}

// followClock goes by the clock that the environment names. That is for servers of this machine alone: a moved clock would
// close a real vote too early.
func (a *app) followClock() error {
	path := a.Env(community.ClockVariable)
	if path == "" {
		return nil
	}
	for _, name := range []string{"GITHUB_API_URL", "MASTODON_URL"} {
		server, err := url.Parse(a.Env(name))
		if name == "MASTODON_URL" && a.Env(name) == "" {
			continue
		}
		if err != nil || !isLoopback(server.Hostname()) {
			return diag.WithHint(fmt.Errorf("%s moves the clock of a sandbox, and %s is %q, not a server of this machine", community.ClockVariable, name, a.Env(name)),
				"unset %s, or name the servers of \"bylaw sandbox --github\"", community.ClockVariable)
		}
	}
	return a.follow(sandbox.NewClock(path, a.Now))
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// oneAtATime lets one program at a time change the sandbox, from its plan to its last entry. Others wait.
func (a *app) oneAtATime(ctx context.Context) (release func(), err error) {
	if err := a.ignoreSandbox(); err != nil {
		return nil, err
	}
	return a.wait(ctx, filepath.Join(a.sandboxFolder(), "apply.lock"), "another program that changes this sandbox")
}

// wait locks a file, and says whom it waits for if that takes a while.
func (a *app) wait(ctx context.Context, path, other string) (release func(), err error) {
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
			a.note("bylaw: waiting for the end of %s", other)
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
