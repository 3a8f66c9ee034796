package github_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestUnknownRoutesAreRefusedByNameAndRemembered(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/graphql", repo + "/teapots", repo + "/issues/1/reactions"} {
		if got := w.ask("ada", "GET", path, ""); got.status != http.StatusNotFound {
			t.Errorf("%s: got %d", path, got.status)
		}
	}
	want := "GET /graphql, GET " + repo + "/teapots, GET " + repo + "/issues/1/reactions"
	if got := strings.Join(w.Unknown(), ", "); got != want && !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReviewLimitsLeaveCommentsToOutsiders(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.Configure(github.Settings{ReviewLimits: true})
	if _, err := w.Review("stranger", n, github.Ballot{Event: "APPROVE"}); err == nil {
		t.Error("a stranger approved")
	}
	for login, event := range map[string]string{"stranger": "COMMENT", "grace": "APPROVE"} {
		if _, err := w.Review(login, n, github.Ballot{Event: event, Body: "x"}); err != nil {
			t.Errorf("%s: %v", login, err)
		}
	}
}

func TestAMergeIsMissingInSomeAnswersForAWhile(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.Configure(github.Settings{PullsLag: time.Minute, ActivityLag: 2 * time.Minute})
	w.wait(time.Hour)
	merge, err := w.Merge("ada", n, "", "merge")
	w.must(err)
	for _, want := range []struct {
		after         time.Duration
		pulls, merges int
	}{{0, 0, 0}, {time.Minute, 1, 0}, {time.Minute, 1, 1}} {
		w.wait(want.after)
		pulls := w.ask("ada", "GET", repo+"/commits/"+merge+"/pulls", "").list()
		merges := w.ask("ada", "GET", repo+"/activity?ref=main&activity_type=pr_merge", "").list()
		if len(pulls) != want.pulls || len(merges) != want.merges {
			t.Errorf("at %s: %d pull requests and %d merges, want %d and %d", w.clock(), len(pulls), len(merges), want.pulls, want.merges)
		}
	}
	if got := w.ask("ada", "GET", repo+"/pulls?state=closed&sort=updated&direction=desc", "").list(); len(got) != 1 {
		t.Errorf("%d closed pull requests", len(got))
	}
}

func TestAThousandStatusesOfOneContextWhateverItsCase(t *testing.T) {
	w := newWorld(t)
	w.Configure(github.Settings{HourlyRequests: 5000})
	path := repo + "/statuses/" + w.head
	for i := range 1000 {
		context := []string{"bylaw", "BYLAW"}[i%2]
		if got := w.ask("ada", "POST", path, fmt.Sprintf(`{"state":"pending","context":%q}`, context)); got.status != http.StatusCreated {
			t.Fatalf("status %d: got %d", i, got.status)
		}
	}
	if got := w.ask("ada", "POST", path, `{"state":"success","context":"bylaw"}`); got.status != http.StatusUnprocessableEntity {
		t.Errorf("one more: got %d", got.status)
	}
	if got := w.ask("ada", "POST", path, `{"state":"success","context":"other"}`); got.status != http.StatusCreated {
		t.Errorf("another context: got %d", got.status)
	}
	combined := w.ask("ada", "GET", repo+"/commits/"+w.head+"/status", "")
	items, ok := combined.field("statuses").([]any)
	if !ok || len(items) != 2 || strings.Contains(fmt.Sprint(items), "creator") || combined.field("state") != "pending" {
		t.Errorf("got combined status %v", combined.body)
	}
}

func TestLimitsCountByAccountAndHour(t *testing.T) {
	w := newWorld(t)
	w.Configure(github.Settings{HourlyRequests: 1})
	first := w.ask("ada", "GET", repo, "")
	if first.status != 200 || first.header.Get("X-RateLimit-Remaining") != "0" || first.header.Get("X-RateLimit-Reset") != fmt.Sprint(w.clock().Add(time.Hour).Unix()) {
		t.Errorf("got %d with %v", first.status, first.header)
	}
	if got := w.ask("ada", "GET", repo, ""); got.status != http.StatusForbidden {
		t.Errorf("over the limit: got %d", got.status)
	}
	if got := w.ask("grace", "GET", repo, ""); got.status != 200 {
		t.Errorf("another account: got %d", got.status)
	}
	w.wait(time.Hour)
	if got := w.ask("ada", "GET", repo, ""); got.status != 200 {
		t.Errorf("an hour later: got %d", got.status)
	}
}

func TestAnUnchangedAnswerIsNotSentTwice(t *testing.T) {
	w := newWorld(t)
	w.propose("proposal")
	tag := w.ask("ada", "GET", repo+"/pulls", "").header.Get("ETag")
	if got := w.ask("ada", "GET", repo+"/pulls", "", "If-None-Match", tag); got.status != http.StatusNotModified {
		t.Errorf("got %d", got.status)
	}
	w.must(w.Close("ada", 1, true))
	if got := w.ask("ada", "GET", repo+"/pulls", "", "If-None-Match", tag); got.status != 200 {
		t.Errorf("after a change: got %d", got.status)
	}
}

func TestAPrivateRepositoryDoesNotShowItself(t *testing.T) {
	w := newWorld(t, func(o *github.Options) { o.Private = true })
	for login, want := range map[string]int{"": 404, "stranger": 404, "grace": 200, "coop": 200} {
		if got := w.ask(login, "GET", repo, ""); got.status != want {
			t.Errorf("%q: got %d, want %d", login, got.status, want)
		}
	}
}

func TestAMergeRightAfterAnotherIsRefusedForAMoment(t *testing.T) {
	w := newWorld(t)
	n := w.propose("proposal")
	w.Configure(github.Settings{MergeRace: 2 * time.Second})
	w.wait(time.Hour)
	w.push("main", w.main)
	w.on("main")
	w.push("main", w.write("other", "x\n"))
	path := repo + "/pulls/" + strconv.Itoa(n) + "/merge"
	if got := w.ask("ada", "PUT", path, `{}`); got.status != 405 || got.field("message") != "Base branch was modified. Review and try the merge again." {
		t.Errorf("at once: %d %v", got.status, got.body)
	}
	w.wait(2 * time.Second)
	if got := w.ask("ada", "PUT", path, `{}`); got.status != 200 {
		t.Errorf("two seconds later: %d %v", got.status, got.body)
	}
}
