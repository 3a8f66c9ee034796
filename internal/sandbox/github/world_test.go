package github_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/gitrepo"
	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

const (
	repo  = "/repos/coop/governance"
	zeros = "0000000000000000000000000000000000000000"
	five  = "one\ntwo\nthree\nfour\nfive\n"
)

// world is a server with some accounts and a branch "proposal" that changes line one of governance/roster.yaml.
type world struct {
	*testing.T
	*github.Server
	work *gitrepo.Repo
	bare string
	url  string
	main string
	head string

	mu  sync.Mutex
	now time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func newWorld(t *testing.T, change ...func(*github.Options)) *world {
	t.Helper()
	w := &world{T: t, bare: filepath.Join(t.TempDir(), "base.git"), now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	var err error
	if w.work, err = gitrepo.Init(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	w.main = w.write("governance/roster.yaml", five)
	_, err = gitrepo.Create(w.bare)
	w.must(err)
	w.must(w.work.Publish("main", w.bare))
	o := github.Options{Now: w.clock, Owner: "coop", Repo: "governance", Dir: w.bare}
	for _, each := range change {
		each(&o)
	}
	w.Server, err = github.New(o)
	w.must(err)
	w.Join(github.Account{ID: 100, Login: "coop"})
	w.Join(github.Account{ID: 101, Login: "ada", Permission: "write"})
	w.Join(github.Account{ID: 102, Login: "grace", Permission: "read"})
	w.Join(github.Account{ID: 999, Login: "stranger"})
	w.on("proposal")
	w.head = w.write("governance/roster.yaml", strings.Replace(five, "one", "ONE", 1))
	w.push("proposal", w.head)
	server := httptest.NewServer(w.Server)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) on(branch string) { w.Helper(); w.must(w.work.Switch(branch)) }

func (w *world) write(path, content string) string {
	w.Helper()
	hash, err := w.work.Write(fstest.MapFS{path: {Data: []byte(content)}}, gitrepo.Signature{Name: "Ada", Time: w.clock()}, "Change "+path)
	w.must(err)
	return hash
}

func (w *world) push(branch, commit string) {
	w.Helper()
	w.must(w.Push("ada", w.work.Root(), branch, commit, true))
}

func (w *world) propose(head string) int {
	w.Helper()
	n, err := w.Propose("ada", github.Proposal{Title: "Change", Head: head, Base: "main"})
	w.must(err)
	return n
}

// answer is what the server said, with its body decoded into any.
type answer struct {
	status int
	header http.Header
	body   any
}

func (a answer) field(name string) any {
	fields, ok := a.body.(map[string]any)
	if !ok {
		return nil
	}
	return fields[name]
}

func (a answer) list() []any {
	list, ok := a.body.([]any)
	if !ok {
		return nil
	}
	return list
}

// ask sends one request as an account, "" for nobody.
func (w *world) ask(login, method, path, body string, header ...string) answer {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), method, w.url+path, strings.NewReader(body))
	w.must(err)
	if login != "" {
		request.Header.Set("Authorization", "Bearer token-"+login)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	w.must(err)
	data, err := io.ReadAll(response.Body)
	w.must(err)
	w.must(response.Body.Close())
	got := answer{status: response.StatusCode, header: response.Header}
	if len(data) > 0 {
		w.must(json.Unmarshal(data, &got.body))
	}
	return got
}

// file reads a governed file of a branch of the server.
func (w *world) file(branch, path string) string {
	w.Helper()
	there, err := gitrepo.Open(w.bare)
	w.must(err)
	tree, _, err := there.Tree(branch)
	w.must(err)
	return string(tree[path].Data)
}
