package render

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// outlook is what is written about a power, and how.
type outlook struct {
	decision.Outlook
	Style
}

// Explanation writes for a terminal what governs a power and what a vote on it would take.
func Explanation(said decision.Outlook, s Style) string {
	o := outlook{said, s}
	sections := [][]string{o.power(), o.governing()}
	for _, r := range o.Provisions {
		sections = append(sections, required{r}.lines(s))
	}
	sections = append(sections, notices("denied by a policy of the community, whatever the votes:", o.Denials, s))
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// power says what was asked about, and what the catalogue says of it.
func (o outlook) power() []string {
	said := strings.TrimSpace(Outside(o.Power) + " " + Outside(o.Target))
	if details := parametersOf(skill.Name(o.Power)).said(o.Params); len(details) > 0 {
		said += ": " + strings.Join(details, ", ")
	}
	if o.Until != "" {
		said += ", until " + moment(o.Until)
	}
	if o.Skill == nil {
		return []string{o.paint(colourHeading, said), "  " + aboutSubject(o.Power)}
	}
	lines := []string{o.paint(colourHeading, said), "  " + o.Skill.Summary}
	if o.Action == "update" {
		lines = append(lines, "  There is such an entry already: this changes it, and what governs either side governs the change.")
	}
	return append(lines, "  "+ability(*o.Skill), "  "+undoing(*o.Skill))
}

func ability(k skill.Skill) string {
	switch {
	case k.Kind == skill.Manual:
		return "A person does it by hand: the server has no call for it."
	case !k.Built:
		return "It can be decided, but this version cannot yet carry it out."
	}
	return "This version can carry it out."
}

func undoing(k skill.Skill) string {
	if !k.Reversible {
		return "It cannot be undone."
	}
	said := "It can be undone"
	if k.Inverse != "" && k.Inverse != k.Name {
		said += " with " + string(k.Inverse)
	}
	if k.Until != "" {
		said += " (" + k.Until + ")"
	}
	if k.Destructive {
		said += ", but nothing brings back what it destroys"
	}
	return said + "."
}

// aboutSubject says what a subject of provisions is.
func aboutSubject(name string) string {
	said := map[string]string{
		"constitution": "A change to the text of the constitution.",
		"roster":       "A change of who may vote.",
		"policies":     "A change to the community's own policies.",
		"settings":     "A change to the settings.",
		"workflows":    "A change to the workflows that run the bot.",
		"cases":        "A change to the worked cases.",
		"mass_change":  "A change past the limits of the settings. What it changes needs its own articles as well.",
		"other":        "A change to any other governed file.",
	}
	return said[name]
}

// governing says which provisions govern, or that none does.
func (o outlook) governing() []string {
	switch {
	case len(o.Branches) > 0:
		lines := []string{o.paint(colourHeading, "what governs it depends on what you propose:")}
		var table columns
		for _, b := range o.Branches {
			table.add(condition(b.When), o.granted(b.Citations))
		}
		return append(lines, table.lines("  ")...)
	case !o.Governed:
		return []string{o.paint(colourBad, "no article grants this power: it will be refused")}
	case len(o.Provisions) == 1:
		return []string{o.paint(colourHeading, "governed by "+article(o.citations()))}
	}
	return []string{o.paint(colourHeading, "governed by "+article(o.citations())+": all of them must pass")}
}

func condition(when []string) string {
	if len(when) == 0 {
		return "in every case"
	}
	said := make([]string, len(when))
	for i, w := range when {
		said[i] = label(w)
	}
	return strings.Join(said, ", ")
}

func (o outlook) granted(citations []string) string {
	if len(citations) == 0 {
		return o.paint(colourBad, "no article: it will be refused")
	}
	return article(citations)
}

func (o outlook) citations() []string {
	var citations []string
	for _, r := range o.Provisions {
		citations = append(citations, r.Citation)
	}
	return citations
}
