package github

import (
	"context"
	"fmt"
	"net/url"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// Environment reads which branches may use a deployment environment.
func (c *Client) Environment(ctx context.Context, name string) (inspect.Environment, error) {
	found, err := judged(c.library().Repositories.GetEnvironment(ctx, c.Owner, c.Name, name))
	if err != nil {
		return inspect.Environment{}, fmt.Errorf("environment %q: %w", name, err)
	}
	policy := found.DeploymentBranchPolicy
	if policy == nil {
		return inspect.Environment{All: true}, nil
	}
	if !value(policy.CustomBranchPolicies) {
		return inspect.Environment{Protected: true}, nil
	}
	branches, err := judged(c.library().Repositories.ListDeploymentBranchPolicies(ctx, c.Owner, c.Name, name))
	if err != nil {
		return inspect.Environment{}, fmt.Errorf("branches of environment %q: %w", name, err)
	}
	environment := inspect.Environment{}
	for _, each := range branches.BranchPolicies {
		environment.Branches = append(environment.Branches, each.GetName())
	}
	return environment, nil
}

// Workflows lists the workflows that GitHub knows of, by the path of their files. Those of bylaw are among the first 100.
func (c *Client) Workflows(ctx context.Context) ([]inspect.Workflow, error) {
	found, err := judged(c.library().Actions.ListWorkflows(ctx, c.Owner, c.Name, &gogithub.ListOptions{PerPage: 100}))
	if err != nil {
		return nil, fmt.Errorf("workflows: %w", err)
	}
	if found.GetTotalCount() > len(found.Workflows) {
		return nil, fmt.Errorf("workflows: %w: it has %d", forge.ErrTooLong, found.GetTotalCount())
	}
	return forge.Convert(found.Workflows, func(w *gogithub.Workflow) inspect.Workflow {
		return inspect.Workflow{Path: w.GetPath(), State: w.GetState()}
	}), nil
}

// LastScheduled gives the last run of a workflow by its schedule; forge.ErrNotFound means that there was none, or no such workflow.
func (c *Client) LastScheduled(ctx context.Context, file string) (inspect.Run, error) {
	found, err := judged(c.library().Actions.ListWorkflowRunsByFileName(ctx, c.Owner, c.Name, file, &gogithub.ListWorkflowRunsOptions{
		Event: "schedule", ListOptions: gogithub.ListOptions{PerPage: 1},
	}))
	if err != nil {
		return inspect.Run{}, fmt.Errorf("runs of %q: %w", file, err)
	}
	if len(found.WorkflowRuns) == 0 {
		return inspect.Run{}, forge.ErrNotFound
	}
	run := found.WorkflowRuns[0]
	return inspect.Run{At: run.GetCreatedAt().UTC(), Conclusion: run.GetConclusion()}, nil
}

// Actions reads what the repository allows its workflows. It takes an administrator's token.
func (c *Client) Actions(ctx context.Context) (inspect.Actions, error) {
	found, err := judged(c.library().Repositories.GetActionsPermissions(ctx, c.Owner, c.Name))
	if err != nil {
		return inspect.Actions{}, fmt.Errorf("permissions of workflows: %w", err)
	}
	actions := inspect.Actions{Enabled: found.GetEnabled(), Allowed: found.GetAllowedActions()}
	if !actions.Enabled {
		return actions, nil
	}
	if actions.Allowed == "selected" {
		chosen, err := judged(c.library().Repositories.GetActionsAllowed(ctx, c.Owner, c.Name))
		if err != nil {
			return actions, fmt.Errorf("actions that are allowed: %w", err)
		}
		actions.GitHub, actions.Patterns = chosen.GetGithubOwnedAllowed(), chosen.PatternsAllowed
	}
	standard, err := judged(c.library().Repositories.GetDefaultWorkflowPermissions(ctx, c.Owner, c.Name))
	if err != nil {
		return actions, fmt.Errorf("default permissions of workflows: %w", err)
	}
	actions.Propose = standard.GetCanApprovePullRequestReviews()
	return actions, nil
}

// Plan is the name of the plan of a repository's owner. GitHub shows it to the owner alone; to others there is none.
func (c *Client) Plan(ctx context.Context, of inspect.Repository) (string, error) {
	address := "user"
	if of.Company {
		address = "orgs/" + url.PathEscape(of.Owner)
	}
	var answer struct {
		Login string `json:"login"`
		Plan  *struct {
			Name string `json:"name"`
		} `json:"plan"`
	}
	if err := c.get(ctx, address, &answer); err != nil {
		return "", fmt.Errorf("plan of %s: %w", of.Owner, err)
	}
	if answer.Plan == nil || answer.Login != of.Owner {
		return "", fmt.Errorf("plan of %s: %w", of.Owner, forge.ErrForbidden)
	}
	return answer.Plan.Name, nil
}
