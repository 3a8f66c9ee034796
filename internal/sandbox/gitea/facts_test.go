package gitea_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/gitea"
)

// world is a server with a proposal #1 by ada of the branch "proposal". Bruno and the bot may write, carol may not, root
// administers.
type world struct {
	*testing.T
	server *gitea.Server
	work   *git.Repo
	url    string
	now    time.Time
	head   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2026, 12, 1, 1, 27, 8, 0, time.UTC)}
	bare := filepath.Join(t.TempDir(), "base.git")
	var err error
	w.work, err = git.Init(t.TempDir())
	w.must(err)
	w.write("first")
	_, err = git.Create(bare)
	w.must(err)
	w.must(w.work.Publish("main", bare))
	w.server, err = gitea.New(gitea.Options{Now: func() time.Time { return w.now }, Owner: "coop", Repo: "governance", Dir: bare, Required: []string{"bylaw"}})
	w.must(err)
	for i, login := range []string{"ada", "bruno", "bylaw-bot"} {
		w.server.Join(gitea.Account{ID: int64(2 + i), Login: login, Permission: "write"})
	}
	w.server.Join(gitea.Account{ID: 1, Login: "root", Permission: "admin"})
	w.server.Join(gitea.Account{ID: 9, Login: "carol"})
	listening := httptest.NewServer(w.server)
	t.Cleanup(listening.Close)
	w.url = listening.URL
	w.must(w.work.Switch("proposal"))
	w.head = w.write("second")
	w.push(w.head)
	w.ask("ada", "POST /pulls", `{"title":"Second law","head":"proposal","base":"main"}`, 201)
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
	hash, err := w.work.Write(fstest.MapFS{"law.md": {Data: []byte(content)}}, git.Signature{Name: "Ada", Time: w.now}, content)
	w.must(err)
	return hash
}

func (w *world) push(commit string) {
	w.Helper()
	w.must(w.server.Push("ada", w.work.Root(), "proposal", commit, true))
}

// ask makes a request below the repository, or from /api/v1 on, wants a status, and gives the answer.
func (w *world) ask(login, what, body string, status int) string {
	w.Helper()
	method, path, _ := strings.Cut(what, " ")
	if !strings.HasPrefix(path, "/api/") {
		path = "/api/v1/repos/coop/governance" + path
	}
	request, err := http.NewRequestWithContext(w.Context(), method, w.url+path, bytes.NewBufferString(body))
	w.must(err)
	if login != "" {
		request.Header.Set("Authorization", "token token-"+login)
	}
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	w.must(err)
	if response.StatusCode != status {
		w.Errorf("%s: %s: %d %s, want %d", login, what, response.StatusCode, text, status)
	}
	return strings.TrimSpace(string(text))
}

// Each row is an answer that a Gitea 1.27.3 gave, by its number among the recorded ones.
func TestRecordedAnswers(t *testing.T) {
	const zeros = `"0123456789012345678901234567890123456789"`
	for _, test := range []struct {
		number      int
		login, what string
		body        string
		status      int
		message     string
	}{
		{1, "bylaw-bot", "GET /api/v1/version", "", 200, "1.27.3"},
		{36, "ada", "POST /pulls", `{"title":"Second law","head":"proposal","base":"main"}`, 409, "pull request already exists for these targets"},
		{49, "ada", "POST /pulls/1/reviews", `{"event":"APPROVED","body":"me too"}`, 422, "approve your own pull is not allowed"},
		{51, "root", "POST /pulls/1/reviews", `{"event":"APPROVE","body":"github style"}`, 200, `"state":"PENDING"`},
		{52, "bruno", "POST /pulls/1/reviews", `{"event":"REQUEST_CHANGES","body":""}`, 422, "review event REQUEST_CHANGES requires a body"},
		{54, "bruno", "POST /pulls/1/reviews", `{"event":"APPROVED","commit_id":` + zeros + `}`, 500, ""},
		{55, "", "POST /pulls/1/reviews", `{"event":"APPROVED"}`, 401, "token is required"},
		{84, "bruno", "DELETE /pulls/1/reviews/4", "", 404, "review does not exist [id: 4]"},
		{100, "bruno", "GET /issues/comments/18", "", 404, "comment does not exist [id: 18, issue_id: 0]"},
		{101, "ada", "DELETE /issues/comments/1", "", 400, ""},
		{102, "ada", "PATCH /issues/comments/1", `{"body":"x"}`, 204, ""},
		{104, "ada", "GET /issues/comments/1", "", 204, ""},
		{134, "carol", "PATCH /pulls/1", `{"title":"x"}`, 403, ""},
		{138, "ada", "PATCH /pulls/1", `{"base":"nope"}`, 404, "new base 'nope' not exist"},
		{177, "carol", "POST /statuses/main", `{"state":"success","context":"bylaw"}`, 403, "user should have a permission to write to a repo"},
		{179, "bruno", "POST /statuses/main", `{"state":"great","context":"bylaw"}`, 201, `"status":"great"`},
		{181, "bruno", "POST /statuses/0123456789012345678901234567890123456789", `{"state":"success"}`, 500, ""},
		{194, "bruno", "POST /pulls/1/merge", `{"Do":"octopus"}`, 422, "[Do]: In"},
		{191, "carol", "POST /pulls/1/merge", `{"Do":"merge"}`, 405, "User not allowed to merge PR"},
		{204, "bruno", "POST /pulls/999/merge", `{"Do":"merge"}`, 404, "pull request does not exist"},
		{305, "nobody", "GET /api/v1/user", "", 401, "invalid username, password or token"},
		{306, "", "GET /api/v1/user", "", 401, "token is required"},
		{309, "bruno", "GET /pulls/9999", "", 404, "not found"},
		{311, "bruno", "GET /nonsense", "", 404, "404 page not found"},
		{314, "ada", "POST /issues", `{"body":"x"}`, 422, "[Title]: Required"},
		{315, "ada", "POST /issues/1/comments", `{"body":""}`, 422, "[Body]: Required"},
		{317, "ada", "POST /pulls", `{"title":"t","head":"main","base":"main"}`, 422, "There are no changes between the head and the base"},
		{318, "ada", "POST /pulls", `{"title":"t","head":"nope","base":"main"}`, 404, `ref \"nope\" does not exist`},
		{322, "bruno", "GET /api/v1/users/search?uid=999", "", 200, `"data":[]`},
		{458, "bruno", "GET /issues/1/timeline?page=3", "", 200, "null"},
	} {
		t.Run(fmt.Sprintf("%03d", test.number), func(t *testing.T) {
			w := newWorld(t)
			if got := w.ask(test.login, test.what, test.body, test.status); !strings.Contains(got, test.message) || test.message == "" && strings.Contains(got, "documentation") {
				t.Errorf("answers %q, want %q", got, test.message)
			}
		})
	}
}

