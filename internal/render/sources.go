package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// fewServers is how many servers for which nothing is proposed are named of each sort; the JSON form names all.
const fewServers = 10

// SourcesText writes what the lists of others say for a terminal.
func SourcesText(r sources.Report, s Style) string {
	sections := [][]string{{s.paint(colourHeading, sourcesHeadline(r))}, listLines(r, s)}
	for _, part := range []struct {
		title, mark string
		kind        sources.Kind
	}{
		{"to add", "+", sources.Add},
		{"to make more severe", "~", sources.Raise},
		{"to make less severe", "~", sources.Lower},
		{"to remove: no list has them any longer", "-", sources.Remove},
	} {
		sections = append(sections, changeLines(part.title, s.paint(colourCaution, part.mark), r.Of(part.kind)))
	}
	sections = append(sections,
		leftLines("left as they are, for the lists cannot be relied on or are past a ceiling", r.Held), leftLines("for a later proposal", r.Waiting),
		leftLines("below the threshold", r.Below), leftLines("not taken", r.Ignored))
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

// sourcesHeadline says in one line what a proposal would change.
func sourcesHeadline(r sources.Report) string {
	found := nonZero(
		fmt.Sprintf("%d to add", len(r.Of(sources.Add))),
		fmt.Sprintf("%d to make more severe", len(r.Of(sources.Raise))),
		fmt.Sprintf("%d to make less severe", len(r.Of(sources.Lower))),
		fmt.Sprintf("%d to remove", len(r.Of(sources.Remove))),
	)
	if len(found) == 0 {
		found = []string{"nothing to propose"}
	}
	return fmt.Sprintf("%s; %d of %s must agree", sentence(found, "and"), r.Threshold, Count(len(r.Sources), "list"))
}

// listLines writes a line for each list, and below it what is wrong with it.
func listLines(r sources.Report, s Style) []string {
	var table columns
	for _, source := range r.Sources {
		table.add(source.Name, stateOf(source, s), comes(source))
	}
	rows := table.lines("  ")
	lines := []string{"lists:"}
	for n, source := range r.Sources {
		lines = append(lines, rows[n])
		if source.Why != "" {
			lines = append(lines, "    "+Outside(source.Where)+": "+Outside(source.Why))
		}
		if source.Next != "" {
			lines = append(lines, "    next: "+Outside(source.Next))
		}
		if source.From != "" {
			lines = append(lines, "    answered by "+Outside(source.From))
		}
		lines = append(lines, refusedRows(source)...)
	}
	return lines
}

// stateOf says whether a list can be relied on.
func stateOf(source sources.Source, s Style) string {
	if source.State == sources.Complete {
		return string(source.State)
	}
	return s.paint(colourBad, string(source.State))
}

// comes says what comes of the entries of a list.
func comes(source sources.Source) string {
	if source.Entries == 0 {
		return ""
	}
	said := Count(source.Entries, "row")
	if source.LastRead > 0 {
		said += fmt.Sprintf(" (%d at the last proposal)", source.LastRead)
	}
	found := nonZero(
		fmt.Sprintf("%d new", source.New), fmt.Sprintf("%d changed", source.Changed), fmt.Sprintf("%d retracted", len(source.Retracted)),
		fmt.Sprintf("%d below the threshold", source.Below), fmt.Sprintf("%d not taken", source.Ignored),
		fmt.Sprintf("%d masked and skipped", source.Skipped),
	)
	if len(found) > 0 {
		said += ": " + strings.Join(found, ", ")
	}
	return said
}

// refusedRows names the rows of a list that are left out.
func refusedRows(source sources.Source) []string {
	refused := slices.DeleteFunc(slices.Clone(source.Refused), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	var lines []string
	for _, d := range refused[:min(len(refused), fewServers)] {
		lines = append(lines, "    left out: "+Outside(d.String()))
	}
	if more := len(refused) - fewServers; more > 0 {
		lines = append(lines, fmt.Sprintf("    and %d more rows left out", more))
	}
	return lines
}

// changeLines writes a line for each entry that a proposal would change.
func changeLines(title, mark string, changes []sources.Change) []string {
	if len(changes) == 0 {
		return nil
	}
	var table columns
	for _, c := range changes {
		measure := c.Severity
		if c.Says != "" && c.Says != c.Severity {
			measure += " (the lists say " + c.Says + ")"
		}
		table.add(mark+" "+c.Domain, measure, strings.Join(c.Lists, ", "))
	}
	return append([]string{title + ":"}, table.lines("  ")...)
}

// leftLines names servers for which nothing is proposed, and why.
func leftLines(title string, all []sources.Left) []string {
	if len(all) == 0 {
		return nil
	}
	var table columns
	for _, l := range all[:min(len(all), fewServers)] {
		table.add(l.Domain, strings.Join(l.Lists, ", "), Outside(l.Why))
	}
	lines := append([]string{fmt.Sprintf("%s (%d):", title, len(all))}, table.lines("  ")...)
	if more := len(all) - fewServers; more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more, which --json names", more))
	}
	return lines
}

// SourcesReason says for the ledger by which lists a proposal was made.
func SourcesReason(r sources.Report) string {
	var lists []string
	for _, source := range r.Sources {
		said := source.Name + " (" + Outside(source.Where) + ", "
		if source.State == sources.Complete || source.State == sources.Partial {
			said += Count(source.Entries, "row")
		} else {
			said += "not used: " + string(source.State)
		}
		lists = append(lists, said+")")
	}
	return fmt.Sprintf("What at least %d of %s agree on: %s. Entries that should not come again go under sources.ignore in federation.yaml.",
		r.Threshold, Count(len(r.Sources), "list"), strings.Join(lists, "; "))
}
