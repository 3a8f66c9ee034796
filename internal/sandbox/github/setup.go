package github

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Setup is how the owner of a repository has set it up, apart from what decides whether something is merged.
type Setup struct {
	Rulesets     []Ruleset
	Protections  map[string]Protection // the older branch protection, by branch
	Environments map[string][]string   // by name the branches that may use it; nil: all
	// ActionsOff switches the workflows off; AllowedActions is all, local_only or selected, "" for all.
	ActionsOff      bool
	AllowedActions  string
	AllowedPatterns []string             // with selected
	ReadOnlyTokens  bool                 // what jobs without permissions of their own get; else they may write
	Stopped         []string             // file names of workflows whose schedule was stopped after 60 quiet days
	Scheduled       map[string]time.Time // the last run by schedule, by the file name of the workflow
	Plan            string               // of the owner, such as free; "" where no one sees it
}

// Ruleset is a set of rules for branches, by name; the name ~DEFAULT_BRANCH is the default branch.
type Ruleset struct {
	Name     string
	Branches []string
	Rules    []Rule
	Bypass   []Bypass
}

// Rule is one rule: deletion, non_fast_forward, pull_request, required_signatures or required_status_checks. The server knows no
// keys, so that it takes no commit for signed.
type Rule struct {
	Type      string
	Approvals int             // of pull_request
	Stale     bool            // of pull_request: a push dismisses approvals
	Checks    []RequiredCheck // of required_status_checks
}

// RequiredCheck is a status without which nothing is merged, and the App that must have set it; 0 is any.
type RequiredCheck struct {
	Context string
	App     int64
}

// Bypass is who may go past a ruleset: Type is RepositoryRole, Team, User, Integration, OrganizationAdmin or DeployKey.
type Bypass struct {
	Type string
	ID   int64 // 0 where the type has none
}

// Protection is the older branch protection of one branch.
type Protection struct {
	Approvals    int // -1: pull requests are not required
	Stale        bool
	Checks       []RequiredCheck
	Admins       bool // it holds for administrators too
	ForcePushes  bool
	Deletions    bool
	PullBypasses []string // logins that need no pull request
}

// administrator refuses a caller who may not administrate the repository, in the words of those routes.
func (c *call) administrator() error {
	switch {
	case c.who == nil:
		return anonymous
	case c.may("admin"):
		return nil
	case c.who.Type == "Bot":
		return forbidden(c.who)
	}
	return &problem{status: http.StatusForbidden, message: "Must have admin rights to Repository."}
}

func (s Ruleset) holdsFor(branch, standard string) bool {
	return slices.Contains(s.Branches, branch) || branch == standard && slices.Contains(s.Branches, "~DEFAULT_BRANCH")
}

// breaks names the rule that keeps an account from changing a branch in a way, "" where none does.
func (s *Server) breaks(who *account, in *repository, branch, kind string) string {
	forbids := map[string]string{"non_fast_forward": "force_push", "deletion": "branch_deletion", "pull_request": "push"}
	for _, set := range s.settings.Rulesets {
		if in != s.base || !set.holdsFor(branch, in.protects) || s.bypasses(who, set) {
			continue
		}
		for _, rule := range set.Rules {
			unsigned := rule.Type == "required_signatures" && kind != "branch_deletion"
			if unsigned || forbids[rule.Type] == kind {
				return rule.Type
			}
		}
	}
	return ""
}

// bypasses says whether an account may go past a ruleset, as an administrator or by itself.
func (s *Server) bypasses(who *account, set Ruleset) bool {
	return slices.ContainsFunc(set.Bypass, func(b Bypass) bool {
		return b.Type == "User" && b.ID == who.ID || b.Type == "RepositoryRole" && s.allows(who, s.base, "admin")
	})
}

// ruledContexts are the statuses that the rules of a branch require.
func (s *Server) ruledContexts(branch string) (contexts []string) {
	for _, set := range s.settings.Rulesets {
		if !set.holdsFor(branch, s.base.protects) {
			continue
		}
		for _, rule := range set.Rules {
			for _, check := range rule.Checks {
				contexts = append(contexts, check.Context)
			}
		}
	}
	return contexts
}

// branchRules lists the rules that are in force for a branch; it may not exist yet.
func (c *call) branchRules() (int, any, error) {
	list := []any{}
	for i, set := range c.settings.Rulesets {
		if !set.holdsFor(c.request.PathValue("branch"), c.repo.protects) {
			continue
		}
		for _, rule := range set.Rules {
			shown := rule.show()
			shown["ruleset_source_type"], shown["ruleset_source"], shown["ruleset_id"] = "Repository", c.repo.full(), i+1
			list = append(list, shown)
		}
	}
	return http.StatusOK, list, nil
}

