package github_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// Where a fact was read.
const (
	openAPI = "GitHub's OpenAPI description"
	restDoc = "docs.github.com/rest/"
	inUse   = "common use, not found written"
)

// fact is one thing that GitHub does. In its world ada has opened proposal 1 and grace has commented on it.
type fact struct {
	says    string
	source  string // where it was read, or an issue in which it was met, as owner/name#number
	prepare func(w *world)
	login   string // ada, if it is not named; "-" is without a token
	ask     string // method and path below the repository, with {head}, {review}, {comment} and {merge}; "//" begins at the root
	body    string
	status  int
	want    string // fields of the answer, as in "errors.0.code=invalid; message=Validation Failed"; ~ is for a part
}

func facts() []fact {
	return slices.Concat(factsOfPulls(), factsOfReviews(), factsOfMerges(), factsOfStatuses(), factsOfTalk(), factsOfLists(), factsOfPeople(), factsOfSetup())
}

const graphQL = "the reference of GitHub's GraphQL API"

// editsOf asks when the reviews of a pull request were last edited.
func editsOf(number int) string {
	return fmt.Sprintf(`{"query":"query($number: Int!) { lastEditedAt }","variables":{"owner":"coop","name":"governance","number":%d,"after":null}}`, number)
}

func set(settings github.Settings) func(*world) {
	return func(w *world) { w.Configure(settings) }
}

func merged(w *world) {
	_, err := w.Merge("ada", 1, "", "")
	w.must(err)
}

