package doctor

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

func forgeChecks() []Check {
	const (
		rules = "Settings, Rules, Rulesets of the repository. See docs/guides/action.md."
		runs  = "Settings, Actions, General of the repository."
	)
	return []Check{
		{inspect.OfForge, "token", "whether GITHUB_TOKEN works, whose it is, and whether it may write", "Make a token with the permissions of docs/guides/action.md.", Facts.forgeToken},
		{inspect.OfForge, "branch", "whether the protected branch is the default branch, whose workflows alone are trusted", "Settings, General of the repository, or forge.branch.", Facts.defaultBranch},
		{inspect.OfForge, "reviews", "whether the protected branch takes pull requests alone, without rules that compete with the vote", rules, Facts.reviews},
		{inspect.OfForge, "history", "whether the protected branch can be force-pushed or deleted", rules, Facts.history},
		{inspect.OfForge, "bypass", "who can go past the rules of the protected branch", rules, Facts.bypass},
		{inspect.OfForge, "required status", "whether the status bylaw is required, and from which App", rules + " GitHub offers the status for 7 days after it was set once: bootstrap and check first.", Facts.requiredStatus},
		{inspect.OfForge, "creator", "which account's statuses open votes", "Set forge.creator in governance/bylaw.yaml by a proposal.", Facts.creator},
		{inspect.OfForge, "environment", "whether the environment with the server's token is for the protected branch alone", "Settings, Environments of the repository.", Facts.environment},
		{inspect.OfForge, "workflows", "whether the workflow files are those of this version of bylaw, filled in, with one pinned commit", "`bylaw init --update` renews them.", Facts.workflows},
		{inspect.OfForge, "schedules", "whether the schedules of the workflows are alive", "The page Actions of the repository, or `gh workflow enable FILE`.", Facts.schedules},
		{inspect.OfForge, "actions", "whether the repository lets the workflows and their actions run", runs, Facts.actions},
		{inspect.OfForge, "proposals", "whether workflows may open pull requests, which proposals from forms need", runs, Facts.proposing},
		{inspect.OfForge, "plan", "whether the plan of the owner has what bylaw needs, and how many minutes the schedules use", "Make the repository public, or change the plan or the schedules.", Facts.plan},
		{inspect.OfForge, "rate limit", "how many requests GitHub takes, and how many are left", "Nothing to mend: bylaw waits for the limit.", Facts.forgeLimit},
	}
}

// page is the address of one of the repository's pages.
func (g Forge) page(path string) string { return g.Web + path }

func (f Facts) forgeToken() verdict {
	g := f.Forge
	r := g.Repository
	switch {
	case g.Settings.Repository == "":
		return unchecked("", "bylaw.yaml names no repository")
	case r.State == inspect.Absent:
		return wrong("check forge.repository, and whether the token may see the repository", "there is no repository %s for this token", g.Settings.Repository)
	case r.State == inspect.Hidden:
		return wrong("give the token the permissions of docs/guides/action.md", "the token may not read %s", g.Settings.Repository)
	case r.State != inspect.Seen:
		return unchecked("set GITHUB_TOKEN; \"gh auth token\" prints one", "%s", r.Why)
	case g.Foreign != "":
		return warn("see docs/reference/servers.md", "%s: bylaw reads %s there, and writes nothing", g.Foreign, r.Value.Name)
	}
	whose := "it belongs to " + g.Self.Value.Login
	if g.Self.State == inspect.Hidden {
		whose = "it is one of a workflow or an App"
	}
	may := "read"
	if r.Value.Push {
		may = "write"
	}
	if r.Value.Admin {
		may = "administrate"
	}
	text := fmt.Sprintf("%s, and may %s %s", whose, may, r.Value.Name)
	if r.Value.Scopes != "" {
		text += " (scopes " + r.Value.Scopes + ")"
	}
	if !r.Value.Push && !g.InWorkflow {
		return warn("give the token the permission contents: write, if you want to bootstrap or propose with it", "%s: it cannot bootstrap or propose", text)
	}
	return ok("%s", text)
}

