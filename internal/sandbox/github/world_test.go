package github_test

import (
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/git"
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
	work   *git.Repo
	bare   string
	url    string
	main   string
	head   string
	review int64  // the last one of interest
	forked string // the head of a fork
	api    *document

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
	made := prepare(t)
	dir := t.TempDir()
	w := &world{
		T: t, api: made.api, main: made.main, head: made.head, bare: filepath.Join(dir, "base.git"),
		now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
	}
	w.must(os.CopyFS(dir, made.files))
	var err error
	w.work, err = git.Open(filepath.Join(dir, "work"))
	w.must(err)
	o := github.Options{Now: w.clock, Owner: "coop", Repo: "governance", Dir: w.bare, Forks: filepath.Join(dir, "forks")}
	for _, each := range change {
		each(&o)
	}
	w.Server, err = github.New(o)
	w.must(err)
	w.Join(github.Account{ID: 100, Login: "coop"})
	w.Join(github.Account{ID: 101, Login: "ada", Permission: "write"})
	w.Join(github.Account{ID: 102, Login: "grace", Permission: "read"})
	w.Join(github.Account{ID: 999, Login: "stranger"})
	w.push("proposal", w.head)
	server := httptest.NewServer(w.Server)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

// prepared is what all worlds begin with: a work tree on its branch "proposal", and a bare repository with its branch "main".
type prepared struct {
	files      fstest.MapFS
	main, head string
	api        *document
}

var (
	prepareOnce sync.Once
	begin       prepared
)

// prepare makes it once, for writing to a repository is slow.
func prepare(t *testing.T) prepared {
	t.Helper()
	prepareOnce.Do(func() {
		dir := t.TempDir()
		w := &world{T: t, bare: filepath.Join(dir, "base.git"), now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
		var err error
		w.work, err = git.Init(filepath.Join(dir, "work"))
		w.must(err)
		w.main = w.write("governance/roster.yaml", five)
		_, err = git.Create(w.bare)
		w.must(err)
		w.must(w.work.Publish("main", w.bare))
		w.on("proposal")
		w.head = w.write("governance/roster.yaml", strings.Replace(five, "one", "ONE", 1))
		begin = prepared{filesOf(t, dir), w.main, w.head, readDocument(t, described)}
	})
	return begin
}

// filesOf reads a folder with all that is in it.
func filesOf(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == "." {
			return err
		}
		file := &fstest.MapFile{Mode: entry.Type() | 0o700}
		if !entry.IsDir() {
			file.Mode = 0o600
			file.Data, err = os.ReadFile(filepath.Join(dir, path))
		}
		files[path] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
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
	hash, err := w.work.Write(fstest.MapFS{path: {Data: []byte(content)}}, git.Signature{Name: "Ada", Time: w.clock()}, "Change "+path)
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

// approve lets grace approve proposal 1.
func (w *world) approve() {
	w.Helper()
	var err error
	w.review, err = w.Review("grace", 1, github.Ballot{Event: "APPROVE"})
	w.must(err)
}

// fork lets an account fork the repository and propose a commit from there.
func (w *world) fork(login string) {
	w.Helper()
	dir := filepath.Join(w.TempDir(), "fork.git")
	_, err := git.Create(dir)
	w.must(err)
	w.must(w.Fork(login, dir))
	w.forked = w.write("of-a-fork", "x\n")
	w.must(w.PushToFork(login, w.work.Root(), "proposal", w.forked, true))
	_, err = w.Propose(login, github.Proposal{Title: "Fork", Head: login + ":proposal", Base: "main"})
	w.must(err)
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

// ask sends one request as an account, "" for none.
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
	for _, wrong := range w.api.conforms(method, strings.TrimPrefix(request.URL.Path, "/api/v3"), got.status, data) {
		w.Errorf("%s %s: %d: %s", method, path, got.status, wrong)
	}
	if len(data) > 0 {
		w.must(json.Unmarshal(data, &got.body))
	}
	return got
}

// file reads a governed file of a branch of the server.
func (w *world) file(branch, path string) string {
	w.Helper()
	there, err := git.Open(w.bare)
	w.must(err)
	tree, _, err := there.Tree(branch)
	w.must(err)
	return string(tree[path].Data)
}