func factsOfPulls() []fact {
	long := strings.Repeat("x", 70_000)
	return []fact{
		{"a pull request has its addresses", openAPI, nil, "", "GET /pulls/1", "", 200, "node_id~=; url~=/pulls/1; _links.self.href~=/pulls/1; _links.issue.href~=/issues/1"},
		{"mergeable is null at the first look", openAPI, nil, "", "GET /pulls/1", "", 200, "mergeable=<nil>; mergeable_state=unknown"},
		{"a pull request counts what it changes", openAPI, nil, "", "GET /pulls/1", "", 200, "commits=1; changed_files=1; additions=1; deletions=1"},
		{"without a text its body is null", openAPI, nil, "", "GET /pulls/1", "", 200, "body=<nil>"},
		{"a list leaves out what is only in a single answer", openAPI, nil, "", "GET /pulls", "", 200, "0.number=1; 0.merged=-; 0.mergeable=-; 0.comments=-"},
		{"a pull request is an issue too", openAPI, nil, "", "GET /issues/1", "", 200, "pull_request.url~=/pulls/1; pull_request.merged_at=<nil>"},
		{"the fork of a head can be gone", inUse, func(w *world) {
			w.fork("stranger")
			w.DeleteFork("stranger")
		}, "", "GET /pulls/2", "", 200, "head.repo=<nil>; head.ref=proposal"},
		{"a deleted account is null", "NixOS/nixpkgs#417642", func(w *world) { w.Leave("ada") }, "grace", "GET /pulls/1", "", 200, "user=<nil>"},
		{"an unknown query key is ignored", "LionSR/TeXRA#3187", nil, "", "GET /pulls?since=2030-01-01T00:00:00Z", "", 200, "0.number=1"},
		{"one that does not exist is not found", openAPI, nil, "", "GET /pulls/7", "", 404, "message=Not Found; status=404"},
		{"errors name their status and a page", "NixOS/nixpkgs-merge-bot#179", nil, "", "GET /pulls/7", "", 404, "documentation_url~=https://docs.github.com/rest"},
		{"a second one of a branch is refused", "VirtusLab/git-machete#345", nil, "", "POST /pulls", `{"title":"x","head":"proposal","base":"main"}`, 422, "message=Validation Failed; errors.0.resource=PullRequest; errors.0.code=custom; errors.0.message=A pull request already exists for coop:proposal."},
		{"one without commits is refused", "VirtusLab/git-machete#345", nil, "", "POST /pulls", `{"title":"x","head":"main","base":"main"}`, 422, "errors.0.code=custom; errors.0.message=No commits between main and main"},
		{"one to no branch is refused", "VirtusLab/git-machete#345", nil, "", "POST /pulls", `{"title":"x","head":"proposal","base":"nowhere"}`, 422, "errors.0.field=base; errors.0.code=invalid"},
		{"one of no branch is refused", "VirtusLab/git-machete#345", nil, "", "POST /pulls", `{"title":"x","head":"nowhere","base":"main"}`, 422, "errors.0.field=head; errors.0.code=invalid"},
		{"a workflow may open none by default", "peter-evans/create-pull-request#3979", nil, "github-actions[bot]", "POST /pulls", `{"title":"x","head":"other","base":"main"}`, 403, "message=GitHub Actions is not permitted to create or approve pull requests."},
		{"a workflow may where the owner allows it", restDoc + "actions/permissions", set(github.Settings{ActionsMayPropose: true}), "github-actions[bot]", "POST /pulls", `{"title":"x","head":"other","base":"main"}`, 201, "user.login=github-actions[bot]; user.type=Bot"},
		{"a body has 65,536 characters at most", "dead-claudia/github-limits#13", nil, "", "POST /pulls", `{"title":"x","head":"other","base":"main","body":"` + long + `"}`, 422, "errors.0.message~=body is too long"},
		{"an edited body too", "dead-claudia/github-limits#13", nil, "", "PATCH /pulls/1", `{"body":"` + long + `"}`, 422, "errors.0.message~=body is too long"},
		{"a title has 256 characters at most", "dead-claudia/github-limits#13", nil, "", "POST /issues", `{"title":"` + long[:257] + `"}`, 422, "errors.0.message~=title is too long"},
		{"the base of a closed one stays", "MithrilJS/mithril.js#2862", func(w *world) { w.must(w.Close("ada", 1, true)) }, "", "PATCH /pulls/1", `{"base":"other"}`, 422, "errors.0.field=base; errors.0.code=invalid; errors.0.message=Cannot change the base branch of a closed pull request."},
		{"a merged one is not opened again", "waffleio/waffle.io#2194", merged, "", "PATCH /pulls/1", `{"state":"open"}`, 422, "message=Validation Failed; errors.0.field=state"},
		{"an edit wants the right to", "RoamJS/roamjs-components#31", nil, "stranger", "PATCH /pulls/1", `{"state":"closed"}`, 403, "message=Resource not accessible by personal access token"},
		{"a closed one says when", openAPI, nil, "", "PATCH /pulls/1", `{"state":"closed"}`, 200, "state=closed; closed_at=2026-11-01T12:00:00Z; merged_at=<nil>"},
	}
}

