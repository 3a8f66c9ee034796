package github

import (
	"net/http"
	"strings"
)

// routes serves the API.
func (s *Server) routes() {
	for pattern, answer := range table() {
		s.serve(pattern, answer)
	}
	s.gitRoutes()
	s.mux.HandleFunc("/", s.strange)
}

// table lists the API that this server has. The patterns are also the names that Requests and Script know.
func table() map[string]route {
	const repo = "/repos/{owner}/{repo}"
	return map[string]route{
		"GET /user":                            (*call).self,
		"POST /graphql":                        (*call).graphQL,
		"GET /user/{id}":                       (*call).userByID,
		"GET /users/{login}":                   (*call).userByLogin,
		"GET /orgs/{org}/teams/{team}/members": (*call).teamMembers,
		"GET /orgs/{org}":                      (*call).organization,
		"GET " + repo:                          (*call).repository,
		"GET " + repo + "/collaborators/{login}/permission":               (*call).permissionOf,
		"POST " + repo + "/forks":                                         (*call).createFork,
		"GET " + repo + "/branches":                                       (*call).listBranches,
		"GET " + repo + "/branches/{branch...}":                           (*call).aboutBranch,
		"GET " + repo + "/rules/branches/{branch...}":                     (*call).branchRules,
		"GET " + repo + "/rulesets/{id}":                                  (*call).ruleset,
		"GET " + repo + "/environments/{name}":                            (*call).environment,
		"GET " + repo + "/environments/{name}/deployment-branch-policies": (*call).environmentBranches,
		"GET " + repo + "/actions/permissions":                            (*call).actionsPermissions,
		"GET " + repo + "/actions/permissions/selected-actions":           (*call).selectedActions,
		"GET " + repo + "/actions/permissions/workflow":                   (*call).workflowPermissions,
		"GET " + repo + "/actions/workflows":                              (*call).listWorkflows,
		"GET " + repo + "/actions/workflows/{file}/runs":                  (*call).workflowRuns,
		"GET " + repo + "/activity":                                       (*call).activity,
		"GET " + repo + "/pulls":                                          (*call).listPulls,
		"POST " + repo + "/pulls":                                         (*call).createPull,
		"GET " + repo + "/pulls/{number}":                                 (*call).getPull,
		"PATCH " + repo + "/pulls/{number}":                               (*call).editPull,
		"PUT " + repo + "/pulls/{number}/merge":                           (*call).mergePull,
		"GET " + repo + "/pulls/{number}/reviews":                         (*call).listReviews,
		"POST " + repo + "/pulls/{number}/reviews":                        (*call).createReview,
		"PUT " + repo + "/pulls/{number}/reviews/{id}/dismissals":         (*call).dismissReview,
		"GET " + repo + "/issues":                                         (*call).listIssues,
		"POST " + repo + "/issues":                                        (*call).createIssue,
		"GET " + repo + "/issues/{number}":                                (*call).getIssue,
		"PATCH " + repo + "/issues/{number}":                              (*call).editIssue,
		"GET " + repo + "/issues/{number}/{list}":                         (*call).aboutIssue,
		"POST " + repo + "/issues/{number}/comments":                      (*call).createComment,
		"PATCH " + repo + "/issues/comments/{id}":                         (*call).editComment,
		"POST " + repo + "/statuses/{sha}":                                (*call).createStatus,
		"GET " + repo + "/commits/{ref}/statuses":                         (*call).listStatuses,
		"GET " + repo + "/commits/{ref}/status":                           (*call).combined,
		"GET " + repo + "/commits/{sha}/pulls":                            (*call).commitPulls,
		"POST " + repo + "/dispatches":                                    (*call).dispatch,
		"PUT " + repo + "/actions/workflows/{file}/enable":                (*call).enableWorkflow,
	}
}

// aboutIssue distinguishes four routes that the standard multiplexer would call ambiguous: .../issues/comments/{id} and
// the lists of one issue.
func (c *call) aboutIssue() (int, any, error) {
	switch list := c.request.PathValue("list"); {
	case c.request.PathValue("number") == "comments":
		c.request.SetPathValue("id", list)
		return c.getComment()
	case list == "events":
		return c.listEvents()
	case list == "timeline":
		return c.timeline()
	case list == "comments":
		return c.listComments()
	}
	c.unknown = append(c.unknown, c.request.Method+" "+c.request.URL.Path)
	return 0, nil, notFound
}

// nameOf is the name of the route of a request: its pattern, but for the ambiguous ones.
func nameOf(pattern string, r *http.Request) string {
	if strings.HasSuffix(r.PathValue("branch"), "/protection") && strings.HasSuffix(pattern, "/branches/{branch...}") {
		return strings.Replace(pattern, "{branch...}", "{branch}/protection", 1)
	}
	list := r.PathValue("list")
	if r.PathValue("number") == "comments" {
		return strings.Replace(pattern, "{number}/{list}", "comments/{id}", 1)
	}
	return strings.Replace(pattern, "{list}", list, 1)
}
