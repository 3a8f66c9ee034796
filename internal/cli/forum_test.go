package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/bootstrap"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/render"
	hub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// compiled is the judge of all commands that run in this process: it compiles the policies once.
var compiled = opa.New()

// place is the sample community on an embedded forge, a clone of it, and the environment of a person who works there.
type place struct {
	*testing.T
	server *hub.Server
	work   *git.Repo
	dir    string
	env    map[string]string
	now    time.Time
	sleep  func(context.Context, time.Duration) error // nil: nothing is waited for
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{T: t, dir: t.TempDir(), now: time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)}
	bare := filepath.Join(t.TempDir(), "base.git")
	var err error
	p.work, err = git.Init(p.dir)
	p.must(err)
	p.must(os.CopyFS(filepath.Join(p.dir, "governance"), governance.Files))
	p.commit("Begin")
	_, err = git.Create(bare)
	p.must(err)
	p.must(p.work.Publish("main", bare))
	p.server, err = hub.New(hub.Options{Now: p.clock, Owner: "example", Repo: "governance", Dir: bare})
	p.must(err)
	law, mistakes := charter.Load(os.DirFS(p.dir))
	p.must(mistakes.Err())
	for _, seat := range law.Roster.Seats {
		if !seat.Vacant() {
			p.server.Join(hub.Account{ID: seat.ID, Login: seat.Login, Permission: "write"})
		}
	}
	server := httptest.NewServer(p.server)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		for _, name := range p.server.Unknown() {
			t.Errorf("the embedded server has no route %q", name)
		}
	})
	p.env = map[string]string{
		"GITHUB_TOKEN": "token-github-actions[bot]", "GITHUB_API_URL": server.URL, "GITHUB_REPOSITORY": "example/governance", "GITHUB_ACTIONS": "true",
	}
	f, err := p.app().wire.Forge(t.Context())
	p.must(err)
	prepared, err := bootstrap.Prepare(t.Context(), f.Ports)
	p.must(err)
	p.must(bootstrap.Run(t.Context(), f.Ports, prepared, "ada"))
	return p
}

func (p *place) clock() time.Time { return p.now }

func (p *place) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *place) commit(message string) string {
	p.Helper()
	hash, err := p.work.Write(facts.Tree{}, git.Signature{Name: "dana", Time: p.now}, message)
	p.must(err)
	return hash
}

// propose writes a file on a branch of its own and opens a proposal of it.
func (p *place) propose(branch, name, text string) int {
	p.Helper()
	p.must(p.work.Switch(branch))
	p.must(os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600))
	p.must(p.server.Push("dana", p.dir, branch, p.commit("Propose"), true))
	n, err := p.server.Propose("dana", hub.Proposal{Title: "Change " + name, Head: branch, Base: "main"})
	p.must(err)
	p.must(p.work.Switch("main"))
	return n
}

func (p *place) app() *app {
	a := newApp(p.process(&bytes.Buffer{}, &bytes.Buffer{}))
	a.dir = "."
	return a
}

func (p *place) process(out, complaints *bytes.Buffer) Process {
	return Process{
		Judge: compiled, Dir: p.dir, Stdin: strings.NewReader(""), Stdout: out, Stderr: complaints, Now: p.clock, Sleep: p.sleep,
		Env: func(name string) string { return p.env[name] }, Random: strings.NewReader(strings.Repeat("x", 1<<16)),
	}
}

// run runs a command line.
func (p *place) run(args ...string) (code int, out, complaints string) {
	p.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(p.Context(), args, p.process(&stdout, &stderr))
	return code, stdout.String(), stderr.String()
}

func TestStatusShowsWhatIsOpenAndWritesNothing(t *testing.T) {
	p := newPlace(t)
	p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
	before := p.server.Requests()
	code, out, complaints := p.run("status")
	for _, want := range []string{
		"1 open proposal against main\n\n#1 Change governance/cases/extra.yaml\n  open until 2026-11-06 09:00 UTC: article 2.2 still needs ",
		"article 2.2: open, 1 yes, 0 no, 0 abstain, of 8 entitled to vote", "not voted yet: ada, bruno", "nothing was enacted yet",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("exit status %d, %q is missing in\n%s\n%s", code, want, out, complaints)
		}
	}
	for route, n := range p.server.Requests() {
		if n > before[route] && !strings.HasPrefix(route, "GET ") && !strings.Contains(route, "git-upload-pack") {
			t.Errorf("status asked %s", route)
		}
	}
	code, out, _ = p.run("status", "--json")
	var o render.Overview
	if err := json.Unmarshal([]byte(out), &o); err != nil || code != 0 || len(o.Proposals) != 1 || o.Proposals[0].Number != 1 {
		t.Errorf("exit status %d, %v:\n%s", code, err, out)
	}
}

func TestStatusCountsWhatCheckCounts(t *testing.T) {
	for _, named := range []string{"", "777", "41898282"} {
		p := newPlace(t)
		p.env["GITHUB_TOKEN"] = p.server.Join(hub.Account{ID: 777, Login: "our-bot", Permission: "write"})
		p.env["BYLAW_CREATOR"] = named
		p.propose("note", "governance/cases/extra.yaml", "cases: []\n")
		p.run("check", "--proposal", "1")
		p.now = p.now.Add(24 * time.Hour)
		for _, voter := range []string{"ada", "bruno", "emre"} {
			_, err := p.server.Review(voter, 1, hub.Ballot{Event: "APPROVE"})
			p.must(err)
		}
		p.now = p.now.Add(24 * time.Hour)
		for _, line := range []string{"status --json", "check --proposal 1 --json"} {
			_, out, complaints := p.run(strings.Fields(line)...)
			if !strings.Contains(out, `"opened_at": "2026-11-03T09:00:00Z"`) || !strings.Contains(out, `"yes": 4`) {
				t.Errorf("creator %q, %s:\n%s%s", named, line, out, complaints)
			}
		}
	}
}

func TestStatusWithoutATokenSaysSo(t *testing.T) {
	p := &place{T: t, dir: t.TempDir(), env: map[string]string{}}
	code, _, complaints := p.run("status")
	if want := "bylaw: error: GITHUB_TOKEN is not set\nbylaw: hint: set it to a token"; code != 7 || !strings.HasPrefix(complaints, want) {
		t.Errorf("exit status %d: %s", code, complaints)
	}
}
