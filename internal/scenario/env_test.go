package scenario_test

import (
	"bytes"
	"io/fs"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/opa"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// testEnv is a fake server, a ledger in a folder that goes away, and a clock that tests move.
type testEnv struct {
	*golden.Clock
	t      *testing.T
	server *sandbox.Server
	world  apply.Ports
}

func newTestEnv(t *testing.T) *testEnv {
	t.Helper()
	s := &testEnv{t: t, Clock: golden.NewClock(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	s.server = sandbox.New(sandbox.Options{Now: s.Now, Empty: true})
	t.Cleanup(func() {
		if unknown := s.server.Unknown(); len(unknown) > 0 {
			t.Errorf("the fake server does not know %q", unknown)
		}
	})
	dir := t.TempDir() + "/ledger.git"
	book, err := git.OpenLedger(dir, s.Now)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.world = apply.Ports{Trees: repo, Judge: decider, Ledger: book, Now: s.Now}
	s.reconnect()
	return s
}

// reconnect gives the world a client that knows nothing of the one before, as a new process would.
func (s *testEnv) reconnect() {
	instance, err := mastodon.Open(mastodon.Options{
		URL: "https://social.example", Token: secret.New(sandbox.BotToken), Version: "test", Contact: "https://social.example",
		Next: s.server.Transport(), Now: s.Now,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.world.Instance, s.world.Board = instance, instance
}

// source is the sample charter with some files replaced.
func (s *testEnv) source(replaced map[string]string) branch.Source {
	s.t.Helper()
	source, err := branch.Load(golden.Sample(s.t, replaced), "", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return source
}

// blocks is a federation file with these domains suspended.
func blocks(domains ...string) map[string]string {
	var out bytes.Buffer
	out.WriteString("domain_blocks:\n")
	for _, domain := range domains {
		out.WriteString("  - {domain: " + domain + ", severity: suspend}\n")
	}
	if len(domains) == 0 {
		return map[string]string{"instance/federation.yaml": "domain_blocks: []\n"}
	}
	return map[string]string{"instance/federation.yaml": out.String()}
}

// kinds are the kinds of all ledger entries, in order.
func (s *testEnv) kinds() []ledger.Kind {
	s.t.Helper()
	chain, err := s.world.Ledger.Load(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	var kinds []ledger.Kind
	for _, e := range chain.Entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// writes counts the requests that changed something. A measure is a question, though it is asked by POST.
func (s *testEnv) writes() int {
	return s.server.Count("POST", "/api/*/*") + s.server.Count("POST", "/api/*/*/*") + s.server.Count("PUT", "/api/*/*/*/*") +
		s.server.Count("POST", "/api/*/*/*/*") + s.server.Count("DELETE", "/api/*/*/*/*") + s.server.Count("PUT", "/api/*/*/*") -
		s.server.Count("POST", "/api/v1/admin/measures")
}

// file is the text of one file of the sample.
func (s *testEnv) file(path string) string {
	s.t.Helper()
	data, err := fs.ReadFile(s.source(nil).Files, path)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// decider compiles the policies once for all tests.
var decider = opa.New()
