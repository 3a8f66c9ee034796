package doctor

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/inspect"
	"github.com/bylaw-dev/bylaw/internal/template"
)

const renew = `run "bylaw init --update", and propose what it changes`

func (f Facts) workflows() verdict {
	if f.Forge.Settings.Repository == "" {
		return unchecked("", "bylaw.yaml names no repository")
	}
	if f.Forge.Foreign != "" {
		return unchecked("", "the forge is not GitHub")
	}
	files := workflowsOn(f.Local.Files)
	model, err := template.Workflows(f.Forge.Settings.Branch, template.Pin{Repository: template.Action}, f.Forge.Settings.Repository)
	if err != nil {
		return unchecked("", "%s", err)
	}
	found := map[fileState][]string{}
	commits := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(model)) {
		state, text := f.fileState(files, name)
		found[state] = append(found[state], text)
		if pin := pinOf(files[name]); pin.Commit != "" {
			commits[pin.Commit] = true
		}
	}
	return f.workflowVerdict(found, slices.Sorted(maps.Keys(commits)), len(model))
}

// fileState is how a workflow file stands to its template.
type fileState int

const (
	missing fileState = iota
	unfilled
	floating
	differs
	same
)

// fileState compares one file with its template, and says what is to be said of it.
func (f Facts) fileState(files map[string][]byte, name string) (fileState, string) {
	text, there := files[name]
	if !there {
		return missing, name
	}
	if len(template.Blanks(text)) > 0 {
		return unfilled, name
	}
	pin := pinOf(text)
	if pin.Repository == "" {
		pin = template.Pin{Repository: template.Action} // it runs no action
	}
	filled, err := template.Workflows(f.Forge.Settings.Branch, pin, f.Forge.Settings.Repository)
	if err != nil {
		return floating, fmt.Sprintf("%s runs %s@%s", name, pin.Repository, pin.Commit)
	}
	if lines := differing(text, filled[name]); len(lines) > 0 {
		return differs, fmt.Sprintf("%s:%d and %s in all", name, lines[0], count(len(lines), "line"))
	}
	return same, name
}

func (f Facts) workflowVerdict(found map[fileState][]string, commits []string, all int) verdict {
	switch {
	case len(found[unfilled]) > 0:
		return wrong(renew, "not filled in: %s still name a branch or a commit that is none", listed(found[unfilled]))
	case len(found[floating]) > 0:
		return wrong(renew, "the action is not pinned to a commit, so other code can take its place: %s", some(found[floating]))
	case len(found[missing]) == all:
		return warn(`run "bylaw init", or run bylaw by hand`, "this clone has no workflows of bylaw: nothing runs by itself")
	case len(found[missing]) > 0:
		return warn(renew, "missing: %s", listed(found[missing]))
	case len(commits) > 1:
		return warn(renew, "the workflows run %d different commits of bylaw", len(commits))
	case len(found[differs]) > 0:
		return warn("compare with docs/guides/action.md; keep what is yours, or "+renew, "lines that are not in the template: %s", some(found[differs]))
	}
	return ok("%d files are as this version has them, at commit %.12s", all, strings.Join(commits, ""))
}

// quiet is how many times its own interval a schedule may be late: GitHub delays runs and drops some.
const quiet = 12 * time.Hour

func (f Facts) schedules() verdict {
	g := f.Forge
	if v, not := unseen(g.Workflows, "there are no workflows"); not {
		return v
	}
	if len(g.Runs) == 0 {
		return unchecked("", "no workflow of this clone has a schedule")
	}
	states := map[string]string{}
	for _, w := range g.Workflows.Value {
		states[path.Base(w.Path)] = w.State
	}
	var dead, late, never, unread []string
	for _, file := range slices.Sorted(maps.Keys(g.Runs)) {
		run := g.Runs[file]
		switch state := states[file]; {
		case state != "" && state != "active":
			dead = append(dead, fmt.Sprintf("%s (%s)", file, state))
		case run.State == inspect.Absent:
			never = append(never, file)
		case run.State != inspect.Seen:
			unread = append(unread, file+": "+run.Why)
		case f.Now.Sub(run.Value.At) > quiet:
			late = append(late, fmt.Sprintf("%s last ran %s", file, run.Value.At.UTC().Format("2006-01-02 15:04 UTC")))
		}
	}
	switch {
	case len(dead) > 0:
		file, _, _ := strings.Cut(dead[0], " ")
		return wrong("gh workflow enable "+file, "switched off: %s. GitHub stops schedules after 60 days without a commit", some(dead))
	case len(late) > 0:
		return warn("look at "+g.page("/actions"), "late: %s", some(late))
	case len(unread) > 0:
		return unchecked("", "%s", some(unread))
	case len(never) > 0:
		return unchecked("", "not run yet: %s. The first run comes within an hour or two of the merge of the file", listed(never))
	}
	return ok("%s ran by schedule in the last %d hours", listed(slices.Sorted(maps.Keys(g.Runs))), int(quiet.Hours()))
}

