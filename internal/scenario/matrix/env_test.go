// Package matrix tests one apply under every fault of the server and of the ledger: whatever goes wrong, the next run ends as
// an undisturbed one.
package matrix_test

import (
	"io/fs"
	"runtime/debug"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/opa"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// TestMain collects garbage less often: hundreds of runs allocate and end, and collecting is a fifth of the time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

// decider compiles the policies once for all tests.
var decider = opa.New()

// start is when the clock of every env begins.
var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// env is a fake Mastodon, a ledger in memory, and a clock that tests move.
type env struct {
	*golden.Clock
	t      *testing.T
	server *sandbox.Server
	ledger *memoryLedger
	ports  apply.Ports
}

func newEnv(t *testing.T) *env {
	t.Helper()
	s := &env{t: t, Clock: golden.NewClock(start), ledger: &memoryLedger{}}
	s.server = sandbox.New(sandbox.Options{Now: s.Now, Empty: true})
	t.Cleanup(func() {
		if unknown := s.server.Unknown(); len(unknown) > 0 {
			t.Errorf("the fake server does not know %q", unknown)
		}
	})
	s.ports = apply.Ports{Trees: memoryTrees{}, Judge: decider, Ledger: s.ledger, Now: s.Now}
	s.connect(mastodon.Options{Next: s.server.Transport()})
	return s
}

// connect gives the env a client without any state, as a new process would have.
func (s *env) connect(o mastodon.Options) {
	s.t.Helper()
	o.URL, o.Contact, o.Version = "https://social.example", "https://social.example", "test"
	o.Token, o.Now = secret.New(sandbox.BotToken), s.Now
	instance, err := mastodon.Open(o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.ports.Instance, s.ports.Board = instance, instance
}

// source is the sample charter with some files replaced.
func (s *env) source(replaced map[string]string) branch.Source {
	s.t.Helper()
	source, err := branch.Load(golden.Sample(s.t, replaced), "", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return source
}

// file is the text of one file of the sample.
func (s *env) file(path string) string {
	s.t.Helper()
	data, err := fs.ReadFile(governance.Files, path)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}