// The order in which a merge is refused: checks come before the head, and the branch decides, not what is kept of it.
func TestRecordedMergeAnswers(t *testing.T) {
	w := newWorld(t)
	w.ask("bylaw-bot", "GET /pulls/1", "", 200)
	const wrong = `{"Do":"merge","head_commit_id":"0123456789012345678901234567890123456789"}`
	for _, step := range []struct {
		body    string
		status  int
		message string
	}{{wrong, 405, "Not all required status checks successful"}, {wrong, 409, "head out of date"}, {`{"Do":"merge"}`, 405, "Please try again later"}, {`{"Do":"merge"}`, 200, ""}, {`{"Do":"merge"}`, 405, "The PR is already merged"}} {
		if got := w.ask("bylaw-bot", "POST /pulls/1/merge", step.body, step.status); !strings.Contains(got, step.message) {
			t.Errorf("answers %q, want %q", got, step.message)
		}
		if step.message == "Not all required status checks successful" {
			w.ask("bruno", "POST /statuses/"+w.head, `{"state":"success","context":"bylaw"}`, 201)
		}
	}
	w.ask("ada", "PATCH /pulls/1", `{"state":"open"}`, 412)
	w.ask("bruno", "POST /pulls/1/reviews", `{"event":"APPROVED"}`, 422)
}

// A push by force takes earlier pushes away, and what it brings back is noted as new (recorded 114 to 122).
func TestRecordedPushes(t *testing.T) {
	w := newWorld(t)
	second := w.write("third")
	w.push(second)
	w.must(w.work.Switch("main"))
	w.push(w.head)
	w.push(second)
	var entries []struct {
		Type string
		Body string
	}
	w.must(json.Unmarshal([]byte(w.ask("ada", "GET /issues/1/timeline", "", 200)), &entries))
	var got []string
	for _, e := range entries {
		got = append(got, strings.NewReplacer(w.head, "1", second, "2").Replace(e.Body))
	}
	want := `{"is_force_push":false,"commit_ids":["1"]} {"is_force_push":true,"commit_ids":["2","1"]} {"is_force_push":false,"commit_ids":["2"]}`
	if text := strings.Join(got, " "); text != want {
		t.Errorf("the time line is\n%s, want\n%s", text, want)
	}
}

func TestAPageHoldsFiftyItemsWithoutAWord(t *testing.T) {
	w := newWorld(t)
	for range 60 {
		w.ask("bruno", "POST /statuses/main", `{"state":"pending","context":"bylaw"}`, 201)
	}
	var list []any
	w.must(json.Unmarshal([]byte(w.ask("bruno", "GET /statuses/main?limit=1000", "", 200)), &list))
	if len(list) != 50 {
		t.Errorf("%d items", len(list))
	}
}
