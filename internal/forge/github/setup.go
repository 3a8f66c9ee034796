package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	gogithub "github.com/google/go-github/v66/github"

	"github.com/bylaw-dev/bylaw/internal/forge"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// Inspect reads the repository as the token's account sees it.
func (c *Client) Inspect(ctx context.Context) (inspect.Repository, error) {
	found, response, err := c.library().Repositories.Get(ctx, c.Owner, c.Name)
	if err := answered(response, err); err != nil {
		return inspect.Repository{}, fmt.Errorf("repository %s/%s: %w", c.Owner, c.Name, err)
	}
	return inspect.Repository{
		Name: found.GetFullName(), Default: found.GetDefaultBranch(), Private: found.GetPrivate(),
		Owner: found.GetOwner().GetLogin(), Company: found.GetOwner().GetType() == "Organization",
		Push: found.GetPermissions()["push"], Admin: found.GetPermissions()["admin"], Scopes: response.Header.Get("X-OAuth-Scopes"),
	}, nil
}

// ruleItem is a rule of a branch. go-github has a method for them that reads one page alone.
type ruleItem struct {
	Type       string `json:"type"`
	Ruleset    int64  `json:"ruleset_id"`
	Source     string `json:"ruleset_source_type"`
	Parameters struct {
		Approvals int  `json:"required_approving_review_count"`
		Stale     bool `json:"dismiss_stale_reviews_on_push"`
		Owners    bool `json:"require_code_owner_review"`
		LastPush  bool `json:"require_last_push_approval"`
		Checks    []struct {
			Context string `json:"context"`
			App     int64  `json:"integration_id"`
		} `json:"required_status_checks"`
	} `json:"parameters"`
}

// Rules gives what the rulesets of all levels say of a branch. A ruleset that is not of the repository itself does not show
// who may go past it.
func (c *Client) Rules(ctx context.Context, branch string) (inspect.Rules, error) {
	seen := int64(0) // rules have no id, and none comes twice
	id := func(*ruleItem) int64 { seen++; return seen }
	items, err := list(ctx, c, c.Path("/rules/branches/%s?per_page=100", url.PathEscape(branch)), id, nil)
	if err != nil {
		return inspect.Rules{}, fmt.Errorf("rules of branch %q: %w", branch, err)
	}
	var rules inspect.Rules
	var sets []int64
	for _, item := range items {
		item.addTo(&rules)
		if !slices.Contains(sets, item.Ruleset) {
			sets = append(sets, item.Ruleset)
			if err := c.addBypass(ctx, &rules, item); err != nil {
				return rules, err
			}
		}
	}
	return rules, nil
}

func (r *ruleItem) addTo(rules *inspect.Rules) {
	switch p := r.Parameters; r.Type {
	case "pull_request":
		rules.PullRequest = true
		rules.Approvals = max(rules.Approvals, p.Approvals)
		rules.DismissStale = rules.DismissStale || p.Stale
		rules.Reviewers = rules.Reviewers || p.Owners || p.LastPush
	case "required_status_checks":
		for _, each := range p.Checks {
			rules.Checks = append(rules.Checks, inspect.Check{Context: each.Context, App: each.App})
		}
	case "deletion":
		rules.NoDeletion = true
	case "non_fast_forward":
		rules.NoForcePush = true
	case "merge_queue":
		rules.Queue = true
	case "required_signatures":
		rules.Signatures = true
	}
}

// addBypass asks one ruleset who may go past it. GitHub shows that to those alone who may change the ruleset.
func (c *Client) addBypass(ctx context.Context, rules *inspect.Rules, item *ruleItem) error {
	if item.Source != "Repository" {
		rules.BypassHidden = true
		return nil
	}
	var answer struct {
		Name   string                  `json:"name"`
		Actors *[]gogithub.BypassActor `json:"bypass_actors"`
	}
	if err := c.get(ctx, c.Path("/rulesets/%d", item.Ruleset), &answer); err != nil {
		return fmt.Errorf("ruleset %d: %w", item.Ruleset, err)
	}
	if answer.Actors == nil {
		rules.BypassHidden = true
		return nil
	}
	for _, each := range *answer.Actors {
		rules.Bypass = append(rules.Bypass, inspect.Bypass{Who: actorName(each), Rule: answer.Name})
	}
	return nil
}

// The roles that every repository has, by the ids that rulesets have for them.
const (
	maintainRole = 2
	writeRole    = 4
	adminRole    = 5
)

func actorName(a gogithub.BypassActor) string {
	switch kind := value(a.ActorType); kind {
	case "OrganizationAdmin":
		return "the owners of the organization"
	case "DeployKey":
		return "everyone with a deploy key"
	case "RepositoryRole":
		switch value(a.ActorID) {
		case adminRole:
			return "everyone with the role admin"
		case writeRole:
			return "everyone with the role write"
		case maintainRole:
			return "everyone with the role maintain"
		}
		return fmt.Sprintf("everyone with role %d", value(a.ActorID))
	case "Integration":
		return fmt.Sprintf("App %d", value(a.ActorID))
	default:
		return fmt.Sprintf("%s %d", strings.ToLower(kind), value(a.ActorID))
	}
}

// value is what a pointer of go-github points to, the zero value for nil.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// Protection gives what branch protection says of a branch. facts.ErrNotFound means that there is none, facts.ErrForbidden
// that the token is not one of an administrator: GitHub answers both with 404, and distinguishes them in its sentence.
func (c *Client) Protection(ctx context.Context, branch string) (inspect.Rules, error) {
	found, err := judged(c.library().Repositories.GetBranchProtection(ctx, c.Owner, c.Name, branch))
	if refused, ok := errors.AsType[*forge.Error](err); ok && refused.Status == http.StatusNotFound && refused.Message == "Not Found" {
		return inspect.Rules{}, fmt.Errorf("protection of branch %q: %w", branch, forge.ErrForbidden)
	}
	if err != nil {
		return inspect.Rules{}, fmt.Errorf("protection of branch %q: %w", branch, err)
	}
	rules := inspect.Rules{
		NoForcePush: !value(found.AllowForcePushes).Enabled, NoDeletion: !value(found.AllowDeletions).Enabled,
		Signatures: found.GetRequiredSignatures().GetEnabled(),
	}
	if reviews := found.RequiredPullRequestReviews; reviews != nil {
		rules.PullRequest, rules.Approvals, rules.DismissStale = true, reviews.RequiredApprovingReviewCount, reviews.DismissStaleReviews
		rules.Reviewers = reviews.RequireCodeOwnerReviews || reviews.RequireLastPushApproval
		rules.Bypass = allowances(reviews.BypassPullRequestAllowances)
	}
	if found.EnforceAdmins == nil || !found.EnforceAdmins.Enabled {
		rules.Bypass = append(rules.Bypass, inspect.Bypass{Who: "every administrator"})
	}
	if checks := found.RequiredStatusChecks; checks != nil && checks.Checks != nil {
		for _, each := range *checks.Checks {
			rules.Checks = append(rules.Checks, inspect.Check{Context: each.Context, App: max(0, value(each.AppID))})
		}
	}
	return rules, nil
}

func allowances(of *gogithub.BypassPullRequestAllowances) (found []inspect.Bypass) {
	if of == nil {
		return nil
	}
	for _, each := range of.Users {
		found = append(found, inspect.Bypass{Who: "user " + each.GetLogin()})
	}
	for _, each := range of.Teams {
		found = append(found, inspect.Bypass{Who: "team " + each.GetSlug()})
	}
	for _, each := range of.Apps {
		found = append(found, inspect.Bypass{Who: "App " + each.GetSlug()})
	}
	return found
}
