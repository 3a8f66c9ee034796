package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Proposal is what a proposal says of itself before anybody has voted.
type Proposal struct {
	Reason       string
	Changes      []facts.Change
	Constitution constitution.Constitution
	Requirements []decision.Requirement
	Ungoverned   []string // changes that no provision governs, by ID
	Undone       []string // what cannot be undone, in sentences
	Notes        []string // sentences for the end
}

// ProposalBody writes the text of a pull request: why, what would change, and what it takes.
func ProposalBody(p Proposal) string {
	page := Page{Facts: facts.Facts{Changes: p.Changes}, Constitution: p.Constitution, Decision: decision.Decision{Editorial: len(p.Changes) == 0}}
	var out strings.Builder
	out.WriteString(page.changes() + "\n### What it takes\n\n")
	for _, r := range p.Requirements {
		out.WriteString(requirement(r))
	}
	for _, id := range p.Ungoverned {
		out.WriteString("- **No article grants this**, so it will be refused: " + code(id) + "\n")
	}
	if len(p.Requirements)+len(p.Ungoverned) == 0 {
		out.WriteString("- No vote: nothing changes in meaning.\n")
	}
	for _, line := range p.Undone {
		out.WriteString("- **Cannot be undone**: " + markdown(line) + "\n")
	}
	out.WriteString("\nVotes are reviews of this pull request; the comment below keeps the tally.\n")
	for _, note := range p.Notes {
		out.WriteString("\n" + note + "\n")
	}
	rest := out.String()
	return why(p.Reason, facts.Body.Most()-utf8.RuneCountInString(rest)) + rest
}

// why gives the reason in so many characters. The message of the commit has it whole.
func why(reason string, room int) string {
	if reason == "" {
		return ""
	}
	const note = "*Shortened: the message of the commit has all of it.*\n\n"
	text, left := "### Why\n\n"+markdown(reason)+"\n\n", room
	for utf8.RuneCountInString(text) > room && left > 0 {
		left /= 2 // what has to be escaped takes more room than it had
		text = "### Why\n\n" + markdown(shortened(reason, max(1, left))) + "\n\n" + note
	}
	return text
}

// requirement says in a line what one article wants, with the present roster.
func requirement(r decision.Requirement) string {
	said := fmt.Sprintf("- **Article %s** (%s): %s", markdown(r.Citation), markdown(r.Title), markdown(r.Sentence))
	switch {
	case r.Blocked != "":
		said += " **As things are it cannot pass**: " + markdown(r.Blocked) + "."
	case len(r.Approvals) > 0:
		said += " To pass it takes " + markdown(required{r}.approvals()) + "."
	}
	return said + "\n"
}
