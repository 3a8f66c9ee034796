package render

import (
	"fmt"
	"strings"
)

// Stats are numbers of what the ledger records. Only proposals whose vote has ended are in them. Shares are in per cent.
type Stats struct {
	Version  int             `json:"version"`
	Decided  int             `json:"decided"`
	Passed   int             `json:"passed"`
	Failed   int             `json:"failed"`
	Vetoed   int             `json:"vetoed"`
	Turnout  *int            `json:"turnout"`      // the mean of all decisions; null where none has a known electorate
	Hours    *int            `json:"median_hours"` // from the opening of a vote to its end; null where none is known
	Months   []MonthStats    `json:"months"`       // oldest first
	Seats    []SeatStats     `json:"seats"`        // by name
	Articles []ArticleStats  `json:"articles"`     // by citation
	Close    []ContestedVote `json:"contested"`    // votes with a no, the closest first, ten at most
}

// MonthStats are those of the votes that ended in a month of UTC, such as 2026-11.
type MonthStats struct {
	Month   string `json:"month"`
	Decided int    `json:"decided"`
	Passed  int    `json:"passed"`
	Turnout *int   `json:"turnout"`
}

// SeatStats says in how many votes a seat was on the roster, and in how many its ballot counted.
type SeatStats struct {
	Seat  string `json:"seat"`
	Could int    `json:"could"`
	Voted int    `json:"voted"`
}

// ArticleStats says how many proposals an article decided on, and how many changes on the server it carried.
type ArticleStats struct {
	Article string `json:"article"`
	Decided int    `json:"decided"`
	Changes int    `json:"changes"`
}

// ContestedVote is a vote in which someone voted against.
type ContestedVote struct {
	Proposal int    `json:"proposal"`
	Title    string `json:"title"`
	Outcome  string `json:"outcome"`
	Yes      string `json:"yes"`
	No       string `json:"no"`
}

// StatsText writes the numbers for a terminal.
func StatsText(n Stats, s Style) string {
	if n.Decided == 0 {
		return "no vote has ended yet\n"
	}
	sections := [][]string{
		append([]string{s.paint(colourHeading, "Votes that have ended")}, n.totals()...),
		n.table(s, "By month", n.months), n.table(s, "Who took part", n.seats),
		n.table(s, "By article", n.articles), n.table(s, "Contested", n.contested),
	}
	return paragraphs(sections)
}

func (n Stats) totals() []string {
	var table columns
	table.add("decided", fmt.Sprint(n.Decided))
	table.add("passed", fmt.Sprint(n.Passed))
	table.add("failed", fmt.Sprint(n.Failed))
	if n.Vetoed > 0 {
		table.add("vetoed", fmt.Sprint(n.Vetoed))
	}
	table.add("turnout", percent(n.Turnout))
	if n.Hours != nil {
		table.add("median time", Count(*n.Hours, "hour"))
	}
	return table.lines("  ")
}

func (n Stats) table(s Style, title string, fill func(*columns)) []string {
	var table columns
	fill(&table)
	if len(table.rows) == 0 {
		return nil
	}
	return append([]string{s.paint(colourHeading, title)}, table.lines("  ")...)
}

func (n Stats) months(t *columns) {
	for _, m := range n.Months {
		t.add(m.Month, fmt.Sprintf("%d decided", m.Decided), fmt.Sprintf("%d passed", m.Passed), "turnout "+percent(m.Turnout))
	}
}

func (n Stats) seats(t *columns) {
	for _, m := range n.Seats {
		t.add(Outside(m.Seat), fmt.Sprintf("%d of %d votes", m.Voted, m.Could), barOf(float64(m.Voted), float64(m.Could)))
	}
}

func (n Stats) articles(t *columns) {
	for _, a := range n.Articles {
		t.add("article "+Outside(a.Article), Count(a.Decided, "vote"), Count(a.Changes, "change")+" on the server")
	}
}

func (n Stats) contested(t *columns) {
	for _, c := range n.Close {
		t.add(fmt.Sprintf("#%d", c.Proposal), Outside(c.Outcome), strings.Join([]string{c.Yes, "yes,", c.No, "no"}, " "), Outside(c.Title))
	}
}

// percent writes a share, or that it is not known.
func percent(share *int) string {
	if share == nil {
		return "not known"
	}
	return fmt.Sprintf("%d %%", *share)
}