func (f Facts) defaultBranch() verdict {
	if v, not := unseen(f.Forge.Repository, "there is no repository"); not {
		return v
	}
	protected, standard := f.Forge.Settings.Branch, f.Forge.Repository.Value.Default
	if protected != standard {
		return wrong("make it the default branch at "+f.Forge.page("/settings"), "forge.branch is %s, and the default branch is %s: workflows would run from another branch than votes protect", protected, standard)
	}
	if name := f.Forge.Repository.Value.Name; !strings.EqualFold(name, f.Forge.Settings.Repository) {
		return warn("propose forge.repository: "+name, "the repository is called %s now, and bylaw.yaml says %s", name, f.Forge.Settings.Repository)
	}
	return ok("%s is protected, and is the default branch", protected)
}

func (f Facts) creator() verdict {
	g := f.Forge
	const set = "propose forge: {creator: ID} in governance/bylaw.yaml, the id of the App's bot or of github-actions[bot], 41898282"
	switch {
	case g.Settings.Repository == "":
		return unchecked("", "bylaw.yaml names no repository")
	case !g.Named:
		return warn(set, "neither forge.creator nor BYLAW_CREATOR is set: which statuses open votes depends on the token at hand")
	case g.InWorkflow && g.Self.State == inspect.Hidden && g.Creator != facts.SharedBot:
		return unchecked("", "votes open by statuses of account %d; GitHub does not show which account the token of this job acts as", g.Creator)
	case g.InWorkflow && g.Self.State == inspect.Seen && g.Self.Value.ID != g.Creator:
		return wrong(set, "votes open by statuses of account %d, and this job acts as %s, account %d: its votes would never open", g.Creator, g.Self.Value.Login, g.Self.Value.ID)
	case g.Creator == facts.SharedBot:
		return warn("run the workflows with an App of your own (docs/guides/action.md)", "votes open by statuses of github-actions[bot], which a workflow on any branch can set: bylaw takes such a status for a hint and checks the time by the activity log")
	}
	return ok("votes open by statuses of account %d", g.Creator)
}

func (f Facts) forgeLimit() verdict {
	if v, not := unseen(f.Forge.Repository, "there is no repository"); not {
		return v
	}
	return limit(f.Forge.Exchange, "the forge")
}

func (f Facts) environment() verdict {
	g := f.Forge
	page := g.page("/settings/environments")
	e := g.Environment
	switch {
	case e.State == inspect.Absent:
		return wrong(fmt.Sprintf("make it at %s, for the branch %s alone, and put MASTODON_ACCESS_TOKEN there", page, g.Settings.Branch), "there is no environment %q: the workflow finds no token for the server", g.EnvironmentName)
	case e.State != inspect.Seen:
		return unchecked("", "%s", e.Why)
	case e.Value.All:
		return wrong(fmt.Sprintf("choose \"Selected branches\" and %s at %s", g.Settings.Branch, page), "every branch may use the environment %q: the person who can push a branch can read the server's token", g.EnvironmentName)
	case e.Value.Protected:
		return g.protectedBranches(page)
	case len(e.Value.Branches) == 0:
		return wrong("add "+g.Settings.Branch+" at "+page, "no branch may use the environment %q: nothing is applied", g.EnvironmentName)
	}
	others := []string{}
	allowed := false
	for _, each := range e.Value.Branches {
		if each == g.Settings.Branch {
			allowed = true
			continue
		}
		others = append(others, each)
	}
	switch {
	case len(others) > 0:
		return wrong("take the others away at "+page, "the environment %q is open to other branches as well: %s", g.EnvironmentName, listed(others))
	case !allowed:
		return wrong("add "+g.Settings.Branch+" at "+page, "the environment %q is not open to %s", g.EnvironmentName, g.Settings.Branch)
	}
	return ok("%q is for %s alone", g.EnvironmentName, g.Settings.Branch)
}

// protectedBranches judges an environment for protected branches only: without any, GitHub lets all of them in.
func (g Forge) protectedBranches(page string) verdict {
	fix := fmt.Sprintf("choose \"Selected branches\" and %s at %s", g.Settings.Branch, page)
	if g.Protection.State == inspect.Seen {
		return warn(fix, "the environment %q is for all protected branches, not for %s alone", g.EnvironmentName, g.Settings.Branch)
	}
	return wrong(fix, "the environment %q is for branches with branch protection; where there are none, GitHub lets every branch use it", g.EnvironmentName)
}
