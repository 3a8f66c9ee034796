package actiontest

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/git"
)

// gitea answers as a Gitea does, about one proposal: its words for reviews, pages without links, and not found for what it
// does not have. It fails the test if anything is written.
func (r *runner) gitea(version string, number int) string {
	r.Helper()
	p := r.pull(number)
	repo := fmt.Sprintf(`{"id":1,"full_name":%q,"default_branch":"main","permissions":{"admin":false,"push":true,"pull":true}}`, r.Repository)
	pull := fmt.Sprintf(`{"id":7,"number":%[1]d,"title":"Suspend","state":"open","html_url":"https://gitea.example/1","user":{"id":104,"login":"dana"},
		"head":{"ref":"suspend","sha":%[2]q,"repo":%[4]s},"base":{"ref":"main","sha":%[3]q,"repo":%[4]s},"created_at":"2026-11-02T09:00:00Z","comments":0}`, number, p.Head, p.Base, repo)
	review := func(id int, login, state, more string) string {
		return fmt.Sprintf(`{"id":%d,"user":{"id":%d,"login":%q},"state":%q,"body":"","commit_id":%q,"submitted_at":"2026-11-02T10:00:00Z"%s}`, id, 100+id, login, state, p.Head, more)
	}
	base := "/api/v1/repos/" + r.Repository
	pages := map[string][]string{
		base: {repo}, base + "/pulls/1": {pull}, base + "/pulls": {"[" + pull + "]"}, "/api/v1/version": {`{"version":"` + version + `"}`},
		"/api/v1/user": {`{"id":101,"login":"ada"}`}, base + "/issues/1/timeline": nil, base + "/statuses/" + p.Head: nil,
		base + "/pulls/1/reviews": {
			"[" + review(1, "ada", "APPROVED", "") + "," + review(6, "freya", "REQUEST_REVIEW", "") + "]",
			"[" + review(2, "bruno", "REQUEST_CHANGES", "") + "," + review(3, "chidi", "APPROVED", `,"dismissed":true`) + "," + review(8, "hana", "PENDING", "") + "]",
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if request.Method != http.MethodGet {
			r.Errorf("the server got %s %s", request.Method, request.URL)
		}
		found, known := pages[request.URL.Path]
		page := 1
		if text := request.URL.Query().Get("page"); text != "" {
			_, _ = fmt.Sscan(text, &page)
		}
		switch {
		case !known:
			w.WriteHeader(http.StatusNotFound)
			_, _ = fmt.Fprint(w, `{"message":"not found"}`)
		case page > len(found):
			_, _ = fmt.Fprint(w, "[]")
		default:
			_, _ = fmt.Fprint(w, found[page-1])
		}
	}))
	r.Cleanup(server.Close)
	return server.URL + "/api/v1"
}

// there runs the program as a runner of that server does, with the token of the community's own server at hand.
func (r *runner) there(api string, args ...string) (out, log string, code int) {
	environment := map[string]string{
		"GITHUB_TOKEN": r.Tokens["ada"], "GITHUB_API_URL": api, "GITHUB_REPOSITORY": r.Repository, "GITHUB_SERVER_URL": r.GitHubURL,
		"MASTODON_URL": r.MastodonURL, "MASTODON_ACCESS_TOKEN": r.secret,
	}
	var stdout, stderr bytes.Buffer
	code = cli.Run(r.Context(), args, cli.Process{
		Judge: decider, Dir: r.Clone, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Now: r.clock,
		Env: func(name string) string { return environment[name] },
	})
	return stdout.String(), stderr.String(), code
}

func TestOnGiteaNothingIsDecidedForGood(t *testing.T) {
	t.Parallel()
	r := bootstrapped(t)
	r.started = math.MaxInt // GitHub's workflows do not run there
	number := r.propose("suspend", "governance/instance/federation.yaml", suspending)
	r.now = r.now.Add(20 * 24 * time.Hour)
	repository, err := git.Open(filepath.Join(r.dir, "repository.git"))
	r.must(err)
	before, err := repository.Tip(git.LedgerBranch)
	r.must(err)
	asked := maps.Clone(r.GitHub.Requests())

	api := r.gitea("1.22.6", number)
	const missing = "Gitea 1.22.6 is a forge that this version of bylaw reads from and does not write to"
	for _, test := range []struct {
		args     string
		code     int
		out, log string
	}{
		{"check --proposal 1", 4, "article 4.2: open\n", missing},
		{"check --proposal 1", 4, "  bruno  no       came before the vote opened\n  chidi  unknown  came", "does not write to"},
		{"check --all", 0, "#1  open until 2026-11-25 09:00 UTC", missing},
		{"status", 0, "open until 2026-11-25 09:00 UTC", missing},
		{"plan", 0, "plan: 6 to create", missing},
		{"apply", 3, "", "nothing was applied: " + missing},
		{"propose block_domain spam.example severity=suspend --reason why", 3, "", "nothing was proposed: " + missing},
		{"propose block_domain spam.example severity=suspend --reason why --dry-run", 0, "spam.example", missing},
		{"propose --from-issue 1", 3, "", "nothing was proposed: " + missing},
	} {
		out, log, code := r.there(api, strings.Fields(test.args)...)
		if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(log, test.log) {
			t.Errorf("bylaw %s: exit status %d, want %d, %q and %q\n%s\n%s", test.args, code, test.code, test.out, test.log, out, log)
		}
	}
	if after, err := repository.Tip(git.LedgerBranch); err != nil || after != before {
		t.Errorf("the ledger moved from %s to %s, %v", before, after, err)
	}
	for route, count := range r.GitHub.Requests() {
		if count != asked[route] && strings.HasPrefix(route, "POST /repos") {
			t.Errorf("%s was asked", route)
		}
	}
	r.unwritten()
}
