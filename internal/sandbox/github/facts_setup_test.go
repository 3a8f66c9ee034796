package github_test

import (
	"time"

	"github.com/bylaw-dev/bylaw/internal/sandbox/github"
)

// asRecommended is a repository that is set up as bylaw recommends, with something of everything.
func asRecommended(change func(*github.Setup)) func(*world) {
	setup := github.Setup{
		Rulesets: []github.Ruleset{{
			Name: "protected", Branches: []string{"~DEFAULT_BRANCH"}, Bypass: []github.Bypass{{Type: "RepositoryRole", ID: 5}, {Type: "DeployKey"}},
			Rules: []github.Rule{
				{Type: "deletion"}, {Type: "non_fast_forward"}, {Type: "pull_request", Approvals: 1, Stale: true},
				{Type: "required_status_checks", Checks: []github.RequiredCheck{{Context: "bylaw", App: 15368}, {Context: "tests"}}},
			},
		}, {Name: "ledger", Branches: []string{"bylaw-ledger"}, Rules: []github.Rule{{Type: "deletion"}}}},
		Protections: map[string]github.Protection{"main": {
			Approvals: 2, Stale: true, Admins: true, Checks: []github.RequiredCheck{{Context: "bylaw", App: 15368}, {Context: "tests"}}, PullBypasses: []string{"ada"},
		}},
		Environments: map[string][]string{"mastodon": {"main"}, "open": nil},
		Scheduled:    map[string]time.Time{"check.yml": time.Date(2026, 11, 1, 11, 13, 0, 0, time.UTC)},
		Plan:         "free",
	}
	change(&setup)
	return func(w *world) {
		w.Configure(github.Settings{Setup: setup})
		w.Join(github.Account{ID: 300, Login: "collective", Type: "Organization"})
	}
}

