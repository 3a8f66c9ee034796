package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
)

// summaryLimit is the most of a job summary that is written, in bytes: of a longer one than 1 MiB nothing is shown.
const summaryLimit = 1<<20 - 64<<10

// PlanSummary writes the job summary of a plan, or of what became of one: first said in a sentence, then change by change.
func PlanSummary(said string, p plan.Plan) string {
	return "### bylaw\n\n" + markdown(said) + "\n\n" + PlanMarkdown(p)
}

// Trouble writes the job summary of a run that refused or could not finish, with what to do next where that is known.
func Trouble(why, next string) string {
	said := "### bylaw\n\n**Not done:** " + markdown(why) + "\n"
	if next != "" {
		said += "\nWhat to do: " + markdown(next) + "\n"
	}
	return said
}

// Summary writes a job summary: a line for each proposal, then each living comment as far as there is room.
func Summary(pages []Page) string {
	if len(pages) == 0 {
		return "### bylaw\n\nNo open proposal has changed.\n"
	}
	var out strings.Builder
	out.WriteString("### bylaw\n\n" + header([]string{"Proposal", "Title", "Outcome"}))
	written := 0
	for _, p := range pages {
		line := row([]string{fmt.Sprintf("%d", p.Facts.Proposal.Number), item(p.Facts.Proposal.Title), bannerOf(p).mark + " " + markdown(Description(p))})
		if out.Len()+len(line) > summaryLimit {
			break
		}
		out.WriteString(line)
		written++
	}
	if left := len(pages) - written; left > 0 {
		fmt.Fprintf(&out, "\nand %d more\n", left)
	}
	for _, p := range pages {
		part := fmt.Sprintf("\n---\n\n#### Proposal %d\n\n%s", p.Facts.Proposal.Number, Comment(p))
		if out.Len()+len(part) > summaryLimit {
			out.WriteString("\nShortened: the comments of the other proposals say the rest.\n")
			break
		}
		out.WriteString(part)
	}
	return out.String()
}
