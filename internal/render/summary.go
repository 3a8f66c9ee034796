package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// summaryLimit is the most of a job summary that is written, in bytes: of a longer one than 1 MiB nothing is shown.
const summaryLimit = 1<<20 - 64<<10

// Summary writes a job summary: a line for each proposal, then each living comment as far as there is room.
func Summary(pages []Page) string {
	if len(pages) == 0 {
		return "### bylaw\n\nNo open proposal has changed.\n"
	}
	var out strings.Builder
	out.WriteString("### bylaw\n\n" + row([]string{"Proposal", "Title", "Outcome"}) + row(slicesOf("---", 3)))
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

// Brief is one proposal as the output "proposals" of a step lists it.
type Brief struct {
	Number  int              `json:"number"`
	Outcome decision.Outcome `json:"outcome"` // "" where nothing could be decided
	Digest  string           `json:"digest"`
}

// Outputs writes the outputs of a workflow step: outcome and digest of a single proposal, else empty, and all proposals
// as JSON. The delimiter must be one that nobody can foresee.
func Outputs(briefs []Brief, delimiter string) (string, error) {
	if briefs == nil {
		briefs = []Brief{}
	}
	list, err := json.Marshal(briefs)
	if err != nil {
		return "", fmt.Errorf("outputs: %w", err)
	}
	single := Brief{}
	if len(briefs) == 1 {
		single = briefs[0]
	}
	var out strings.Builder
	for _, o := range []struct{ name, value string }{
		{"outcome", string(single.Outcome)}, {"digest", single.Digest}, {"proposals", string(list)},
	} {
		if strings.Contains(o.value, delimiter) {
			return "", errors.New("outputs: a value holds the delimiter")
		}
		fmt.Fprintf(&out, "%s<<%s\n%s\n%s\n", o.name, delimiter, Outside(o.value), delimiter)
	}
	return out.String(), nil
}
