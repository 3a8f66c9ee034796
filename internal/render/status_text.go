package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// Overview is what the community has before it: the open proposals, and what waits to be enacted. Times are RFC 3339 in
// UTC, "" where there is none.
type Overview struct {
	Version   int       `json:"version"`
	Now       string    `json:"now"`
	Branch    string    `json:"branch"`
	Proposals []Pending `json:"proposals"` // by number
	Waiting   []int     `json:"waiting"`   // proposals that have passed and are not merged, by number
	Enacted   LastRun   `json:"enacted"`
	Run       *ApplyRun `json:"last_run"` // null where none has begun
	Notes     []string  `json:"notes"`
}

// Pending is one open proposal.
type Pending struct {
	Number      int               `json:"number"`
	Title       string            `json:"title"`
	URL         string            `json:"url"`
	Draft       bool              `json:"draft"`
	Outcome     decision.Outcome  `json:"outcome"` // "" where nothing could be decided
	Summary     string            `json:"summary"` // the outcome and what is missing, in one sentence
	OpenedAt    string            `json:"opened_at"`
	ClosesAt    string            `json:"closes_at"`
	Enactable   bool              `json:"enactable"`
	EnactableAt string            `json:"enactable_at"`
	Rulings     []decision.Ruling `json:"rulings"`
	NotVoted    []string          `json:"not_voted"` // seats
	Problem     string            `json:"problem"`   // why nothing could be decided, "" where it could
}

// LastRun is the last entry of the ledger that put something in force; how the run went is in ApplyRun. Its Commit is "" where nothing ever was.
type LastRun struct {
	Commit string `json:"commit"`
	Time   string `json:"time"`
	// Behind means that the protected branch has moved on since.
	Behind bool `json:"behind"`
}

// OverviewText writes an overview for a terminal.
func OverviewText(o Overview, s Style) string {
	sections := [][]string{{s.paint(colourHeading, heading(o))}}
	for _, p := range o.Proposals {
		sections = append(sections, pending(p, s))
	}
	sections = append(sections, waiting(o, s), append(lastRun(o.Enacted), applyRun(o.Run)...), notes(o.Notes))
	return paragraphs(sections)
}

func heading(o Overview) string {
	if len(o.Proposals) == 0 {
		return "no open proposal against " + Outside(o.Branch)
	}
	return Count(len(o.Proposals), "open proposal") + " against " + Outside(o.Branch)
}

func pending(p Pending, s Style) []string {
	lines := []string{
		s.paint(colourHeading, fmt.Sprintf("#%d %s", p.Number, Outside(p.Title))),
		"  " + s.paint(outcomeColour(p.Outcome), Outside(p.Summary)),
	}
	if p.URL != "" {
		lines = append(lines, "  "+Outside(p.URL))
	}
	if p.OpenedAt == "" {
		return lines
	}
	for _, r := range p.Rulings {
		lines = append(lines, "  "+article([]string{r.Citation})+": "+Outside(string(r.Outcome))+", "+tallyText(r.Tally, 0))
	}
	if len(p.NotVoted) > 0 && p.Outcome == decision.Open {
		lines = append(lines, "  not voted yet: "+strings.Join(outside(p.NotVoted), ", "))
	}
	return lines
}

func waiting(o Overview, s Style) []string {
	var table columns
	for _, p := range o.Proposals {
		when := "may be merged now"
		switch {
		case p.Outcome != decision.Passed:
			continue
		case !p.Enactable && p.EnactableAt != "":
			when = "may be merged from " + moment(p.EnactableAt)
		case !p.Enactable:
			when = "may not be merged yet"
		}
		table.add(fmt.Sprintf("#%d", p.Number), when)
	}
	if len(table.rows) == 0 {
		return nil
	}
	return append([]string{s.paint(colourHeading, "passed, and waiting to be merged:")}, table.lines("  ")...)
}

func lastRun(r LastRun) []string {
	switch {
	case r.Commit == "" && r.Time == "":
		return []string{"nothing was enacted yet"}
	case r.Behind:
		return []string{"enacted last: commit " + digest(r.Commit) + " on " + moment(r.Time) + "; the branch has moved on since"}
	}
	return []string{"enacted last: commit " + digest(r.Commit) + " on " + moment(r.Time)}
}