func factsOfSetup() []fact {
	set := asRecommended(func(*github.Setup) {})
	selected := asRecommended(func(s *github.Setup) {
		s.AllowedActions, s.AllowedPatterns, s.ReadOnlyTokens, s.Protections = "selected", []string{"bylaw-dev/bylaw@*"}, true, nil
	})
	stopped := asRecommended(func(s *github.Setup) { s.Rulesets, s.Stopped = nil, []string{"x.yml"} })
	off := asRecommended(func(s *github.Setup) { s.ActionsOff = true })
	const (
		bot = "github-actions[bot]"
	)
	return []fact{
		{"any reader sees the rules of a branch", openAPI, set, "grace", "GET /rules/branches/main", "", 200, "0.type=deletion; 0.ruleset_id=1; 0.ruleset_source_type=Repository; 2.parameters.required_approving_review_count=1; 3.parameters.required_status_checks.0.integration_id=15368; 3.parameters.required_status_checks.1.integration_id=-"},
		{"also of one that does not exist yet", inUse, set, bot, "GET /rules/branches/bylaw-ledger", "", 200, "0.type=deletion; 0.ruleset_id=2; 1=-"},
		{"a branch without rules has none", openAPI, nil, "", "GET /rules/branches/main", "", 200, "0=-"},
		{"a ruleset shows who may bypass it to those who may change it", openAPI, set, "coop", "GET /rulesets/1", "", 200, "name=protected; bypass_actors.0.actor_type=RepositoryRole; bypass_actors.0.actor_id=5; bypass_actors.1.actor_id=<nil>; conditions.ref_name.include.0=~DEFAULT_BRANCH"},
		{"and to no one else", openAPI, set, "ada", "GET /rulesets/1", "", 200, "name=protected; bypass_actors=-"},
		{"a ruleset that is none", openAPI, set, "", "GET /rulesets/9", "", 404, "message=Not Found"},
		{"branch protection is shown to administrators", openAPI, set, "coop", "GET /branches/main/protection", "", 200, "enforce_admins.enabled=true; allow_force_pushes.enabled=false; required_pull_request_reviews.required_approving_review_count=2; required_pull_request_reviews.bypass_pull_request_allowances.users.0.login=ada; required_status_checks.checks.0.app_id=15368; required_status_checks.checks.1.app_id=<nil>"},
		{"an administrator learns that there is none", inUse, selected, "coop", "GET /branches/main/protection", "", 404, "message=Branch not protected"},
		{"or no such branch", inUse, set, "coop", "GET /branches/gone/protection", "", 404, "message=Branch not found"},
		{"a writer learns nothing of it", inUse, set, "ada", "GET /branches/main/protection", "", 404, "message=Not Found"},
		{"the token of a workflow may not ask", inUse, set, bot, "GET /branches/main/protection", "", 403, "message=Resource not accessible by integration"},
		{"a rule of the branch requires a status as well", restDoc + "repos/rules", asRecommended(func(s *github.Setup) { s.Rulesets[0].Bypass = nil }), "ada", "PUT /pulls/1/merge", `{}`, 405, "message~=bylaw"},
		{"an environment names its branches", openAPI, set, "grace", "GET /environments/mastodon", "", 200, "deployment_branch_policy.custom_branch_policies=true; protection_rules.0.type=branch_policy"},
		{"each by its name", openAPI, set, bot, "GET /environments/mastodon/deployment-branch-policies", "", 200, "total_count=1; branch_policies.0.name=main"},
		{"one for all branches has no policy", openAPI, set, "", "GET /environments/open", "", 200, "deployment_branch_policy=<nil>"},
		{"an environment that is none", openAPI, set, "", "GET /environments/gone", "", 404, "message=Not Found"},
		{"nor its branches", openAPI, set, "", "GET /environments/gone/deployment-branch-policies", "", 404, "message=Not Found"},
		{"workflows are those of the default branch", openAPI, func(w *world) {
			stopped(w)
			w.on("main")
			w.push("main", w.write(".github/workflows/x.yml", "name: my checks\non: push\n"))
			w.push("main", w.write(".github/workflows/y.yml", "on: push\n"))
		}, "", "GET /actions/workflows", "", 200, "total_count=2; workflows.0.name=my checks; workflows.0.state=disabled_inactivity; workflows.1.name=.github/workflows/y.yml; workflows.1.state=active"},
		{"the last run by schedule", openAPI, set, "", "GET /actions/workflows/check.yml/runs?event=schedule&per_page=1", "", 200, "total_count=1; workflow_runs.0.event=schedule; workflow_runs.0.conclusion=success; workflow_runs.0.created_at=2026-11-01T11:13:00Z"},
		{"a workflow that never ran", openAPI, set, "", "GET /actions/workflows/apply.yml/runs?event=schedule", "", 200, "total_count=0"},
		{"which actions may run is for administrators", openAPI, selected, "coop", "GET /actions/permissions", "", 200, "enabled=true; allowed_actions=selected"},
		{"and the patterns", openAPI, selected, "coop", "GET /actions/permissions/selected-actions", "", 200, "github_owned_allowed=true; patterns_allowed.0=bylaw-dev/bylaw@*"},
		{"which only some repositories have", openAPI, set, "coop", "GET /actions/permissions/selected-actions", "", 409, "message=Conflict"},
		{"workflows that are switched off", openAPI, off, "coop", "GET /actions/permissions", "", 200, "enabled=false; allowed_actions=-"},
		{"a writer may not ask", inUse, set, "ada", "GET /actions/permissions", "", 403, "message~=admin rights"},
		{"nor for the patterns", inUse, set, "ada", "GET /actions/permissions/selected-actions", "", 403, "message~=admin rights"},
		{"nor the token of a workflow", inUse, set, bot, "GET /actions/permissions/workflow", "", 403, "message=Resource not accessible by integration"},
		{"what jobs may do that name nothing", openAPI, selected, "coop", "GET /actions/permissions/workflow", "", 200, "default_workflow_permissions=read; can_approve_pull_request_reviews=false"},
		{"an organization shows its plan to its owners", openAPI, set, "coop", "GET //orgs/collective", "", 200, "type=Organization; plan.name=free"},
		{"and not to others", openAPI, set, "ada", "GET //orgs/collective", "", 200, "plan=-"},
		{"a person is no organization", openAPI, set, "", "GET //orgs/ada", "", 404, "message=Not Found"},
	}
}
