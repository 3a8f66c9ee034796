// Package conformance has the tests that every adapter to a forge passes: against the embedded forges, and against a real one
// that the environment names (see docs/explanation/forges.md).
package conformance

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/gitea"
	"github.com/bylaw-dev/bylaw/internal/forge/github"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/ramdisk"
	fakegitea "github.com/bylaw-dev/bylaw/internal/sandbox/gitea"
	fakegithub "github.com/bylaw-dev/bylaw/internal/sandbox/github"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

func TestMain(m *testing.M) {
	ramdisk.Use()
	m.Run()
}

// adapter is what bylaw needs of a forge.
type adapter interface {
	port.Forge
	port.Timeline
	port.Issues
	port.Commenter
	port.Statuses
	port.People
	port.PullOpener
	Merge(ctx context.Context, number int, head, method string) (string, error)
	ClosePull(ctx context.Context, number int) (facts.Pull, error)
	Self(ctx context.Context) (facts.Person, error)
	UserByLogin(ctx context.Context, login string) (facts.Person, error)
}

// server is one forge with a repository, and the tokens of three people who may push there: one who proposes, one who votes, and
// the bot.
type server struct {
	kind, api, git, repository string
	proposer, voter, bot       string
}

// world is a server seen by one test.
type world struct {
	*testing.T
	server
	dir  string
	work *git.Repository
}

// eachForge runs a test against every forge that there is.
func eachForge(t *testing.T, test func(*world)) {
	t.Helper()
	servers := map[string]func(*testing.T) server{"github": embeddedGitHub, "gitea": embeddedGitea}
	if os.Getenv("BYLAW_TEST_FORGE") != "" {
		servers["real"] = real
	}
	for name, open := range servers {
		t.Run(name, func(t *testing.T) { test(begin(t, open(t))) })
	}
}

// real is the forge of the environment.
func real(*testing.T) server {
	return server{
		kind: os.Getenv("BYLAW_TEST_FORGE"), api: os.Getenv("BYLAW_TEST_API"), git: os.Getenv("BYLAW_TEST_GIT"), repository: os.Getenv("BYLAW_TEST_REPOSITORY"),
		proposer: os.Getenv("BYLAW_TEST_PROPOSER"), voter: os.Getenv("BYLAW_TEST_VOTER"), bot: os.Getenv("BYLAW_TEST_BOT"),
	}
}

// ticking is a clock that each reading moves by a second.
func ticking() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// bare makes a repository with a file on main.
func bare(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "base.git")
	made, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{Bare: true, InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, dir: t.TempDir()}
	w.work, err = git.PlainInitWithOptions(w.dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
	w.must(err)
	w.commit("roster.yaml", "one\ntwo\nthree\nfour\nfive\n")
	_, err = w.work.CreateRemote(&config.RemoteConfig{Name: "origin", URLs: []string{dir}})
	w.must(err)
	w.must(w.work.Push(&git.PushOptions{RemoteName: "origin"}))
	_, err = made.Reference("refs/heads/main", true)
	w.must(err)
	return dir
}

func embeddedGitHub(t *testing.T) server {
	t.Helper()
	s, err := fakegithub.New(fakegithub.Options{Now: ticking(), Owner: "coop", Repo: "governance", Dir: bare(t)})
	if err != nil {
		t.Fatal(err)
	}
	s.Join(fakegithub.Account{ID: 100, Login: "coop", Type: "Organization"})
	join := func(id int64, login string) string {
		return s.Join(fakegithub.Account{ID: id, Login: login, Permission: "write"})
	}
	return serve(t, s, server{kind: "github", proposer: join(101, "ada"), voter: join(102, "bruno"), bot: join(103, "bylaw-bot")}, "")
}

func embeddedGitea(t *testing.T) server {
	t.Helper()
	s, err := fakegitea.New(fakegitea.Options{Now: ticking(), Owner: "coop", Repo: "governance", Dir: bare(t)})
	if err != nil {
		t.Fatal(err)
	}
	join := func(id int64, login string) string {
		return s.Join(fakegitea.Account{ID: id, Login: login, Permission: "write"})
	}
	return serve(t, s, server{kind: "gitea", proposer: join(101, "ada"), voter: join(102, "bruno"), bot: join(103, "bylaw-bot")}, "/api/v1")
}

func serve(t *testing.T, handler interface {
	http.Handler
	Unknown() []string
}, s server, path string) server {
	t.Helper()
	listening := httptest.NewServer(handler)
	t.Cleanup(listening.Close)
	t.Cleanup(func() {
		for _, name := range handler.Unknown() {
			t.Errorf("the embedded server has no route %q", name)
		}
	})
	s.api, s.git, s.repository = listening.URL+path, listening.URL, "coop/governance"
	return s
}