func factsOfReviews() []fact {
	return []fact{
		{"a review has its addresses", openAPI, nil, "", "GET /pulls/1/reviews", "", 200, "0.state=COMMENTED; 0._links.pull_request.href~=/pulls/1; 0.pull_request_url~=/pulls/1; 0.updated_at=-"},
		{"the timeline writes its state in lower case", openAPI, nil, "", "GET /issues/1/timeline", "", 200, "1.event=reviewed; 1.state=commented; 1.created_at=-"},
		{"its last edit is null until there is one", graphQL, nil, "", "POST //graphql", editsOf(1), 200, "data.repository.pullRequest.reviews.nodes.0.fullDatabaseId={review}; data.repository.pullRequest.reviews.nodes.0.submittedAt=2026-11-01T12:00:00Z; data.repository.pullRequest.reviews.nodes.0.lastEditedAt=<nil>"},
		{"then it has the time of the last one", graphQL, func(w *world) {
			w.wait(time.Hour)
			w.must(w.EditReview("ada", 1, w.review, "y"))
		}, "", "POST //graphql", editsOf(1), 200, "data.repository.pullRequest.reviews.nodes.0.lastEditedAt=2026-11-01T13:00:00Z"},
		{"GraphQL reports a mistake with status 200", graphQL, nil, "", "POST //graphql", editsOf(7), 200, "data.repository=<nil>; errors.0.type=NOT_FOUND; errors.0.message~=with the number of 7"},
		{"GraphQL wants a token", graphQL, nil, "-", "POST //graphql", editsOf(1), 401, "message=Requires authentication"},
		{"the timeline has a change of every review", "palantir/policy-bot#459", nil, "", "GET /issues/1/timeline", "", 200, "1.submitted_at=2026-11-01T12:00:00Z; 1.updated_at=2026-11-01T12:00:01Z"},
		{"an own proposal cannot be approved", "hubtty/hubtty#33", nil, "", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 422, "message=Unprocessable Entity; errors.0=Can not approve your own pull request"},
		{"an own proposal cannot be objected to", "hubtty/hubtty#33", nil, "", "POST /pulls/1/reviews", `{"event":"REQUEST_CHANGES","body":"x"}`, 422, "message=Unprocessable Entity; errors.0=Can not request changes on your own pull request"},
		{"a commit in the timeline has no time of the server", openAPI, nil, "", "GET /issues/1/timeline", "", 200, "0.event=committed; 0.sha={head}; 0.id=-; 0.created_at=-; 0.message~=Change"},
		{"an own comment is taken", openAPI, nil, "", "POST /pulls/1/reviews", `{"event":"COMMENT","body":"x"}`, 200, "state=COMMENTED; commit_id={head}"},
		{"an objection needs words", openAPI, nil, "grace", "POST /pulls/1/reviews", `{"event":"REQUEST_CHANGES"}`, 422, "message=Unprocessable Entity"},
		{"a comment needs words", openAPI, nil, "grace", "POST /pulls/1/reviews", `{"event":"COMMENT"}`, 422, "message=Unprocessable Entity"},
		{"an approval needs none", openAPI, nil, "grace", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 200, "state=APPROVED; body="},
		{"another event is refused", openAPI, nil, "grace", "POST /pulls/1/reviews", `{"event":"LOVE"}`, 422, "message=Unprocessable Entity"},
		{"a commit from nowhere is refused", openAPI, nil, "grace", "POST /pulls/1/reviews", `{"event":"APPROVE","commit_id":"` + zeros + `"}`, 422, "message=Unprocessable Entity"},
		{"without an event it is pending", openAPI, nil, "grace", "POST /pulls/1/reviews", `{}`, 200, "state=PENDING; submitted_at=-"},
		{"one is pending at a time", "acheong08/ChatGPT#1323", func(w *world) {
			w.ask("grace", "POST", repo+"/pulls/1/reviews", `{}`)
		}, "grace", "POST /pulls/1/reviews", `{}`, 422, "errors.0=User can only have one pending review per pull request"},
		{"a workflow may not approve by default", "github/docs#31550", nil, "github-actions[bot]", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 422, "message=Unprocessable Entity; errors.0=GitHub Actions is not permitted to approve pull requests."},
		{"a workflow may comment", "github/docs#31550", nil, "github-actions[bot]", "POST /pulls/1/reviews", `{"event":"COMMENT","body":"x"}`, 200, "state=COMMENTED"},
		{"a reader of a public repository may approve", restDoc + "pulls/reviews", nil, "stranger", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 200, "author_association=NONE"},
		{"review limits leave readers their comments", restDoc + "interactions", set(github.Settings{ReviewLimits: true}), "stranger", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 422, "message=Unprocessable Entity"},
		{"a review needs an account", openAPI, nil, "-", "POST /pulls/1/reviews", `{"event":"APPROVE"}`, 401, "message=Requires authentication"},
		{"a dismissal needs a message", openAPI, nil, "", "PUT /pulls/1/reviews/{review}/dismissals", `{}`, 422, "message=Unprocessable Entity"},
		{"a comment cannot be dismissed", inUse, nil, "", "PUT /pulls/1/reviews/{review}/dismissals", `{"message":"x"}`, 422, "errors.0=Can not dismiss a commented pull request review"},
		{"a dismissed one cannot be dismissed", "mheap/github-action-required-labels#6", func(w *world) { w.must(w.Dismiss("ada", 1, w.review, "x", false)) }, "", "PUT /pulls/1/reviews/{review}/dismissals", `{"message":"x"}`, 422, "errors.0=Can not dismiss a dismissed pull request review"},
		{"a reader dismisses nothing", openAPI, nil, "grace", "PUT /pulls/1/reviews/{review}/dismissals", `{"message":"x"}`, 403, "message=Resource not accessible by personal access token"},
		{"what is not there cannot be dismissed", openAPI, nil, "", "PUT /pulls/1/reviews/1/dismissals", `{"message":"x"}`, 404, "message=Not Found"},
		{"an approval can be dismissed", openAPI, func(w *world) { w.approve() }, "", "PUT /pulls/1/reviews/{review}/dismissals", `{"message":"x"}`, 200, "state=DISMISSED; id={review}"},
		{"its event has the state of before in lower case", openAPI, func(w *world) {
			w.approve()
			w.must(w.Dismiss("ada", 1, w.review, "x", false))
		}, "", "GET /issues/1/events", "", 200, "0.event=review_dismissed; 0.dismissed_review.state=approved; 0.dismissed_review.dismissal_message=x; 0.dismissed_review.dismissal_commit_id=-"},
		{"a dismissal can lack its event", "plur-ai/plur#1164", func(w *world) { w.must(w.Dismiss("ada", 1, w.review, "x", true)) }, "", "GET /issues/1/events", "", 200, "0=-"},
		{"a push can dismiss, and its commit is named", "plur-ai/plur#1164", func(w *world) {
			w.Configure(github.Settings{DismissStale: true})
			w.approve()
			w.push("proposal", w.write("more", "x\n"))
		}, "", "GET /issues/1/events", "", 200, "0.dismissed_review.dismissal_commit_id~="},
		{"the review of a deleted account stays", "NixOS/nixpkgs#417642", func(w *world) { w.Leave("grace") }, "", "GET /pulls/1/reviews", "", 200, "0.user=<nil>; 0.author_association=NONE"},
		{"a collected commit is null", inUse, func(w *world) { w.must(w.Collect(1, w.review)) }, "", "GET /pulls/1/reviews", "", 200, "0.commit_id=<nil>"},
	}
}

