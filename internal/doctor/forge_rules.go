package doctor

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/inspect"
)

// StatusContext is the name of bylaw's status on proposals.
const StatusContext = "bylaw"

// actionsApp is the App that all workflows of GitHub act as.
const actionsApp = 15368

// joined is what rulesets and branch protection say together. Known is false where one of them was not seen: what is missing
// then may be in the other.
func joined(rules, protection inspect.Part[inspect.Rules]) (all inspect.Rules, known bool) {
	known = rules.State == inspect.Seen && (protection.State == inspect.Seen || protection.State == inspect.Absent)
	a, b := rules.Value, protection.Value
	return inspect.Rules{
		PullRequest: a.PullRequest || b.PullRequest, Approvals: max(a.Approvals, b.Approvals),
		DismissStale: a.DismissStale || b.DismissStale, Reviewers: a.Reviewers || b.Reviewers, Queue: a.Queue || b.Queue,
		Checks:      append(append([]inspect.Check{}, a.Checks...), b.Checks...),
		NoForcePush: a.NoForcePush || b.NoForcePush, NoDeletion: a.NoDeletion || b.NoDeletion, Signatures: a.Signatures || b.Signatures,
		Bypass: append(append([]inspect.Bypass{}, a.Bypass...), b.Bypass...), BypassHidden: a.BypassHidden || b.BypassHidden,
	}, known
}

// branchRules are those of the protected branch; not says why there is no verdict on them.
func (f Facts) branchRules() (rules inspect.Rules, known bool, not *verdict) {
	g := f.Forge
	if g.Rules.State != inspect.Seen && g.Protection.State != inspect.Seen {
		v, _ := unseen(g.Rules, "there are no rules")
		return rules, false, &v
	}
	rules, known = joined(g.Rules, g.Protection)
	return rules, known, nil
}

// perhaps is the verdict on a rule that was not found: wrong only where all rules were seen.
func (f Facts) perhaps(known bool, missing string) verdict {
	page := f.Forge.page("/settings/rules")
	if known {
		return wrong("add the rule to a ruleset for "+f.Forge.Settings.Branch+" at "+page, "%s", missing)
	}
	return unchecked("run this with a token of an administrator, or look at "+page, "no ruleset says so, and branch protection is shown to administrators alone")
}

func (f Facts) reviews() verdict {
	r, known, not := f.branchRules()
	if not != nil {
		return *not
	}
	page := f.Forge.page("/settings/rules")
	if r.Queue {
		return wrong("switch the merge queue off at "+page, "a merge queue is required, which makes commits that no one voted on")
	}
	if !r.PullRequest {
		return f.perhaps(known, f.Forge.Settings.Branch+" can be pushed to without a pull request: such a commit is never applied, and stops apply until a vote restores the branch")
	}
	var competing []string
	if r.Approvals > 0 {
		competing = append(competing, fmt.Sprintf("%s is required, although the constitution counts the votes", count(r.Approvals, "approval")))
	}
	if r.DismissStale {
		competing = append(competing, "a push dismisses approvals, so that votes are lost that bylaw would tell apart by content")
	}
	if r.Reviewers {
		competing = append(competing, "code owners or someone else than the last pusher must approve")
	}
	if r.Signatures {
		competing = append(competing, "commits must be signed, and those that members push from forms are not")
	}
	if len(competing) > 0 {
		return warn("set 0 approvals and switch the rest off at "+page, "rules compete with the vote: %s", strings.Join(competing, "; "))
	}
	return ok("%s takes pull requests alone, and the vote alone decides on them", f.Forge.Settings.Branch)
}

func (f Facts) history() verdict {
	r, known, not := f.branchRules()
	switch {
	case not != nil:
		return *not
	case r.NoForcePush && r.NoDeletion:
		return ok("%s can be neither force-pushed nor deleted", f.Forge.Settings.Branch)
	case r.NoForcePush:
		return f.perhaps(known, f.Forge.Settings.Branch+" can be deleted")
	}
	return f.perhaps(known, f.Forge.Settings.Branch+" can be force-pushed: what was decided could be taken back unseen")
}

func (f Facts) bypass() verdict {
	r, known, not := f.branchRules()
	if not != nil {
		return *not
	}
	page := f.Forge.page("/settings/rules")
	var who []string
	for _, b := range r.Bypass {
		text := b.Who
		if b.Rule != "" {
			text += " (ruleset " + b.Rule + ")"
		}
		who = append(who, text)
	}
	switch {
	case len(who) > 0:
		return warn("empty the bypass list at "+page, "the rules of %s do not hold for %s: apply refuses what they merge without a vote, and can stop until it is restored", f.Forge.Settings.Branch, some(who))
	case r.BypassHidden || !known:
		return unchecked("run this with a token of an administrator, or look at "+page, "who can go past the rules is shown to administrators alone")
	}
	return ok("no one can go past the rules")
}

func (f Facts) requiredStatus() verdict {
	r, known, not := f.branchRules()
	if not != nil {
		return *not
	}
	check, required := r.Requires(StatusContext)
	page := f.Forge.page("/settings/rules")
	switch {
	case !required && len(f.Ledger.Chain.Entries) == 0:
		return unchecked("run \"bylaw bootstrap\" and \"bylaw check --all\" first", "GitHub lets a status be required that was set in the last 7 days, which is after the ledger has begun")
	case !required:
		return f.perhaps(known, "the status "+StatusContext+" is not required: a proposal can be merged before it has passed. GitHub offers the status for 7 days after a check has set it")
	case check.App == 0:
		return warn("choose the App as its source at "+page, "the status %s is required, from anyone who can write", StatusContext)
	case check.App == actionsApp && f.Forge.Creator != facts.SharedBot:
		return wrong("choose the App that sets it as its source at "+page, "the status %s is required from GitHub Actions, and account %d sets it: nothing can be merged", StatusContext, f.Forge.Creator)
	}
	return ok("%s is required, from App %d", StatusContext, check.App)
}