// begin clones the repository.
func begin(t *testing.T, s server) *world {
	t.Helper()
	w := &world{T: t, server: s, dir: t.TempDir()}
	var err error
	w.work, err = git.PlainClone(w.dir, false, &git.CloneOptions{URL: s.git + "/" + s.repository + ".git", Auth: auth(s.proposer)})
	w.must(err)
	return w
}

func auth(token string) *githttp.BasicAuth { return &githttp.BasicAuth{Username: "x", Password: token} }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// as is the adapter with the token of a person.
func (w *world) as(token string) adapter {
	w.Helper()
	o := forge.Options{API: w.api, Repository: w.repository, Token: secret.New(token), UserAgent: "bylaw-conformance"}
	if w.kind == "github" {
		client, err := github.Open(o)
		w.must(err)
		return client
	}
	client, err := gitea.Open(o)
	w.must(err)
	return client
}

// commit writes a file and commits it.
func (w *world) commit(path, content string) string {
	w.Helper()
	w.must(os.WriteFile(filepath.Join(w.dir, path), []byte(content), 0o600))
	tree, err := w.work.Worktree()
	w.must(err)
	_, err = tree.Add(path)
	w.must(err)
	hash, err := tree.Commit("Change "+path+" "+rand.Text(), &git.CommitOptions{Author: &object.Signature{Name: "Ada", Email: "ada@example.org", When: time.Unix(1_000_000_000, 0)}})
	w.must(err)
	return hash.String()
}

// branch goes to a new branch at a commit, "" for the present one.
func (w *world) branch(at string) string {
	w.Helper()
	name := "conform-" + strings.ToLower(rand.Text())
	tree, err := w.work.Worktree()
	w.must(err)
	w.must(tree.Checkout(&git.CheckoutOptions{Branch: plumbing.NewBranchReferenceName(name), Create: true, Hash: plumbing.NewHash(at)}))
	return name
}

// reset lets the present branch begin again at a commit.
func (w *world) reset(to string) {
	w.Helper()
	tree, err := w.work.Worktree()
	w.must(err)
	w.must(tree.Reset(&git.ResetOptions{Commit: plumbing.NewHash(to), Mode: git.HardReset}))
}

// push pushes a branch by force.
func (w *world) push(branch string) {
	w.Helper()
	spec := config.RefSpec("+refs/heads/" + branch + ":refs/heads/" + branch)
	w.must(w.work.Push(&git.PushOptions{RemoteName: "origin", RefSpecs: []config.RefSpec{spec}, Auth: auth(w.proposer), Force: true}))
}

// propose opens a proposal of one commit on a branch of its own.
func (w *world) propose(content string) (facts.Pull, string) {
	w.Helper()
	branch := w.branch("")
	w.commit("roster.yaml", content)
	w.push(branch)
	opened, err := w.as(w.proposer).OpenPull(w.Context(), "A proposal", "why", branch, "main")
	w.must(err)
	return opened, branch
}

// call makes a request that no port has, with the token of a person.
func (w *world) call(token, method, path string, body any) map[string]any {
	w.Helper()
	encoded, err := json.Marshal(body)
	w.must(err)
	request, err := http.NewRequestWithContext(w.Context(), method, w.api+"/repos/"+w.repository+path, bytes.NewReader(encoded))
	w.must(err)
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	w.must(err)
	if response.StatusCode >= 400 {
		w.Fatalf("%s %s: %s: %s", method, path, response.Status, text)
	}
	answer := map[string]any{}
	if len(text) > 0 {
		w.must(json.Unmarshal(text, &answer))
	}
	return answer
}

// review votes in the words of GitHub and gives the id.
func (w *world) review(number int, event, body, commit string) int64 {
	w.Helper()
	if w.kind != "github" && event == "APPROVE" {
		event = "APPROVED"
	}
	wanted := map[string]string{"event": event, "body": body}
	if commit != "" {
		wanted["commit_id"] = commit
	}
	id, ok := w.call(w.voter, http.MethodPost, "/pulls/"+strconv.Itoa(number)+"/reviews", wanted)["id"].(float64)
	if !ok {
		w.Fatal("the review has no id")
	}
	return int64(id)
}

func (w *world) edit(number int, change map[string]string) {
	w.Helper()
	w.call(w.proposer, http.MethodPatch, "/pulls/"+strconv.Itoa(number), change)
}
