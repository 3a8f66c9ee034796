package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// changes says in plain words what the proposal would do.
func (p Page) changes() string {
	lines := make([]string, 0, len(p.Facts.Changes))
	for _, c := range oneOfEach(p.Facts.Changes) {
		lines = append(lines, "- "+p.change(c)+"\n")
	}
	if len(lines) == 0 && p.Decision.Editorial {
		return "### What would change\n\nNothing in meaning: wording, order or layout only.\n"
	}
	return listed("### What would change\n\n", lines)
}

// oneOfEach moves the first change of each sort to the front where not all of them will be listed, so that no one can hide
// a workflow or a block behind a dozen amendments.
func oneOfEach(changes []facts.Change) []facts.Change {
	if len(changes) <= fewItems {
		return changes
	}
	sortOf := func(c facts.Change) string {
		return strings.Join([]string{string(c.Kind), string(c.Skill), c.Subject}, " ")
	}
	seen := map[string]bool{}
	var first, rest []facts.Change
	for _, c := range changes {
		if seen[sortOf(c)] {
			rest = append(rest, c)
		} else {
			first = append(first, c)
		}
		seen[sortOf(c)] = true
	}
	return append(first, rest...)
}

func (p Page) change(c facts.Change) string {
	switch c.Kind {
	case facts.Article:
		return p.articleChange(c) + revertNote(c)
	case facts.File:
		return verbOf(c.Action) + " the file " + code(shortened(c.Path, longItem)) + fileNote(c)
	case facts.Entry:
	}
	return entryChange(c)
}

// articleChange names an article by its number, and by its title where the present constitution has it.
func (p Page) articleChange(c facts.Change) string {
	said := verbOf(c.Action) + " article " + item(c.Article)
	for _, article := range p.Constitution.Articles {
		if article.Citation == c.Article && article.Title != "" {
			return said + " (" + item(article.Title) + ") of the constitution"
		}
	}
	return said + " of the constitution"
}

func verbOf(action string) string {
	switch action {
	case "create":
		return "Add"
	case "remove":
		return "Remove"
	}
	return "Amend"
}

func fileNote(c facts.Change) string {
	switch c.Subject {
	case facts.AboutRoster:
		return ": who may vote"
	case facts.AboutSettings:
		return ": bylaw's own settings"
	case facts.AboutPolicies:
		return ": the community's own policies"
	case facts.AboutWorkflows:
		return ": what runs on GitHub with the community's rights"
	case facts.AboutCases:
		return ": worked decisions"
	}
	return ""
}

// entryChange says what one skill does to one target, in the words of a plan.
func entryChange(c facts.Change) string {
	same := plan.Change{Action: plan.Action(c.Action), Skill: c.Skill, Target: c.Target, Before: c.Before, After: c.After}
	summary := string(c.Skill)
	if s, known := skill.Find(c.Skill); known {
		summary = s.Title
	}
	said := "**" + item(summary) + "**: "
	switch {
	case c.IsOneOff() && c.Action == "remove":
		said = "Withdraw, unless it is done: " + said
	case c.IsOneOff():
		said = "Once: " + said
	}
	said += code(shortened(c.Target, longItem))
	if what := strings.Join(parametersOf(c.Skill).what(same), ", "); what != "" {
		said += " – " + item(what)
	}
	if c.After[plan.Renew] != nil && c.After[plan.Renew] != c.Before[plan.Renew] {
		said += "; **what was changed by hand on the server is put back**"
	}
	if c.Until != "" && c.Action != "remove" {
		said += ", until " + item(moment(c.Until))
	}
	if c.Reason != "" {
		said += ". Why: " + item(c.Reason)
	}
	return said + revertNote(c)
}

// revertNote says which enacted decision a change reverts, and what does not come back with it.
func revertNote(c facts.Change) string {
	if c.Reverses == nil {
		return ""
	}
	said := fmt.Sprintf(". **Reverts** what proposal #%d decided, in force since %s", c.Reverses.Proposal, item(moment(c.Reverses.EnactedAt.String())))
	if lost := skill.Lost(c.Skill, c.Before); lost != "" {
		said += "; " + lost
	}
	return said
}
