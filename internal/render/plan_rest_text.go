package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// tasks writes each task as steps that a person can follow.
func tasks(all []plan.Task, s Style) []string {
	if len(all) == 0 {
		return nil
	}
	lines := []string{s.paint(colourHeading, "waits for a person, because the server has no call for it:")}
	for _, t := range all {
		lines = append(lines, "  "+s.paint(colourCaution, "* "+Outside(t.ID))+"  ("+governedBy(t)+")")
		if t.Reason != "" {
			lines = append(lines, "      because: "+Outside(t.Reason))
		}
		what, text := steps(t)
		lines = append(lines, "      1. open "+Outside(t.URL), "      2. "+Outside(what))
		for _, line := range text {
			lines = append(lines, strings.TrimRight("         | "+Outside(line), " "))
		}
		lines = append(lines, "      3. save; the next \"bylaw apply\" closes the task when the server shows it")
	}
	return lines
}

// steps gives what to do, and the lines to enter where there are any.
func steps(t plan.Task) (what string, text []string) {
	if t.What == "" {
		return t.Text, nil
	}
	return t.What + ":", strings.Split(t.Text, "\n")
}

func governedBy(t plan.Task) string {
	return under(plan.Change{Provisions: t.Provisions, Origin: t.Origin})
}

// closings says which tasks no longer wait for a person.
func closings(all []plan.Closing) []string {
	var lines []string
	for _, c := range all {
		said := "is done: the server shows it"
		if c.State == plan.Withdrawn {
			said = "is withdrawn: the repository no longer asks for it"
		}
		lines = append(lines, "task "+Outside(c.ID)+" "+said)
	}
	return lines
}

func refused(title string, all []plan.Refusal, s Style) []string {
	if len(all) == 0 {
		return nil
	}
	var table columns
	for _, r := range all {
		table.add(s.paint(colourBad, "x")+" "+Outside(r.ID), Outside(r.Why))
	}
	return append([]string{title + ":"}, table.lines("  ")...)
}

func differences(title string, all []plan.Difference, s Style) []string {
	if len(all) == 0 {
		return nil
	}
	var table columns
	known := vocabulary{}
	for _, d := range all {
		table.add(s.paint(colourCaution, "!")+" "+Outside(d.Target), noun(d.Resource), strings.Join(known.differs(d), "; "))
	}
	return append([]string{title + ":"}, table.lines("  ")...)
}

// vocabulary is what the catalogue knows of the parameters of resources, each looked up once.
type vocabulary map[string]parameters

// differs says how the server differs from the repository, and until when that is accepted.
func (v vocabulary) differs(d plan.Difference) []string {
	if d.Until != "" {
		return append(v.apart(d), Outside(d.Why)+", until "+moment(d.Until))
	}
	if d.Live == nil {
		return []string{Outside(d.Why)}
	}
	return v.apart(d)
}

// apart says how the parameters of an entry differ.
func (v vocabulary) apart(d plan.Difference) []string {
	if d.Live == nil {
		return []string{"removed on the server"}
	}
	return v.of(d.Resource).apart(d.Desired, d.Live)
}

func (v vocabulary) of(resource string) parameters {
	known, ok := v[resource]
	if !ok {
		r, _ := skill.FindResource(resource)
		known = parametersOf(r.Put)
		v[resource] = known
	}
	return known
}

// noun is what people call an entry of a resource.
func noun(resource string) string {
	if r, known := skill.FindResource(resource); known {
		return r.Noun
	}
	return label(resource)
}

// unmanaged names the first few things that are not declared, resource by resource.
func unmanaged(all []plan.Difference) []string {
	var lines []string
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end].Resource == all[start].Resource {
			end++
		}
		lines = append(lines, "  "+few(all[start:end]))
		start = end
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{"unmanaged (on the server, not in the repository; left unchanged):"}, lines...)
}

func few(all []plan.Difference) string {
	names := make([]string, 0, fewNames)
	for _, d := range all[:min(len(all), fewNames)] {
		names = append(names, Outside(d.Target))
	}
	said := fmt.Sprintf("%s: %s", Count(len(all), noun(all[0].Resource)), strings.Join(names, ", "))
	if left := len(all) - fewNames; left > 0 {
		said += fmt.Sprintf(" and %d more (--json names all)", left)
	}
	return said
}

func notes(all []string) []string {
	lines := make([]string, len(all))
	for i, note := range all {
		lines[i] = "note: " + Outside(note)
	}
	return lines
}
