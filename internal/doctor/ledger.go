package doctor

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

func ledgerChecks() []Check {
	return []Check{
		{inspect.OfLedger, "bootstrap", "whether the community was bootstrapped", "`bylaw bootstrap`, once.", Facts.begun},
		{inspect.OfLedger, "pushed", "whether the ledger lies on the forge, and whether this clone has all of it", "`git fetch`, or `git push origin bylaw-ledger bylaw-people`.", Facts.pushed},
		{inspect.OfLedger, "anchors", "whether the heads of the ledger that are recorded elsewhere are in it", "Push the branches back from a clone that has them.", Facts.anchors},
		{inspect.OfLedger, "protection", "whether the branch bylaw-ledger can be force-pushed or deleted", "Settings, Rules, Rulesets of the repository: deletion and force pushes, and nothing else.", Facts.ledgerProtection},
	}
}

func (f Facts) begun() verdict {
	if f.Ledger.Broken != "" {
		return wrong("run \"bylaw verify\"", "the ledger does not verify: %s", f.Ledger.Broken)
	}
	switch c := f.Ledger.Copies; c.State {
	case inspect.Seen:
		return ok("the ledger has %s", count(c.Value.Entries, "entry"))
	case inspect.Absent:
		return wrong(`run "bylaw bootstrap"`, "the ledger has not begun: nothing is in force, and nothing can be decided")
	default:
		return unchecked("", "%s", c.Why)
	}
}

func (f Facts) pushed() verdict {
	if v, not := unseen(f.Ledger.Copies, "the ledger has not begun"); not {
		return v
	}
	c := f.Ledger.Copies.Value
	switch {
	case !c.Remote:
		return unchecked("set GITHUB_TOKEN", "the ledger of this clone was not compared with that of the forge")
	case c.Differs > 0:
		return wrong("find out which is right with \"bylaw verify\" and the anchors", "the ledger of this clone and that of the forge differ from entry %d on: one of the two was rewritten", c.Differs)
	case c.Ahead > 0 && c.Ahead == c.Entries:
		return wrong("git push origin bylaw-ledger bylaw-people", "the forge has no ledger, and this clone has %s", count(c.Ahead, "entry"))
	case c.Ahead > 0:
		return wrong("git push origin bylaw-ledger bylaw-people", "the forge does not have the last %s of this clone", count(c.Ahead, "entry"))
	case c.Behind > 0 && c.Behind < c.Entries:
		return warn("git fetch origin bylaw-ledger:bylaw-ledger", "this clone does not have the last %s", count(c.Behind, "entry"))
	}
	return ok("the forge has all of it")
}

func (f Facts) anchors() verdict {
	if v, not := unseen(f.Ledger.Copies, "the ledger has not begun"); not {
		return v
	}
	l := f.Ledger
	if v, not := unseen(l.Anchors, "none is recorded"); not {
		return v
	}
	missing := l.Chain.WithoutAnchors(l.Anchors.Value)
	slices.SortStableFunc(missing, func(a, b ledger.Anchor) int { return cmp.Compare(weight(b), weight(a)) })
	if len(missing) > 0 {
		a := missing[0]
		text := fmt.Sprintf("the ledger does not contain its earlier head %.12s, which is recorded in %s", a.Head, a.Place)
		if a.Binding {
			return wrong("push the branches bylaw-ledger and bylaw-people back from a clone that has that entry", "%s: it was cut short or rewritten", text)
		}
		return warn("compare with other clones by \"bylaw verify\"", "%s: anyone who can write can have set that", text)
	}
	switch {
	case len(l.Anchors.Value) == 0 && l.Anchor != "":
		return unchecked("", "%s", l.Anchor)
	case len(l.Anchors.Value) == 0:
		return unchecked("", "no head is recorded elsewhere yet: the first \"bylaw apply\" records one")
	}
	return ok("the ledger agrees with %s outside of it", count(len(l.Anchors.Value), "record"))
}

// weight puts what no one but bylaw can have recorded first.
func weight(a ledger.Anchor) int {
	if a.Binding {
		return 1
	}
	return 0
}

func (f Facts) ledgerProtection() verdict {
	g := f.Forge
	if g.LedgerRules.State != inspect.Seen && g.LedgerProtection.State != inspect.Seen {
		v, _ := unseen(g.LedgerRules, "there are no rules")
		return v
	}
	r, known := joined(g.LedgerRules, g.LedgerProtection)
	page := g.page("/settings/rules")
	if r.PullRequest || len(r.Checks) > 0 || r.Signatures {
		return wrong("let the ruleset of "+LedgerBranch+" have deletion and force pushes alone, at "+page, "rules for pull requests, statuses or signatures hold for %s: bylaw cannot append to it", LedgerBranch)
	}
	if r.NoForcePush && r.NoDeletion {
		return ok("%s can be neither force-pushed nor deleted", LedgerBranch)
	}
	if !known {
		return unchecked("run this with a token of an administrator, or look at "+page, "no ruleset says so, and branch protection is shown to administrators alone")
	}
	return warn("add a ruleset for "+LedgerBranch+" that forbids deletion and force pushes, at "+page, "%s can be deleted or force-pushed by anyone who can write: the anchors would show it, and the entries would be gone", LedgerBranch)
}