func (f Facts) actions() verdict {
	a := f.Forge.Actions
	page := f.Forge.page("/settings/actions")
	switch {
	case a.State == inspect.Hidden:
		return unchecked("run this with a token of an administrator, or look at "+page, "what workflows may run is shown to administrators alone")
	case a.State != inspect.Seen:
		v, _ := unseen(a, "the repository has no workflows")
		return v
	case !a.Value.Enabled:
		return wrong("allow them at "+page, "workflows are switched off: nothing is checked or applied")
	case a.Value.Allowed == "local_only":
		return wrong("allow actions/checkout and bylaw at "+page, "only actions of the owner may run: the workflows of bylaw fail")
	case a.Value.Allowed == "selected" && !a.Value.GitHub:
		return wrong("allow actions created by GitHub at "+page, "actions/checkout is not allowed, which every workflow of bylaw runs first")
	case a.Value.Allowed == "selected" && !slices.ContainsFunc(a.Value.Patterns, func(p string) bool {
		return strings.Contains(p, "/bylaw@") || strings.HasSuffix(p, "/bylaw") || strings.HasSuffix(p, "/*")
	}):
		return warn("add bylaw-dev/bylaw@* to the patterns at "+page, "only chosen actions may run, and bylaw is not among them by name")
	}
	return ok("workflows may run, and so may the actions that bylaw needs")
}

func (f Facts) proposing() verdict {
	a := f.Forge.Actions
	page := f.Forge.page("/settings/actions")
	switch {
	case a.State == inspect.Hidden:
		return unchecked("run this with a token of an administrator, or look at "+page, "whether workflows may open pull requests is shown to administrators alone")
	case a.State != inspect.Seen || !a.Value.Enabled:
		v, not := unseen(a, "the repository has no workflows")
		if !not {
			v = unchecked("", "workflows are switched off")
		}
		return v
	case !a.Value.Propose:
		return warn("tick \"Allow GitHub Actions to create and approve pull requests\" at "+page, "workflows may not open pull requests: proposals from issue forms fail")
	}
	return ok("workflows may open pull requests")
}

// The minutes that a private repository has each month on the plan that costs nothing.
const freeMinutes = 2000

func (f Facts) plan() verdict {
	g := f.Forge
	if v, not := unseen(g.Repository, "there is no repository"); not {
		return v
	}
	if !g.Repository.Value.Private {
		return ok("the repository is public: environments, rules and minutes of workflows cost nothing. What is in it is public too")
	}
	minutes := f.minutes()
	if g.Plan.State != inspect.Seen {
		return warn("see the plan at https://github.com/settings/billing", "the repository is private and its owner's plan is not shown to this token. On the Free plan a private repository has no environments and no protected branches, and %d minutes a month; the schedules use %s", freeMinutes, minutes)
	}
	if g.Plan.Value == "free" {
		return wrong("make the repository public, or change the plan", "a private repository on the Free plan has no environments and no protected branches: nothing keeps the server's token from other branches. It has %d minutes a month; the schedules use %s", freeMinutes, minutes)
	}
	return ok("the repository is private on the plan %s; the schedules use %s", g.Plan.Value, minutes)
}

// minutes is how long the schedules run in 30 days: GitHub counts at least one minute a run.
func (f Facts) minutes() string {
	sum := 0
	files := workflowsOn(f.Local.Files)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		for _, cron := range parseWorkflow(files[file]).crons() {
			runs, known := runsADay(cron)
			if !known {
				return "a number that was not worked out"
			}
			sum += runs
		}
	}
	return fmt.Sprintf("at least %d of them", 30*sum)
}
