package matrix_test

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/apply"
	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/mastodon"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// fixture is what every case of the matrix begins with: a server and a ledger on which the first files are enacted.
type fixture struct {
	*env
	endpoints []endpoint
	saved     string // the server as every case finds it
	begun     []ledger.File
	wanted    branch.Source
	stride    int           // between the requests that the fixed part of the matrix tries
	later     time.Duration // from the enactment of the first files to the apply under faults
	notes     []string      // of the plan of the last run

	unproven *unproven // nil where the server shows the effect of every write
}

func newFixture(t *testing.T, publication string) *fixture {
	t.Helper()
	s := newEnv(t)
	published := publications(s)[publication]
	published.file = "constitution.md"
	return newFixtureOf(s, append(endpoints(), published))
}

func newFixtureOf(s *env, endpoints []endpoint) *fixture {
	s.t.Helper()
	first := s.source(files(endpoints, func(e endpoint) string { return e.before }))
	if _, _, err := apply.Run(s.t.Context(), s.ports, first, apply.Options{}); err != nil {
		s.t.Fatal(err)
	}
	f := &fixture{
		env: s, endpoints: endpoints, stride: stride, later: time.Hour,
		saved: filepath.Join(s.t.TempDir(), "mastodon.json"), begun: s.ledger.files,
		wanted: s.source(files(endpoints, func(e endpoint) string { return e.after })),
	}
	if err := s.server.Save(f.saved); err != nil {
		s.t.Fatal(err)
	}
	return f
}

// reset puts server, ledger and clock back to where every case begins.
func (f *fixture) reset() {
	f.t.Helper()
	f.Set(start.Add(f.later))
	if err := f.server.Load(f.saved); err != nil {
		f.t.Fatal(err)
	}
	f.ports.Ledger = &memoryLedger{files: slices.Clone(f.begun)}
}

// run applies as a new process does, through a transport that may fail.
func (f *fixture) run(s *faultyTransport) error {
	f.t.Helper()
	s.next, s.now = f.server.Transport(), f.Now
	f.connect(mastodon.Options{Next: s, Sleep: f.Sleep, Secrets: func(name string) string { return secrets()[name] }})
	result, _, err := apply.Run(f.t.Context(), f.ports, f.wanted, apply.Options{Holder: fmt.Sprintf("run of %s", f.Now().Format(time.TimeOnly))})
	f.notes = result.Plan.Notes
	return err
}

// finish runs again without faults, and returns the state after it and the requests that it took.
func (f *fixture) finish() (end finalState, requests []string) {
	f.t.Helper()
	f.Advance(time.Hour)
	quiet := &faultyTransport{at: -1}
	if err := f.run(quiet); err != nil {
		f.t.Errorf("the run after it: %v", err)
	}
	return f.state(), quiet.seen
}

func (f *fixture) state() finalState {
	f.t.Helper()
	chain, err := f.ports.Ledger.Load(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	changes, kinds := ledgerState(f.t, chain, len(f.begun))
	posted, _, err := f.ports.Board.Current(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	head, _ := thread.FindLedgerHead(posted.Texts[0])
	return finalState{serverState(f.t, f.server), changes, kinds, strings.HasPrefix(chain.InForce(), head), unknownActions(f.notes)}
}

// undisturbed is the run that all others are compared with: the state after it, and the requests and entries that it took.
func (f *fixture) undisturbed() (want finalState, requests []string, appends int) {
	f.t.Helper()
	f.reset()
	quiet, book := &faultyTransport{at: -1}, &faultyLedger{Ledger: f.ports.Ledger, at: 1 << 30}
	f.ports.Ledger = book
	if err := f.run(quiet); err != nil {
		f.t.Fatal(err)
	}
	for _, e := range f.endpoints {
		for _, write := range e.writes {
			if !slices.ContainsFunc(quiet.seen, func(sent string) bool { ok, _ := path.Match(write, sent); return ok }) {
				f.t.Fatalf("the plan of the matrix does not send %q", write)
			}
		}
	}
	requests = slices.Clone(quiet.seen)
	return f.state(), requests, book.seen
}
