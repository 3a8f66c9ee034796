package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// longest is the longest Markdown that is written, in bytes: a comment on GitHub may have 65,536 characters, and
// something else may stand around it.
const longest = 60_000

// reserved is kept for what a shortened table leaves out.
const reserved = 6_000

// PlanMarkdown writes a plan for a comment or a job summary. A plan that is too long for one is cut at whole lines, and
// says so.
func PlanMarkdown(p plan.Plan) string {
	doc := document{room: longest - reserved}
	doc.add("### " + upper(headline(p)) + "\n")
	for _, group := range bySkill(p.Changes) {
		doc.table(groupTitle(group), []string{"Target", "What", "Under", "Why"}, changeRows(group))
	}
	for n, t := range p.Tasks {
		if n == 0 {
			doc.add("#### Waits for a person, because the server has no call for it\n")
		}
		doc.add(taskSteps(t))
	}
	for _, line := range closings(p.Closed) {
		doc.add(markdown(line) + "\n")
	}
	why := []string{"Change", "Why"}
	doc.table(upper(refusedTitle), why, refusalRows(with(p.Refused, plan.Refused)))
	doc.table(upper(unsupportedTitle), why, refusalRows(with(p.Refused, plan.Unsupported)))
	doc.table(upper(unreadableTitle), why, refusalRows(p.Unreadable))
	head := []string{"Target", "Kind", "Difference"}
	doc.table(upper(conflictTitle), head, differenceRows(p.Conflicts))
	doc.table(upper(driftTitle), head, differenceRows(p.Drift))
	doc.table(upper(acceptedTitle), head, differenceRows(p.Accepted))
	for _, line := range unmanaged(p.Unmanaged) {
		doc.add(markdown(strings.TrimSpace(line)) + "\n")
	}
	for _, note := range p.Notes {
		doc.add("> " + markdown(note) + "\n")
	}
	doc.add("Plan " + code(p.Digest) + "\n")
	return doc.out.String()
}

// document is Markdown of bounded length.
type document struct {
	out  strings.Builder
	room int
}

// add writes a block where there is room for it; the reserve takes short ones.
func (d *document) add(block string) {
	if d.out.Len()+1+len(block) > longest { // a line feed comes between two blocks
		return
	}
	if d.out.Len() > 0 {
		d.out.WriteByte('\n')
	}
	d.out.WriteString(block)
}

// rows are the rows of a table, each made when it is written: of many there is room for few.
type rows struct {
	count int
	cells func(i int) []string
}

func rowsOf[T any](all []T, cells func(T) []string) rows {
	return rows{len(all), func(i int) []string { return cells(all[i]) }}
}

// table writes as many rows as there is room for, and how many it left out.
func (d *document) table(title string, head []string, all rows) {
	if all.count == 0 {
		return
	}
	if title != "" {
		d.add("#### " + markdown(title) + "\n")
	}
	block := header(head)
	written := 0
	for written < all.count {
		line := row(all.cells(written))
		if d.out.Len()+len(block)+len(line) > d.room {
			break
		}
		block += line
		written++
	}
	if left := all.count - written; left > 0 {
		block += fmt.Sprintf("\nand %d more: `bylaw plan` shows all of them.\n", left)
	}
	d.add(block)
}

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

// header is the first row of a table, and the line below it.
func header(cells []string) string { return row(cells) + strings.Repeat("| --- ", len(cells)) + "|\n" }

func changeRows(changes []plan.Change) rows {
	known := parametersOf(changes[0].Skill)
	return rowsOf(changes, func(c plan.Change) []string {
		glyph, _ := glyphOf(c.Action)
		what := known.what(c)
		if more := alsoText(c); more != "" {
			what = append(what, "also "+more)
		}
		return []string{code(glyph + " " + target(c)), markdown(strings.Join(what, ", ")), markdown(under(c)), markdown(because(c))}
	})
}

// taskSteps writes one task as a list of steps, the text to enter line by line as it is.
func taskSteps(t plan.Task) string {
	out := "**" + code(t.ID) + "** (" + markdown(governedBy(t)) + ")"
	if t.Reason != "" {
		out += " because: " + markdown(t.Reason)
	}
	what, text := steps(t)
	out += "\n\n1. Open " + code(t.URL) + "\n2. " + upper(markdown(what)) + "\n"
	if len(text) > 0 {
		out += "\n"
	}
	for _, line := range text {
		out += strings.TrimRight("   > "+code(line), " ") + "  \n"
	}
	if len(text) > 0 {
		out += "\n"
	}
	return out + "3. Save. The next `bylaw apply` closes the task when the server shows it.\n"
}

func refusalRows(all []plan.Refusal) rows {
	return rowsOf(all, func(r plan.Refusal) []string { return []string{code(r.ID), markdown(r.Why)} })
}

func differenceRows(all []plan.Difference) rows {
	known := vocabulary{}
	return rowsOf(all, func(d plan.Difference) []string {
		return []string{code(d.Target), markdown(noun(d.Resource)), markdown(strings.Join(known.differs(d), "; "))}
	})
}