func (r Rule) show() fields {
	shown := fields{"type": r.Type}
	switch r.Type {
	case "pull_request":
		shown["parameters"] = fields{
			"required_approving_review_count": r.Approvals, "dismiss_stale_reviews_on_push": r.Stale, "require_code_owner_review": false,
			"require_last_push_approval": false, "required_review_thread_resolution": false,
		}
	case "required_status_checks":
		checks := []fields{}
		for _, each := range r.Checks {
			check := fields{"context": each.Context}
			if each.App != 0 {
				check["integration_id"] = each.App
			}
			checks = append(checks, check)
		}
		shown["parameters"] = fields{"required_status_checks": checks, "strict_required_status_checks_policy": false}
	}
	return shown
}

// ruleset shows who may bypass it only to those who may change it.
func (c *call) ruleset() (int, any, error) {
	n := int(c.number("id"))
	if n < 1 || n > len(c.settings.Rulesets) {
		return 0, nil, notFound
	}
	set := c.settings.Rulesets[n-1]
	var names, rules []any
	for _, each := range set.Branches {
		if !strings.HasPrefix(each, "~") {
			each = branches + each
		}
		names = append(names, each)
	}
	for _, each := range set.Rules {
		rules = append(rules, each.show())
	}
	api := c.repo.api() + "/rulesets/" + itoa(n)
	shown := fields{
		"id": n, "name": set.Name, "target": "branch", "source_type": "Repository", "source": c.repo.full(), "enforcement": "active",
		"node_id": node("RepositoryRuleset", n), "_links": fields{"self": fields{"href": api}, "html": fields{"href": c.repo.web() + "/rules/" + itoa(n)}},
		"conditions": fields{"ref_name": fields{"include": names, "exclude": []any{}}}, "rules": rules,
		"created_at": c.repo.created, "updated_at": c.repo.created,
	}
	if c.may("admin") {
		actors := []fields{}
		for _, each := range set.Bypass {
			actor := fields{"actor_type": each.Type, "bypass_mode": "always", "actor_id": nil}
			if each.ID != 0 {
				actor["actor_id"] = each.ID
			}
			actors = append(actors, actor)
		}
		shown["bypass_actors"] = actors
	}
	return http.StatusOK, shown, nil
}

// protection shows the older branch protection, to administrators alone: for the rest there is none.
func (c *call) protection() (int, any, error) {
	if c.who != nil && c.who.Type == "Bot" {
		return 0, nil, forbidden(c.who)
	}
	if !c.may("admin") {
		return 0, nil, notFound
	}
	name := c.request.PathValue("branch")
	if c.repo.Tip(branches + name).IsZero() {
		return 0, nil, &problem{status: http.StatusNotFound, message: "Branch not found"}
	}
	p, ok := c.settings.Protections[name]
	if !ok {
		return 0, nil, &problem{status: http.StatusNotFound, message: "Branch not protected"}
	}
	return http.StatusOK, c.showProtection(p, c.repo.api()+"/branches/"+name+"/protection"), nil
}

func (c *call) showProtection(p Protection, api string) fields {
	shown := fields{
		"url": api, "enforce_admins": fields{"url": api + "/enforce_admins", "enabled": p.Admins},
		"allow_force_pushes": fields{"enabled": p.ForcePushes}, "allow_deletions": fields{"enabled": p.Deletions},
	}
	if p.Approvals >= 0 {
		users := []any{}
		for _, login := range p.PullBypasses {
			if found := c.named(login); found != nil {
				users = append(users, found.show())
			}
		}
		shown["required_pull_request_reviews"] = fields{
			"url": api + "/required_pull_request_reviews", "dismiss_stale_reviews": p.Stale, "require_code_owner_reviews": false,
			"required_approving_review_count": p.Approvals, "require_last_push_approval": false,
			"bypass_pull_request_allowances": fields{"users": users, "teams": []any{}, "apps": []any{}},
		}
	}
	if len(p.Checks) > 0 {
		contexts, checks := []string{}, []fields{}
		for _, each := range p.Checks {
			check := fields{"context": each.Context, "app_id": nil}
			if each.App != 0 {
				check["app_id"] = each.App
			}
			contexts, checks = append(contexts, each.Context), append(checks, check)
		}
		shown["required_status_checks"] = fields{"url": api + "/required_status_checks", "strict": false, "contexts": contexts, "checks": checks}
	}
	return shown
}

// aboutBranch distinguishes a branch, whose name may have slashes, from its protection.
func (c *call) aboutBranch() (int, any, error) {
	name, ok := strings.CutSuffix(c.request.PathValue("branch"), "/protection")
	if !ok {
		return c.branch()
	}
	c.request.SetPathValue("branch", name)
	return c.protection()
}
