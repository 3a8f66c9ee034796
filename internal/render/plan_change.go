package render

import (
	"fmt"
	"strings"

	"golang.org/x/net/idna"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

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

// groupTitle says what the changes of one skill come to.
func groupTitle(changes []plan.Change) string {
	title := Outside(string(changes[0].Skill))
	if s, known := skill.Find(changes[0].Skill); known {
		title = s.Title + " (" + title + ")"
	}
	return title + ": " + sentence(totals(plan.Summarise(changes)), "and")
}

func changeGroup(changes []plan.Change, s Style) []string {
	known := parametersOf(changes[0].Skill)
	var table columns
	for _, c := range changes {
		glyph, colour := glyphOf(c.Action)
		said := strings.Join(known.what(c), ", ") + "  (" + under(c) + ")"
		table.add(s.paint(colour, glyph+" "+target(c)), strings.TrimLeft(said, " "))
	}
	lines := []string{s.paint(colourHeading, groupTitle(changes))}
	for i, line := range table.lines("  ") {
		lines = append(lines, line)
		if why := because(changes[i]); why != "" {
			lines = append(lines, "      because: "+why)
		}
		if more := alsoText(changes[i]); more != "" {
			lines = append(lines, "      also: "+more)
		}
	}
	return lines
}

func glyphOf(a plan.Action) (glyph, colour string) {
	switch a {
	case plan.Create:
		return "+", colourGood
	case plan.Remove:
		return "-", colourBad
	case plan.Update:
		return "~", colourCaution
	case plan.Do:
		return "!", colourCaution
	}
	return "?", ""
}

// target names what a change is about; the constitution is not from outside.
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

// what says what a change does to its target, and how the target reads where it is written in punycode.
func (p parameters) what(c plan.Change) []string { return append(letters(c.Target), p.does(c)...) }

// letters gives the letters that a name in punycode stands for: people know the one form, and the server the other.
func letters(target string) []string {
	user, domain := "", target
	if at := strings.LastIndex(target, "@"); at >= 0 {
		user, domain = target[:at+1], target[at+1:]
	}
	shown, err := idna.ToUnicode(domain)
	if err != nil || shown == domain {
		return nil
	}
	return []string{"reads " + Outside(user+shown)}
}

func (p parameters) does(c plan.Change) []string {
	switch {
	case c.RequotesOnly():
		return []string{fmt.Sprintf("quotes by: %s → %s", Outside(fmt.Sprint(c.Before[plan.Quotes])), Outside(fmt.Sprint(c.After[plan.Quotes])))}
	case c.Skill == plan.PublishSkill:
		return []string{"text " + versions(c)}
	case c.Action == plan.Remove:
		was := p.said(c.Before)
		if len(was) > 0 {
			was[0] = "was " + was[0]
		}
		return was
	case c.Action == plan.Update:
		return p.moved(c.Before, c.After)
	}
	return p.said(c.After)
}

// versions names the published texts by their digests.
func versions(c plan.Change) string {
	after := digest(fmt.Sprint(c.After["digest"]))
	if before, ok := c.Before["digest"].(string); ok {
		return digest(before) + " → " + after
	}
	return after
}

// apart from says what else a change does, and how long it can be undone.
func alsoText(c plan.Change) string {
	said := make([]string, len(c.Also))
	for i, text := range c.Also {
		said[i] = Outside(text)
	}
	return strings.Join(said, "; ")
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
