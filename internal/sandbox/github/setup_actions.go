package github

import (
	"net/http"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/object"
	"gopkg.in/yaml.v3"
)

// environment says which branches may use it. Any reader may ask.
func (c *call) environment() (int, any, error) {
	name := c.request.PathValue("name")
	allowed, ok := c.settings.Environments[name]
	if !ok {
		return 0, nil, notFound
	}
	shown := fields{
		"id": len(name), "node_id": node("Environment", name), "name": name, "url": c.repo.api() + "/environments/" + name,
		"html_url": c.repo.web() + "/deployments/activity_log?environments_filter=" + name, "created_at": c.repo.created,
		"updated_at": c.repo.created, "protection_rules": []any{}, "deployment_branch_policy": nil,
	}
	if allowed != nil {
		shown["deployment_branch_policy"] = fields{"protected_branches": false, "custom_branch_policies": true}
		shown["protection_rules"] = []any{fields{"id": 1, "node_id": node("Gate", 1), "type": "branch_policy"}}
	}
	return http.StatusOK, shown, nil
}

func (c *call) environmentBranches() (int, any, error) {
	allowed, ok := c.settings.Environments[c.request.PathValue("name")]
	if !ok {
		return 0, nil, notFound
	}
	list := []fields{}
	for i, each := range allowed {
		list = append(list, fields{"id": i + 1, "node_id": node("GateBranchPolicy", i+1), "name": each, "type": "branch"})
	}
	return http.StatusOK, fields{"total_count": len(list), "branch_policies": list}, nil
}

// workflowFolder is where the workflows of a repository lie.
const workflowFolder = ".github/workflows/"

// listWorkflows lists those of the default branch, by the names of their files.
func (c *call) listWorkflows() (int, any, error) {
	tip, err := c.repo.Git.CommitObject(c.repo.Tip(branches + c.repo.protects))
	if err != nil {
		return 0, nil, err
	}
	tree, err := tip.Tree()
	if err != nil {
		return 0, nil, err
	}
	list := []any{}
	err = tree.Files().ForEach(func(f *object.File) error {
		if !strings.HasPrefix(f.Name, workflowFolder) {
			return nil
		}
		text, err := f.Contents()
		if err == nil {
			list = append(list, c.showWorkflow(strings.TrimPrefix(f.Name, workflowFolder), text, len(list)+1))
		}
		return err
	})
	return http.StatusOK, fields{"total_count": len(list), "workflows": page(newRecorder(), c.request, list)}, err
}

// showWorkflow names a workflow as its file does, else by its path.
func (c *call) showWorkflow(file, text string, id int) fields {
	var said struct {
		Name string `yaml:"name"`
	}
	if yaml.Unmarshal([]byte(text), &said) != nil || said.Name == "" {
		said.Name = workflowFolder + file
	}
	state := "active"
	if slices.Contains(c.settings.Stopped, file) {
		state = "disabled_inactivity"
	}
	return fields{
		"id": id, "node_id": node("Workflow", id), "name": said.Name, "path": workflowFolder + file, "state": state,
		"created_at": c.repo.created, "updated_at": c.repo.created, "url": c.repo.api() + "/actions/workflows/" + itoa(id),
		"html_url":  c.repo.web() + "/blob/" + c.repo.protects + "/" + workflowFolder + file,
		"badge_url": c.repo.web() + "/workflows/" + file + "/badge.svg",
	}
}

// workflowRuns knows the last run by schedule of a workflow alone.
func (c *call) workflowRuns() (int, any, error) {
	file := c.request.PathValue("file")
	at, ok := c.settings.Scheduled[file]
	event := c.request.URL.Query().Get("event")
	if !ok || event != "" && event != "schedule" {
		return http.StatusOK, fields{"total_count": 0, "workflow_runs": []any{}}, nil
	}
	tip := c.repo.Tip(branches + c.repo.protects).String()
	api := c.repo.api() + "/actions/runs/1"
	shown := fields{
		"id": 1, "node_id": node("WorkflowRun", 1), "name": file, "head_branch": c.repo.protects, "head_sha": tip, "path": workflowFolder + file,
		"run_number": 1, "display_title": file, "event": "schedule", "status": "completed", "conclusion": "success", "workflow_id": 1,
		"url": api, "html_url": c.repo.web() + "/actions/runs/1", "created_at": at.UTC(), "updated_at": at.UTC(), "head_commit": nil,
		"repository": c.showMinimal(c.repo), "head_repository": c.showMinimal(c.repo), "pull_requests": []any{},
	}
	for _, each := range []string{"jobs", "logs", "artifacts", "cancel", "rerun"} {
		shown[each+"_url"] = api + "/" + each
	}
	shown["check_suite_url"], shown["workflow_url"] = c.repo.api()+"/check-suites/1", c.repo.api()+"/actions/workflows/1"
	return http.StatusOK, fields{"total_count": 1, "workflow_runs": []any{shown}}, nil
}

func (c *call) actionsPermissions() (int, any, error) {
	if err := c.administrator(); err != nil {
		return 0, nil, err
	}
	if c.settings.ActionsOff {
		return http.StatusOK, fields{"enabled": false}, nil
	}
	shown := fields{"enabled": true, "allowed_actions": "all"}
	if allowed := c.settings.AllowedActions; allowed != "" {
		shown["allowed_actions"] = allowed
	}
	if shown["allowed_actions"] == "selected" {
		shown["selected_actions_url"] = c.repo.api() + "/actions/permissions/selected-actions"
	}
	return http.StatusOK, shown, nil
}

func (c *call) selectedActions() (int, any, error) {
	if err := c.administrator(); err != nil {
		return 0, nil, err
	}
	if c.settings.AllowedActions != "selected" {
		return 0, nil, &problem{status: http.StatusConflict, message: "Conflict"}
	}
	return http.StatusOK, fields{
		"github_owned_allowed": true, "verified_allowed": false, "patterns_allowed": append([]string{}, c.settings.AllowedPatterns...),
	}, nil
}

func (c *call) workflowPermissions() (int, any, error) {
	if err := c.administrator(); err != nil {
		return 0, nil, err
	}
	word := "write"
	if c.settings.ReadOnlyTokens {
		word = "read"
	}
	return http.StatusOK, fields{"default_workflow_permissions": word, "can_approve_pull_request_reviews": c.settings.ActionsMayPropose}, nil
}

// organization shows the plan to those who may administrate the repository.
func (c *call) organization() (int, any, error) {
	found := c.named(c.request.PathValue("org"))
	if found == nil || found.Type != "Organization" {
		return 0, nil, notFound
	}
	api := apiRoot + "/orgs/" + found.Login
	shown := fields{
		"id": found.ID, "node_id": node("Organization", found.ID), "login": found.Login, "type": "Organization", "description": nil,
		"url": api, "html_url": webRoot + "/" + found.Login, "avatar_url": "https://avatars.github.example/u/" + itoa(int(found.ID)) + "?v=4",
		"has_organization_projects": true, "has_repository_projects": true, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
		"created_at": found.joined, "updated_at": found.joined, "archived_at": nil,
		"public_members_url": api + "/public_members{/member}", "members_url": api + "/members{/member}",
	}
	for _, each := range []string{"repos", "events", "hooks", "issues"} {
		shown[each+"_url"] = api + "/" + each
	}
	if c.settings.Plan != "" && c.who != nil && c.allows(c.who, c.base, "admin") {
		shown["plan"] = fields{"name": c.settings.Plan, "space": 0, "private_repos": 0}
	}
	return http.StatusOK, shown, nil
}
