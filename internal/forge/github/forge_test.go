package github_test

import (
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/git"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// world is a fake forge with a community of four, a branch "proposal" ahead of main, and a clock that each reading
// moves by a second.
type world struct {
	*testing.T
	forge  *sandbox.Server
	work   *git.Repo
	bare   string
	url    string
	head   string // of the branch "proposal"
	tokens map[string]string

	mu  sync.Mutex
	now time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time.Second)
	return w.now
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, bare: filepath.Join(t.TempDir(), "base.git"), now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), tokens: map[string]string{}}
	var err error
	if w.work, err = git.Init(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	w.write("governance/roster.yaml", "one\ntwo\nthree\nfour\nfive\n")
	if _, err := git.Create(w.bare); err != nil {
		t.Fatal(err)
	}
	if err := w.work.Publish("main", w.bare); err != nil {
		t.Fatal(err)
	}
	if w.forge, err = sandbox.New(sandbox.Options{Now: w.clock, Owner: "coop", Repo: "governance", Dir: w.bare}); err != nil {
		t.Fatal(err)
	}
	for i, login := range []string{"ada", "grace", "edsger"} {
		w.tokens[login] = w.forge.Join(sandbox.Account{ID: int64(101 + i), Login: login, Permission: "write"})
	}
	w.tokens["coop"] = w.forge.Join(sandbox.Account{ID: 100, Login: "coop", Type: "Organization"})
	w.tokens["stranger"] = w.forge.Join(sandbox.Account{ID: 999, Login: "stranger"})
	w.tokens["bot"] = "token-github-actions[bot]"
	server := httptest.NewServer(w.forge)
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		for _, name := range w.forge.Unknown() {
			t.Errorf("the fake server has no route %q", name)
		}
	})
	w.url = server.URL
	w.on("proposal")
	w.head = w.write("governance/roster.yaml", "ONE\ntwo\nthree\nfour\nfive\n")
	w.push("ada", "proposal", w.head)
	return w
}

func (w *world) write(path, content string) string {
	w.Helper()
	hash, err := w.work.Write(fstest.MapFS{path: {Data: []byte(content)}}, git.Signature{Name: "Ada", Time: w.clock()}, "Change "+path)
	w.must(err)
	return hash
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) on(branch string) { w.Helper(); w.must(w.work.Switch(branch)) }

func (w *world) push(login, branch, commit string) {
	w.Helper()
	w.must(w.forge.Push(login, w.work.Root(), branch, commit, true))
}

func (w *world) propose(login string) int {
	w.Helper()
	n, err := w.forge.Propose(login, sandbox.Proposal{Title: "Roster", Head: "proposal", Base: "main"})
	w.must(err)
	return n
}

func (w *world) review(login string, number int, event, body string) int64 {
	w.Helper()
	id, err := w.forge.Review(login, number, sandbox.Ballot{Event: event, Body: body})
	w.must(err)
	return id
}

// as opens a client with the token of an account.
func (w *world) as(login string, change ...func(*forge.Options)) *github.Client {
	w.Helper()
	o := forge.Options{API: w.url, Repository: "coop/governance", Token: secret.New(w.tokens[login]), UserAgent: "bylaw-test"}
	for _, each := range change {
		each(&o)
	}
	client, err := github.Open(o)
	w.must(err)
	return client
}
