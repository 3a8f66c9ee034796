package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// Replay is what recorded decisions would have been under another constitution.
type Replay struct {
	Version      int                `json:"version"`
	Constitution string             `json:"constitution"` // SHA-256 of the other text
	Decisions    []ReplayedDecision `json:"decisions"`    // the last one on each proposal, in the order of the ledger
}

// ReplayedDecision is one decision under other rules.
type ReplayedDecision struct {
	Proposal int              `json:"proposal"`
	Entry    int              `json:"entry"`
	Title    string           `json:"title"`
	Recorded decision.Outcome `json:"recorded"`
	Replayed decision.Outcome `json:"replayed"` // "" where it cannot be reported
	Unknown  string           `json:"unknown"`  // why it cannot be reported
	// Decision is the one that came out, nil where it cannot be reported.
	Decision *decision.Decision `json:"decision"`
}

// Otherwise says whether the outcome is another.
func (r ReplayedDecision) Otherwise() bool { return r.Unknown == "" && r.Replayed != r.Recorded }

// ReplayText says first what would have gone otherwise.
func ReplayText(r Replay, s Style) string {
	if len(r.Decisions) == 0 {
		return "the ledger holds no decision\n"
	}
	var otherwise, unknown, same []string
	for _, d := range r.Decisions {
		name := fmt.Sprintf("  #%d", d.Proposal)
		if d.Title != "" {
			name += " " + Outside(d.Title)
		}
		switch {
		case d.Unknown != "":
			unknown = append(unknown, name, "      "+Outside(d.Unknown))
		case d.Otherwise():
			otherwise = append(otherwise, name+": was "+Outside(string(d.Recorded))+", would be "+
				s.paint(outcomeColour(d.Replayed), Outside(string(d.Replayed))), "      "+Reason(*d.Decision))
		default:
			same = append(same, name+": "+Outside(string(d.Recorded)))
		}
	}
	var out []string
	for _, part := range []struct {
		title string
		lines []string
	}{{"would have had another outcome:", otherwise}, {"unknown:", unknown}, {"would have had the same outcome:", same}} {
		if len(part.lines) > 0 {
			out = append(out, s.paint(colourHeading, part.title)+"\n"+strings.Join(part.lines, "\n"))
		}
	}
	return "what if: nothing here was decided\n\n" + strings.Join(out, "\n\n") + "\n"
}