func factsOfMerges() []fact {
	return []fact{
		{"a merge names its commit", openAPI, nil, "", "PUT /pulls/1/merge", `{}`, 200, "merged=true; sha~=; message~="},
		{"a draft cannot be merged", "alexwlchan/auto_merge_my_pull_requests#1", func(w *world) { w.must(w.Ready("ada", 1, false)) }, "", "PUT /pulls/1/merge", `{}`, 405, "message=Pull Request is still a draft"},
		{"a merged one cannot be merged", inUse, merged, "", "PUT /pulls/1/merge", `{}`, 405, "message=Pull Request is not mergeable"},
		{"another head is a conflict", openAPI, nil, "", "PUT /pulls/1/merge", `{"sha":"` + zeros + `"}`, 409, "message=Head branch was modified. Review and try the merge again."},
		{"a base that moved right now is refused for a while", "NixOS/nixpkgs-merge-bot#179", func(w *world) {
			w.push("main", w.main)
			w.on("main")
			w.push("main", w.write("other", "x\n"))
			w.Configure(github.Settings{MergeRace: time.Second})
		}, "", "PUT /pulls/1/merge", `{}`, 405, "message=Base branch was modified. Review and try the merge again."},
		{"another method is refused", openAPI, nil, "", "PUT /pulls/1/merge", `{"merge_method":"octopus"}`, 422, "errors.0.field=merge_method"},
		{"a method can be switched off", restDoc + "repos/repos", set(github.Settings{MergeMethods: []string{"squash"}}), "", "PUT /pulls/1/merge", `{}`, 405, "message~=not allowed on this repository"},
		{"a required status holds it back", restDoc + "branches", set(github.Settings{RequiredContexts: []string{"bylaw"}}), "", "PUT /pulls/1/merge", `{}`, 405, "message~=bylaw"},
		{"a reader merges nothing", openAPI, nil, "grace", "PUT /pulls/1/merge", `{}`, 403, "message=Resource not accessible by personal access token"},
		{"workflow files want a right that no token of a workflow has", "KeisukeYamashita/auto-pull-request-merge#481", func(w *world) {
			w.push("proposal", w.write(".github/workflows/x.yml", "on: push\n"))
		}, "github-actions[bot]", "PUT /pulls/1/merge", `{}`, 403, "message~=without `workflows` permission"},
		{"a commit on the default branch has the pull request that brought it", openAPI, merged, "", "GET /commits/{head}/pulls", "", 200, "0.number=1; 1=-"},
		{"right after a merge it has none", "Songmu/tagpr#333", func(w *world) {
			w.Configure(github.Settings{PullsLag: time.Second})
			merged(w)
		}, "", "GET /commits/{head}/pulls", "", 200, "0=-"},
		{"right after a merge the log has none", inUse, func(w *world) {
			w.Configure(github.Settings{ActivityLag: time.Second})
			merged(w)
		}, "", "GET /activity?activity_type=pr_merge", "", 200, "0=-"},
		{"a commit of a fork has none", "quarkusio/pt.quarkus.io#389", func(w *world) { w.fork("stranger") }, "", "GET /commits/{forked}/pulls", "", 200, "0=-"},
		{"a commit that is nowhere is refused", "rust-lang/homu#141", nil, "", "GET /commits/" + zeros + "/pulls", "", 422, "message=No commit found for SHA: " + zeros + "; errors=-"},
		{"a merge is an event with its commit", openAPI, merged, "", "GET /issues/1/events", "", 200, "0.event=merged; 0.commit_id~=; 1.event=closed; 1.commit_id=<nil>"},
	}
}

