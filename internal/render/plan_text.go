package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// fewNames is how many unmanaged things are named in text; the JSON form names all.
const fewNames = 10

// PlanText writes a plan for a terminal: what will be done and under which article, then what will not.
func PlanText(p plan.Plan, s Style) string {
	sections := [][]string{{s.paint(bold, headline(p))}}
	for _, group := range bySkill(p.Changes) {
		sections = append(sections, changeGroup(group, s))
	}
	sections = append(sections,
		tasks(p.Tasks), refused(p.Refused, s),
		differences("in conflict: nobody has enacted these yet, and the server says otherwise", p.Conflicts, s),
		differences("drift: changed on the server by no proposal, and left alone", p.Drift, s),
		unmanaged(p.Unmanaged), notes(p.Notes), []string{"plan " + Outside(p.Digest)},
	)
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// headline says in one sentence what a plan comes to.
func headline(p plan.Plan) string {
	stuck := nonZero(Count(len(p.Conflicts), "conflict"), fmt.Sprintf("%d refused", len(p.Refused)))
	switch {
	case len(p.Changes)+len(p.Tasks) > 0:
		said := "plan: " + sentence(totals(p.Summary), "and")
		if p.Requests > 0 {
			said += ", in " + Count(p.Requests, "request") + " to the server"
		}
		return said
	case len(stuck) > 0:
		return "nothing can be done: " + sentence(stuck, "and")
	case len(p.Drift) > 0:
		return "no changes: " + Count(len(p.Drift), "difference") + " from the repository left alone"
	}
	return "no changes: the server is as the repository says"
}

func totals(s plan.Summary) []string {
	return nonZero(
		fmt.Sprintf("%d to create", s.Create), fmt.Sprintf("%d to update", s.Update), fmt.Sprintf("%d to remove", s.Remove),
		fmt.Sprintf("%d to do once", s.Act), Count(s.Tasks, "task")+" for a person",
	)
}

// nonZero keeps the counts that count something.
func nonZero(counts ...string) []string {
	var kept []string
	for _, c := range counts {
		if !strings.HasPrefix(c, "0 ") {
			kept = append(kept, c)
		}
	}
	return kept
}

// bySkill groups changes, skills in the order of the plan.
func bySkill(changes []plan.Change) [][]plan.Change {
	var groups [][]plan.Change
	at := map[skill.Name]int{}
	for _, c := range changes {
		i, seen := at[c.Skill]
		if !seen {
			i = len(groups)
			at[c.Skill] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

func changeGroup(changes []plan.Change, s Style) []string {
	var table columns
	for _, c := range changes {
		glyph, colour := glyphOf(c.Action)
		table.add(under(c), s.paint(colour, glyph+" "+string(c.Action)), target(c), strings.Join(what(c), ", "))
	}
	lines := []string{s.paint(bold, fmt.Sprintf("%s: %s", Outside(string(changes[0].Skill)), sentence(totals(plan.Summarise(changes)), "and")))}
	for i, line := range table.lines("  ") {
		lines = append(lines, line)
		if why := because(changes[i]); why != "" {
			lines = append(lines, "      because: "+why)
		}
	}
	return lines
}

func glyphOf(a plan.Action) (glyph, colour string) {
	switch a {
	case plan.Create:
		return "+", green
	case plan.Remove:
		return "-", red
	case plan.Update:
		return "~", yellow
	case plan.Do:
		return "!", yellow
	}
	return "?", ""
}

// target leaves the target of the constitution out: its skill says it all.
func target(c plan.Change) string {
	if c.Skill == plan.PublishSkill {
		return "constitution"
	}
	return Outside(c.Target)
}

// under says by what authority a change is made.
func under(c plan.Change) string {
	switch {
	case len(c.Provisions) > 0:
		return article(c.Provisions)
	case c.Origin == plan.Sunset:
		return "by its own date"
	}
	return "no article yet"
}

// what says what a change does to its target.
func what(c plan.Change) []string {
	switch {
	case c.Skill == plan.PublishSkill:
		return []string{"publish " + digest(fmt.Sprint(c.After["digest"]))}
	case c.Action == plan.Remove:
		was := params(c.Before)
		if len(was) > 0 {
			was[0] = "was " + was[0]
		}
		return was
	case c.Action == plan.Update:
		return moved(c.Before, c.After, " → ")
	}
	return params(c.After)
}

func because(c plan.Change) string {
	var why []string
	if c.Reason != "" {
		why = append(why, Outside(c.Reason))
	}
	if c.Until != "" && c.Action != plan.Remove {
		why = append(why, "until "+moment(c.Until))
	}
	if c.Proposal > 0 {
		why = append(why, fmt.Sprintf("proposal #%d", c.Proposal))
	}
	switch c.Origin {
	case plan.Adopted:
		why = append(why, "adopted over what the server had")
	case plan.Repair:
		why = append(why, "repairs drift")
	case plan.Decided, plan.Sunset:
	}
	return strings.Join(why, "; ")
}
