package gitea_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/gitea"
	"github.com/bylaw-dev/bylaw/internal/git"
	sandbox "github.com/bylaw-dev/bylaw/internal/sandbox/gitea"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// world is a fake Gitea with three writers, an administrator, and a proposal whose branch is a commit ahead of main. Each
// request is a minute later than the one before it.
type world struct {
	*testing.T
	server *sandbox.Server
	client *gitea.Client
	work   *git.Repo
	url    string
	now    time.Time
	head   string
}

const pulls = "/repos/coop/governance/pulls/1"

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	bare := filepath.Join(t.TempDir(), "base.git")
	var err error
	w.work, err = git.Init(t.TempDir())
	w.must(err)
	w.write("first")
	_, err = git.Create(bare)
	w.must(err)
	w.must(w.work.Publish("main", bare))
	w.server, err = sandbox.New(sandbox.Options{Now: func() time.Time { return w.now }, Owner: "coop", Repo: "governance", Dir: bare})
	w.must(err)
	for i, login := range []string{"ada", "bruno", "bylaw-bot"} {
		w.server.Join(sandbox.Account{ID: int64(101 + i), Login: login, Permission: "write"})
	}
	w.server.Join(sandbox.Account{ID: 100, Login: "root", Permission: "admin"})
	listening := httptest.NewServer(w.server)
	t.Cleanup(listening.Close)
	w.url = listening.URL + "/api/v1"
	w.client, err = gitea.Open(forge.Options{API: w.url, Repository: "coop/governance", Token: secret.New("token-bylaw-bot")})
	w.must(err)
	w.must(w.work.Switch("proposal"))
	w.head = w.write("second")
	w.push("ada", w.head)
	w.call("ada", "POST", "/repos/coop/governance/pulls", map[string]string{"title": "Roster", "head": "proposal", "base": "main"})
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) write(content string) string {
	w.Helper()
	hash, err := w.work.Write(fstest.MapFS{"roster.yaml": {Data: []byte(content)}}, git.Signature{Name: "Ada", Time: w.now}, content)
	w.must(err)
	return hash
}

func (w *world) push(login, commit string) {
	w.Helper()
	w.now = w.now.Add(time.Minute)
	w.must(w.server.Push(login, w.work.Root(), "proposal", commit, true))
}

func (w *world) call(login, method, path string, body any) (answer map[string]any) {
	w.Helper()
	w.now = w.now.Add(time.Minute)
	encoded, err := json.Marshal(body)
	w.must(err)
	request, err := http.NewRequestWithContext(w.Context(), method, w.url+path, bytes.NewReader(encoded))
	w.must(err)
	request.Header.Set("Authorization", "token token-"+login)
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	w.must(err)
	if response.StatusCode >= 400 {
		w.Fatalf("%s %s: %s %s", method, path, response.Status, text)
	}
	if len(text) > 0 {
		w.must(json.Unmarshal(text, &answer))
	}
	return answer
}

func (w *world) review(login, event, body string) int {
	w.Helper()
	id, ok := w.call(login, "POST", pulls+"/reviews", map[string]string{"event": event, "body": body})["id"].(float64)
	if !ok {
		w.Fatal("the review has no id")
	}
	return int(id)
}

func (w *world) pushes() ([]facts.Push, error) {
	w.Helper()
	pull, err := w.client.Pull(w.Context(), 1)
	w.must(err)
	return w.client.Pushes(w.Context(), pull)
}