func factsOfStatuses() []fact {
	status := func(fields string) string { return `{"state":"success","context":"bylaw"` + fields + `}` }
	return []fact{
		{"what is not said of a status is null", openAPI, nil, "", "POST /statuses/{head}", status(""), 201, "target_url=<nil>; description=<nil>; creator.login=ada; url~=/statuses/{head}"},
		{"the context has a default", openAPI, nil, "", "POST /statuses/{head}", `{"state":"success"}`, 201, "context=default"},
		{"a status has a creator in the list", openAPI, func(w *world) { w.ask("ada", "POST", repo+"/statuses/"+w.head, status("")) }, "", "GET /commits/{head}/statuses", "", 200, "0.creator.login=ada"},
		{"and none in the combined status", openAPI, func(w *world) { w.ask("ada", "POST", repo+"/statuses/"+w.head, status("")) }, "", "GET /commits/{head}/status", "", 200, "state=success; statuses.0.context=bylaw; statuses.0.creator=-; repository.name=governance"},
		{"without statuses the combined one is pending", openAPI, nil, "", "GET /commits/proposal/status", "", 200, "state=pending; total_count=0"},
		{"a commit that is nowhere has no combined status", openAPI, nil, "", "GET /commits/nowhere/status", "", 404, "message=Not Found"},
		{"four bytes of a character are too many", "ouzi-dev/commit-status-updater#526", nil, "", "POST /statuses/{head}", status(`,"description":"\ud83d\udc4d"`), 422, "message=Validation Failed; errors.0.resource=Status; errors.0.code=custom; errors.0.field=description; errors.0.message=description doesn't accept 4-byte Unicode"},
		{"a description has 140 characters", "zalando/zappr#378", nil, "", "POST /statuses/{head}", status(`,"description":"` + strings.Repeat("ü", 141) + `"`), 422, "errors.0.message=description is too long (maximum is 140 characters)"},
		{"140 are taken", "zalando/zappr#378", nil, "", "POST /statuses/{head}", status(`,"description":"` + strings.Repeat("ü", 140) + `"`), 201, "state=success"},
		{"a target is an address of the web", "jenkinsci/ghprb-plugin#661", nil, "", "POST /statuses/{head}", status(`,"target_url":"null/job/1"`), 422, "errors.0.field=target_url; errors.0.message=target_url must use http(s) scheme"},
		{"another state is refused", openAPI, nil, "", "POST /statuses/{head}", `{"state":"fine"}`, 422, "errors.0.field=state"},
		{"a status is for a full hash", "activebridge/projectr#53", nil, "", "POST /statuses/HEAD", status(""), 422, "errors.0.field=sha; errors.0.message=sha must be a 40 character SHA1"},
		{"a status is for a commit that is there", "rust-lang/homu#141", nil, "", "POST /statuses/" + zeros, status(""), 422, "message=No commit found for SHA: " + zeros + "; errors=-"},
		{"a reader sets none", openAPI, nil, "grace", "POST /statuses/{head}", status(""), 403, "message=Resource not accessible by personal access token"},
		{"an App is refused in other words", "actions/create-github-app-token#258", func(w *world) {
			w.Join(github.Account{ID: 7, Login: "app[bot]", Type: "Bot", Permission: "read"})
		}, "app[bot]", "POST /statuses/{head}", status(""), 403, "message=Resource not accessible by integration"},
	}
}

