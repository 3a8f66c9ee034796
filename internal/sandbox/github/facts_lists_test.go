package github_test

import (
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

func factsOfTalk() []fact {
	return []fact{
		{"a comment has its addresses", openAPI, nil, "", "POST /issues/1/comments", `{"body":"x"}`, 201, "url~=/issues/comments/; issue_url~=/issues/1; html_url~=/pull/1#issuecomment-"},
		{"a comment is found by its number", openAPI, nil, "", "GET /issues/comments/{comment}", "", 200, "body=hello; user.login=grace"},
		{"a comment that is not there is not found", openAPI, nil, "", "GET /issues/comments/7", "", 404, "message=Not Found"},
		{"its author edits it", openAPI, func(w *world) { w.wait(time.Hour) }, "grace", "PATCH /issues/comments/{comment}", `{"body":"y"}`, 200, "body=y; created_at=2026-11-01T12:00:00Z; updated_at=2026-11-01T13:00:00Z"},
		{"a writer edits those of others", "github/docs#40862", nil, "", "PATCH /issues/comments/{comment}", `{"body":"y"}`, 200, "body=y; user.login=grace"},
		{"a comment is listed, and in the timeline", openAPI, nil, "", "GET /issues/1/timeline", "", 200, "2.event=commented; 2.actor.login=grace; 2.body=hello"},
		{"the list can begin at a time", openAPI, nil, "", "GET /issues/1/comments?since=2030-01-01T00:00:00Z", "", 200, "0=-"},
		{"an empty comment is refused", inUse, nil, "", "POST /issues/1/comments", `{"body":""}`, 422, "errors.0.field=body"},
		{"a comment has 262,144 bytes at most", "objectstack-ai/objectstack#18826", nil, "", "POST /issues/1/comments", `{"body":"` + strings.Repeat("x", 262_145) + `"}`, 422, "errors.0.message~=body is too long"},
		{"what is no JSON is refused", inUse, nil, "", "POST /issues/1/comments", `{"body"`, 400, "message=Problems parsing JSON"},
		{"a reader opens issues", restDoc + "issues/issues", nil, "stranger", "POST /issues", `{"title":"x"}`, 201, "number=2; state=open; body=<nil>; pull_request=-"},
		{"an issue has a title", openAPI, nil, "", "POST /issues", `{}`, 422, "errors.0.field=title; errors.0.code=missing_field"},
		{"an issue is no pull request", openAPI, func(w *world) { w.ask("ada", "POST", repo+"/issues", `{"title":"x"}`) }, "", "GET /pulls/2", "", 404, "message=Not Found"},
		{"the list of issues has the pull requests", restDoc + "issues/issues", nil, "", "GET /issues", "", 200, "0.pull_request.html_url~=/pull/1"},
		{"a new title is an event", openAPI, func(w *world) { w.ask("ada", "PATCH", repo+"/issues/1", `{"title":"y"}`) }, "", "GET /issues/1/events", "", 200, "0.event=renamed; 0.rename.from=Change; 0.rename.to=y"},
		{"another base is an event", restDoc + "using-the-rest-api/issue-event-types", func(w *world) { w.must(w.Retarget("ada", 1, "other")) }, "", "GET /issues/1/events", "", 200, "0.event=base_ref_changed"},
		{"but not in the timeline", restDoc + "using-the-rest-api/issue-event-types", func(w *world) { w.must(w.Retarget("ada", 1, "other")) }, "", "GET /issues/1/timeline", "", 200, "0.event=reviewed; 1.event=commented; 2=-"},
		{"an issue is closed", openAPI, nil, "", "PATCH /issues/1", `{"state":"closed"}`, 200, "state=closed"},
	}
}

func factsOfLists() []fact {
	return []fact{
		{"a branch has its commit", openAPI, nil, "", "GET /branches/proposal", "", 200, "commit.sha={head}; protected=false; commit.commit.message~=Change"},
		{"the default branch is protected here", inUse, nil, "", "GET /branches/main", "", 200, "protected=true"},
		{"a branch can be missing", inUse, nil, "", "GET /branches/nowhere", "", 404, "message=Branch not found"},
		{"the branches are in the order of their names", inUse, nil, "", "GET /branches", "", 200, "0.name=main; 1.name=other; 1.commit.url~=/commits/"},
		{"the log of updates is newest first", openAPI, nil, "", "GET /activity?ref=proposal", "", 200, "0.activity_type=branch_creation; 0.before=" + zeros + "; 0.after={head}; 0.actor.login=ada"},
		{"it can be cut by actor, kind and time", openAPI, nil, "", "GET /activity?actor=grace&activity_type=push&time_period=day", "", 200, "0=-"},
		{"another time is refused", openAPI, nil, "", "GET /activity?time_period=age", "", 422, "errors.0~=time_period"},
		{"an old server has no such log", inUse, set(github.Settings{NoActivity: true}), "", "GET /activity", "", 404, "message=Not Found"},
		{"a repository says what the token may", openAPI, nil, "grace", "GET ", "", 200, "permissions.push=false; permissions.pull=true; default_branch=main; owner.login=coop; node_id~="},
		{"without a token it does not say that", openAPI, nil, "-", "GET ", "", 200, "permissions=-"},
		{"a fork is made for the account that asks", openAPI, nil, "stranger", "POST /forks", `{}`, 202, "full_name=stranger/governance; fork=true; owner.login=stranger"},
		{"a fork that is there is shown", openAPI, func(w *world) { w.fork("stranger") }, "stranger", "POST /forks", `{}`, 202, "full_name=stranger/governance"},
		{"a fork needs an account", openAPI, nil, "-", "POST /forks", `{}`, 401, "message=Requires authentication"},
		{"another repository is not found", openAPI, nil, "", "GET //repos/coop/other", "", 404, "message=Not Found"},
		{"a dispatch answers nothing", openAPI, nil, "", "POST /dispatches", `{"event_type":"x"}`, 204, "="},
		{"a dispatch has ten properties at most", "prowler-cloud/prowler#12370", nil, "", "POST /dispatches", `{"event_type":"x","client_payload":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1}}`, 422, "message~=Invalid request.\n\nNo more than 10 properties are allowed"},
		{"a dispatch has 65,535 characters at most", "mvasigh/dispatch-action#23", nil, "", "POST /dispatches", `{"event_type":"x","client_payload":{"a":"` + strings.Repeat("x", 65_535) + `"}}`, 422, "message~=client_payload is too large."},
		{"a reader starts nothing", openAPI, nil, "grace", "POST /dispatches", `{"event_type":"x"}`, 403, "message=Resource not accessible by personal access token"},
		{"a workflow that is not on the default branch is not found", openAPI, nil, "", "PUT /actions/workflows/x.yml/enable", "", 404, "message=Not Found"},
		{"a workflow is enabled", openAPI, func(w *world) {
			w.on("main")
			w.push("main", w.write(".github/workflows/x.yml", "on: push\n"))
		}, "", "PUT /actions/workflows/x.yml/enable", "", 204, "="},
	}
}

func factsOfPeople() []fact {
	return []fact{
		{"a person may ask who they are", openAPI, nil, "", "GET //user", "", 200, "login=ada; id=101; type=User; name=<nil>"},
		{"the token of a workflow may not", "actions/create-github-app-token#258", nil, "github-actions[bot]", "GET //user", "", 403, "message=Resource not accessible by integration; status=403"},
		{"without a token there is no account to ask for", openAPI, nil, "-", "GET //user", "", 401, "message=Requires authentication"},
		{"a wrong token is refused everywhere", inUse, nil, "unknown", "GET /pulls/1", "", 401, "message=Bad credentials"},
		{"an account is found by its number", openAPI, nil, "", "GET //user/102", "", 200, "login=grace"},
		{"an account is found by its name in any case", inUse, nil, "", "GET //users/GRACE", "", 200, "id=102; url~=/users/grace"},
		{"a team lists its people", openAPI, func(w *world) { w.must(w.Team("voters", "grace", "ada")) }, "", "GET //orgs/coop/teams/voters/members", "", 200, "0.login=ada; 0.type=User; 1.login=grace; 2=-"},
		{"a team that is not there is not found", openAPI, nil, "", "GET //orgs/coop/teams/voters/members", "", 404, "message=Not Found"},
		{"nor is one for a stranger", openAPI, func(w *world) { w.must(w.Team("voters", "ada")) }, "stranger", "GET //orgs/coop/teams/voters/members", "", 404, "message=Not Found"},
		{"a deleted account is not found", openAPI, nil, "", "GET //user/7", "", 404, "message=Not Found"},
		{"nor by its name", openAPI, nil, "", "GET //users/unknown", "", 404, "message=Not Found"},
		{"a writer may write", openAPI, nil, "", "GET /collaborators/ada/permission", "", 200, "permission=write; role_name=write; user.role_name=write"},
		{"an owner may do all", inUse, nil, "", "GET /collaborators/coop/permission", "", 200, "permission=admin"},
		{"everybody may read a public repository", inUse, nil, "", "GET /collaborators/stranger/permission", "", 200, "permission=read"},
		{"an owner and a member are named as such", openAPI, func(w *world) { w.ask("coop", "POST", repo+"/issues", `{"title":"x"}`) }, "", "GET /issues?state=all", "", 200, "0.author_association=OWNER; 1.author_association=COLLABORATOR"},
	}
}
