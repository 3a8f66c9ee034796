package gitea_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/forge/gitea"
)

// onGitea is a client of a server that answers each path with pages, and after the last one as set.
func onGitea(t *testing.T, after string, answers map[string][]string) *gitea.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		page := 1
		_, _ = fmt.Sscan(request.URL.Query().Get("page"), &page)
		if pages := answers[request.URL.Path]; page <= len(pages) {
			_, _ = fmt.Fprint(w, pages[page-1])
			return
		}
		_, _ = fmt.Fprint(w, after)
	}))
	t.Cleanup(server.Close)
	client, err := gitea.Open(forge.Options{API: server.URL + "/api/v1", Repository: "coop/governance", Pages: 5})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestOnlyTheAddressesOfGiteaAreGitea(t *testing.T) {
	for api, want := range map[string]bool{
		"": false, "https://api.github.com": false, "https://github.example/api/v3": false, "https://git.example/api/v1": true,
		"https://git.example/forge/api/v1/": true, "https://git.example/api/v1/x": false,
	} {
		if got := gitea.Serves(api); got != want {
			t.Errorf("%q: %t", api, got)
		}
	}
}

func TestGiteaAndForgejoNameThemselves(t *testing.T) {
	for version, want := range map[string]string{"1.22.6": "Gitea 1.22.6", "9.0.3+gitea-1.22.0": "Forgejo 9.0.3"} {
		g := onGitea(t, "", map[string][]string{"/api/v1/version": {`{"version":"` + version + `"}`}})
		if got, err := g.Software(t.Context()); err != nil || got != want {
			t.Errorf("%s: %q, %v", version, got, err)
		}
	}
}

func TestReviewsOfGiteaAreReadInTheWordsOfGitHub(t *testing.T) {
	one := func(id int, state, more string) string {
		return fmt.Sprintf(`{"id":%d,"user":{"id":7,"login":"ada"},"state":%q,"submitted_at":"2026-11-02T10:00:00Z","updated_at":"2026-11-02T10:00:00Z"%s}`, id, state, more)
	}
	path := "/api/v1/repos/coop/governance/pulls/1/reviews"
	for _, after := range []string{"[]", "null"} {
		g := onGitea(t, after, map[string][]string{path: {
			"[" + one(3, "COMMENT", "") + "," + one(2, "REQUEST_CHANGES", "") + "]",
			"[" + one(4, "APPROVED", `,"dismissed":true`) + "," + one(5, "PENDING", "") + "," + one(6, "REQUEST_REVIEW", "") + "]",
		}})
		reviews, err := g.Reviews(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		got := map[int64]string{}
		for _, r := range reviews {
			got[r.ID] = r.State
		}
		if diff := cmp.Diff(map[int64]string{2: "CHANGES_REQUESTED", 3: "COMMENTED", 4: "DISMISSED"}, got); diff != "" {
			t.Errorf("after the last page %s: reviews (-want +got):\n%s", after, diff)
		}
	}
}

func TestAServerThatKnowsNoPagesIsReadOnce(t *testing.T) {
	g := onGitea(t, `[{"id":1,"number":1,"base":{"ref":"main"}}]`, nil)
	if pulls, err := g.OpenPulls(t.Context(), "main"); err != nil || len(pulls) != 1 {
		t.Errorf("%+v, %v", pulls, err)
	}
}

func TestAListOfGiteaThatGrowsForEverIsAnError(t *testing.T) {
	pages := make([]string, 9)
	for i := range pages {
		pages[i] = fmt.Sprintf(`[{"id":%d,"base":{"ref":"main"}}]`, i+1)
	}
	g := onGitea(t, "[]", map[string][]string{"/api/v1/repos/coop/governance/pulls": pages})
	if _, err := g.OpenPulls(t.Context(), "main"); !errors.Is(err, forge.ErrTooLong) {
		t.Errorf("the error is %v", err)
	}
}

func TestProposalsOfGiteaAreSortedOutByTheirTarget(t *testing.T) {
	g := onGitea(t, "[]", map[string][]string{"/api/v1/repos/coop/governance/pulls": {
		`[{"id":2,"number":2,"base":{"ref":"main"}},{"id":3,"number":3,"base":{"ref":"side"}},{"id":1,"number":1,"base":{"ref":"main"}}]`,
	}})
	pulls, err := g.OpenPulls(t.Context(), "main")
	if err != nil || len(pulls) != 2 || pulls[0].Number != 1 || pulls[1].Number != 2 {
		t.Errorf("proposals: %v, %v", pulls, err)
	}
}