func TestFacts(t *testing.T) {
	met := map[string]bool{}
	for _, f := range facts() {
		t.Run(f.says, func(t *testing.T) {
			w := newWorld(t)
			w.propose("proposal")
			w.push("other", w.head)
			var err error
			w.review, err = w.Review("grace", 1, github.Ballot{Event: "COMMENT", Body: "x"})
			w.must(err)
			comment := w.ask("grace", "POST", repo+"/issues/1/comments", `{"body":"hello"}`)
			if f.prepare != nil {
				f.prepare(w)
			}
			fill := strings.NewReplacer("{head}", w.head, "{forked}", w.forked, "{review}", strconv.FormatInt(w.review, 10), "{comment}", fmt.Sprint(comment.at("id")))
			method, path, _ := strings.Cut(fill.Replace(f.ask), " ")
			if rest, whole := strings.CutPrefix(path, "/"); whole && strings.HasPrefix(rest, "/") {
				path = rest
			} else {
				path = repo + path
			}
			login := strings.TrimPrefix(f.login, "-")
			if f.login == "" {
				login = "ada"
			}
			got := w.ask(login, method, path, f.body)
			if wrong := got.differs(f.status, fill.Replace(f.want)); wrong != "" {
				t.Errorf("%s (source: %s)\n%d %.600s", wrong, f.source, got.status, fmt.Sprint(got.body))
			}
			for route := range w.Requests() {
				met[route] = true
			}
			if unknown := w.Unknown(); len(unknown) > 0 {
				t.Errorf("unknown routes: %q", unknown)
			}
		})
	}
	for _, route := range github.Routes() {
		if !met[route] && !t.Failed() {
			t.Errorf("no fact is about %s", route)
		}
	}
}

// differs compares an answer with what a fact says of it, "" where they agree.
func (a answer) differs(status int, want string) string {
	if a.status != status {
		return fmt.Sprintf("status %d, want %d", a.status, status)
	}
	for _, each := range strings.Split(want, "; ") {
		path, text, _ := strings.Cut(each, "=")
		part, within := strings.CutSuffix(path, "~")
		got := fmt.Sprint(a.at(part))
		switch {
		case path == "":
		case within && (got == missing || !strings.Contains(got, text)):
			return fmt.Sprintf("%s is %q, want a part %q", part, got, text)
		case !within && got != text:
			return fmt.Sprintf("%s is %q, want %q", path, got, text)
		}
	}
	return ""
}

// missing is what an answer has at a place that it does not have.
const missing = "-"

// at gives what an answer has at a place, as in "errors.0.code".
func (a answer) at(path string) any {
	value := a.body
	for _, name := range strings.Split(path, ".") {
		switch inner := value.(type) {
		case map[string]any:
			found, ok := inner[name]
			if !ok {
				return missing
			}
			value = found
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(inner) {
				return missing
			}
			value = inner[n]
		default:
			return missing
		}
	}
	if number, ok := value.(float64); ok {
		return int64(number)
	}
	return value
}
