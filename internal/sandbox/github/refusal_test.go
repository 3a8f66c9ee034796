package github_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func TestRefusalsAreThoseOfTheRealServer(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	tests := []struct {
		name, login, method, path, body string
		status                          int
		says                            string
	}{
		{"an own approval", "ada", "POST", "/pulls/1/reviews", `{"event":"APPROVE"}`, 422, "Can not approve your own pull request"},
		{"an own objection", "ada", "POST", "/pulls/1/reviews", `{"event":"REQUEST_CHANGES","body":"x"}`, 422, "Can not request changes on your own"},
		{"an objection without words", "grace", "POST", "/pulls/1/reviews", `{"event":"REQUEST_CHANGES"}`, 422, "leave a comment"},
		{"a comment without words", "grace", "POST", "/pulls/1/reviews", `{"event":"COMMENT"}`, 422, "leave a comment"},
		{"an unknown event", "grace", "POST", "/pulls/1/reviews", `{"event":"LOVE"}`, 422, "event"},
		{"a review of a commit that is nowhere", "grace", "POST", "/pulls/1/reviews", `{"event":"APPROVE","commit_id":"` + zeros + `"}`, 422, "commit_id"},
		{"an approval by the actions bot", "github-actions[bot]", "POST", "/pulls/1/reviews", `{"event":"APPROVE"}`, 403, "not permitted to approve"},
		{"a review by nobody", "", "POST", "/pulls/1/reviews", `{"event":"APPROVE"}`, 401, "Requires authentication"},
		{"a wrong token", "nobody", "GET", "/pulls/1", "", 401, "Bad credentials"},
		{"a dismissal by a reader", "grace", "PUT", "/pulls/1/reviews/1/dismissals", `{"message":"x"}`, 403, "not accessible"},
		{"a dismissal of nothing", "ada", "PUT", "/pulls/1/reviews/1/dismissals", `{"message":"x"}`, 404, "Not Found"},
		{"a status by a reader", "grace", "POST", "/statuses/{head}", `{"state":"success"}`, 403, "not accessible"},
		{"a status on nothing", "ada", "POST", "/statuses/" + zeros, `{"state":"success"}`, 422, "No commit found"},
		{"a status beyond the basic plane", "ada", "POST", "/statuses/{head}", `{"state":"success","description":"\ud83d\udc4d"}`, 422, "4-byte Unicode"},
		{"a proposal too long", "ada", "POST", "/pulls", `{"title":"x","head":"other","base":"main","body":"` + long[:65_537] + `"}`, 422, "body is too long"},
		{"an issue with a long title", "ada", "POST", "/issues", `{"title":"` + long[:257] + `"}`, 422, "title is too long"},
		{"a long edit", "ada", "PATCH", "/pulls/1", `{"body":"` + long[:65_537] + `"}`, 422, "body is too long"},
		{"a comment too long", "ada", "POST", "/issues/1/comments", `{"body":"` + long + `"}`, 422, "body is too long"},
		{"an empty comment", "ada", "POST", "/issues/1/comments", `{"body":""}`, 422, "body"},
		{"no JSON", "ada", "POST", "/issues/1/comments", `{"body"`, 400, "Problems parsing JSON"},
		{"a merge by a reader", "grace", "PUT", "/pulls/1/merge", `{}`, 403, "not accessible"},
		{"a merge of another head", "ada", "PUT", "/pulls/1/merge", `{"sha":"` + zeros + `"}`, 409, "Head branch was modified"},
		{"a merge by an unknown method", "ada", "PUT", "/pulls/1/merge", `{"merge_method":"octopus"}`, 422, "merge_method"},
		{"a second proposal of a branch", "ada", "POST", "/pulls", `{"title":"x","head":"proposal","base":"main"}`, 422, "already exists for coop:proposal"},
		{"a proposal of nothing", "ada", "POST", "/pulls", `{"title":"x","head":"main","base":"main"}`, 422, "No commits between"},
		{"a proposal of no branch", "ada", "POST", "/pulls", `{"title":"x","head":"nowhere","base":"main"}`, 422, "head"},
		{"a proposal to no branch", "ada", "POST", "/pulls", `{"title":"x","head":"proposal","base":"nowhere"}`, 422, "base"},
		{"a proposal by the actions bot", "github-actions[bot]", "POST", "/pulls", `{"title":"x","head":"proposal","base":"main"}`, 403, "not permitted to create"},
		{"an edit by a stranger", "stranger", "PATCH", "/pulls/1", `{"state":"closed"}`, 403, "not accessible"},
		{"a dispatch by a reader", "grace", "POST", "/dispatches", `{"event_type":"x"}`, 403, "not accessible"},
		{"a dispatch of too much", "ada", "POST", "/dispatches", `{"event_type":"x","client_payload":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}}`, 422, "No more than 10"},
		{"an unknown time period", "ada", "GET", "/activity?time_period=age", "", 422, "time_period"},
		{"a proposal that does not exist", "ada", "GET", "/pulls/7", "", 404, "Not Found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.propose("proposal")
			w.push("other", w.head)
			got := w.ask(test.login, test.method, repo+strings.ReplaceAll(test.path, "{head}", w.head), test.body)
			if text := fmt.Sprint(got.body); got.status != test.status || !strings.Contains(text, test.says) {
				t.Errorf("got %d %.200s, want %d saying %q", got.status, text, test.status, test.says)
			}
			if len(w.Unknown()) > 0 {
				t.Errorf("unknown routes: %q", w.Unknown())
			}
		})
	}
}

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
