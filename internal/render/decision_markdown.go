package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// DecisionMarkdown writes a decision for a comment or a job summary. With suppositions it is marked as no decision; colours
// have no meaning here.
func DecisionMarkdown(d decision.Decision, s Style) string {
	doc := document{room: longest - reserved}
	if len(s.Suppose) > 0 {
		doc.add("> **" + markdown(whatIf(s.Suppose)) + "**\n")
	}
	doc.add("### " + outcomeMark(d.Outcome) + " " + markdown(verdict(d)) + "\n")
	for _, line := range dates(d, s.Now) {
		doc.add(markdown(strings.ToUpper(line[:1])+line[1:]) + ".\n")
	}
	if !d.OpenedAt.IsZero() {
		for _, r := range d.Rulings {
			doc.add(rulingMarkdown(r, doubtful(d.Ballots)))
		}
	}
	doc.noticeList("Denied", d.Denials)
	doc.noticeList("Warnings", d.Warnings)
	if d.OpenedAt.IsZero() {
		return doc.out.String()
	}
	counted, not := ballots(d.Ballots)
	doc.table("Ballots that count", []string{"Seat", "Vote", "Note"}, ballotRows(counted))
	doc.table("Ballots that do not count", []string{"Who", "Vote", "Why"}, ballotRows(not))
	return doc.out.String()
}

func outcomeMark(o decision.Outcome) string {
	switch o {
	case decision.Passed:
		return "✅"
	case decision.Open:
		return "⏳"
	case decision.Failed, decision.Vetoed:
		return "❌"
	}
	return "❔"
}

func rulingMarkdown(r decision.Ruling, unknown int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "#### Article %s: %s\n\n%s\n", markdown(r.Citation), markdown(string(r.Outcome)), markdown(tallyText(r.Tally, unknown)))
	said := remark(r)
	if len(r.Tests)+len(r.Needed)+len(said) > 0 {
		out.WriteByte('\n')
	}
	for _, t := range r.Tests {
		fmt.Fprintf(&out, "- %s: %s\n", holds(t, Style{}), markdown(t.Text))
	}
	for _, n := range r.Needed {
		fmt.Fprintf(&out, "- **needed**: %s\n", markdown(n))
	}
	if said != "" {
		fmt.Fprintf(&out, "- %s\n", markdown(said))
	}
	return out.String()
}

// tallyText writes the votes in one line.
func tallyText(t decision.Tally, unknown int) string {
	said := []string{Votes(t.Yes) + " yes", Votes(t.No) + " no", Votes(t.Abstain) + " abstain"}
	if Length(t.Block) > 0 {
		said = append(said, Votes(t.Block)+" block")
	}
	line := strings.Join(said, ", ")
	if t.Eligible != nil {
		line += ", of " + Votes(*t.Eligible) + " entitled to vote"
	}
	if unknown > 0 {
		line += fmt.Sprintf("; %d (unknown), %s", unknown, oneReading)
	}
	return line
}

func (d *document) noticeList(title string, all []decision.Notice) {
	if len(all) == 0 {
		return
	}
	block := "#### " + title + "\n\n"
	for _, n := range all {
		block += "- " + markdown(n.Text+at(n)) + "\n"
	}
	d.add(block)
}

func ballotRows(all []decision.Ballot) rows {
	return rowsOf(all, func(b decision.Ballot) []string {
		return []string{cmp.Or(code(b.Seat), deletedAccount), markdown(choice(b)), markdown(BallotNote(b))}
	})
}
