package render

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/ledger"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// History is everything that the ledger says of one proposal. Who was erased from the ledger is called so.
type History struct {
	Version  int               `json:"version"`
	Proposal int               `json:"proposal"`
	Title    string            `json:"title"`
	URL      string            `json:"url"`
	Author   string            `json:"author"`
	Decision decision.Decision `json:"decision"` // the last one
	Changes  []facts.Change    `json:"changes"`  // what was proposed
	Life     []Event           `json:"life"`     // what happened when, oldest first
	Done     []ExecutedChange  `json:"done"`     // what it changed on the server
	Entries  []int             `json:"entries"`  // of the ledger, which say all this
}

// Event is one thing that happened; Time is RFC 3339 in UTC.
type Event struct {
	Time string `json:"time"`
	Text string `json:"text"`
}

// ExecutedChange is one change that was made on the server because of a proposal. Status is "" where it was not tried yet.
type ExecutedChange struct {
	Change  plan.Change   `json:"change"`
	Status  ledger.Status `json:"status"`
	Message string        `json:"message"`
	URL     string        `json:"url"` // where to look at it, "" where there is no page
}

// HistoryText writes the page of one decision for the members of a community.
func HistoryText(m History, s Style) string {
	title := fmt.Sprintf("Proposal #%d", m.Proposal)
	if m.Title != "" {
		title += ": " + Outside(m.Title)
	}
	head := []string{s.paint(colourHeading, title)}
	if m.Author != "" {
		head = append(head, "proposed by "+Outside(m.Author)+"  "+Outside(m.URL))
	}
	sections := [][]string{head}
	if m.Decision.Outcome != "" {
		sections = append(sections, []string{s.paint(outcomeColour(m.Decision.Outcome), upper(verdictOf(m.Decision)))})
	}
	sections = append(sections, m.proposed(s), m.votes(s), m.tallied(s), m.happened(s), m.done(s), m.sources())
	return paragraphs(sections)
}

// paragraphs writes sections with an empty line between them, and leaves empty ones out.
func paragraphs(sections [][]string) string {
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func verdictOf(d decision.Decision) string { return Outside(string(d.Outcome)) + ": " + Reason(d) }

func (m History) proposed(s Style) []string {
	if len(m.Changes) == 0 {
		return nil
	}
	lines := []string{s.paint(colourHeading, "What was proposed")}
	for _, c := range m.Changes {
		lines = append(lines, "  "+ProposedChange(c))
		if c.Reason != "" {
			lines = append(lines, "      because: "+Outside(c.Reason))
		}
	}
	return lines
}

// ProposedChange writes what a proposal changes as one line.
func ProposedChange(c facts.Change) string {
	glyph := map[string]string{"create": "+", "remove": "-"}[c.Action]
	if glyph == "" {
		glyph = "~"
	}
	switch c.Kind {
	case facts.Article:
		return glyph + " article " + Outside(c.Article) + " of the constitution"
	case facts.File:
		return glyph + " the file " + Outside(c.Path) + fileNote(c)
	case facts.Entry:
	}
	title := string(c.Skill)
	if known, ok := skill.Find(c.Skill); ok {
		title = known.Title
	}
	params := c.After
	if params == nil {
		params = c.Before
	}
	said := append([]string{Outside(c.Target)}, parametersOf(c.Skill).said(params)...)
	if c.Until != "" {
		said = append(said, "until "+moment(c.Until))
	}
	return glyph + " " + title + ": " + strings.Join(said, ", ")
}

func (m History) votes(s Style) []string {
	counted, not := ballots(m.Decision.Ballots)
	lines := append(ballotLines("  counted:", indented(counted)), ballotLines("  not counted:", indented(not))...)
	if len(lines) == 0 {
		return nil
	}
	return append([]string{s.paint(colourHeading, "Who voted how")}, lines...)
}

// indented sets names of voters two places further in, and leaves out what goes without saying.
func indented(all []decision.Ballot) []decision.Ballot {
	moved := make([]decision.Ballot, len(all))
	for i, b := range all {
		if b.Seat == "" {
			b.Seat = deletedAccount
		}
		if b.Why == "counts" {
			b.Why = ""
		}
		b.Seat = "  " + b.Seat
		moved[i] = b
	}
	return moved
}

func (m History) tallied(s Style) []string {
	if len(m.Decision.Rulings) == 0 {
		return nil
	}
	lines := []string{s.paint(colourHeading, "The tally")}
	for _, r := range m.Decision.Rulings {
		for _, line := range ruling(r, doubtful(m.Decision.Ballots), s) {
			lines = append(lines, "  "+line)
		}
	}
	return lines
}

func (m History) happened(s Style) []string {
	if len(m.Life) == 0 {
		return nil
	}
	var table columns
	for _, e := range m.Life {
		table.add(moment(e.Time), Outside(e.Text))
	}
	return append([]string{s.paint(colourHeading, "When")}, table.lines("  ")...)
}

func (m History) done(s Style) []string {
	if len(m.Done) == 0 {
		return nil
	}
	var table columns
	for _, d := range m.Done {
		status, what, said := d.columns()
		table.add(status, what, said)
	}
	lines := []string{s.paint(colourHeading, "What was done")}
	for i, line := range table.lines("  ") {
		lines = append(lines, line)
		if m.Done[i].URL != "" {
			lines = append(lines, "      "+Outside(m.Done[i].URL))
		}
	}
	return lines
}

// columns are what became of a change, the change, and the rest of what is said of it.
func (d ExecutedChange) columns() (status, what, said string) {
	glyph, _ := glyphOf(d.Change.Action)
	said = strings.Join(parametersOf(d.Change.Skill).what(d.Change), ", ") + "  (" + under(d.Change) + ")"
	if d.Message != "" {
		said += ": " + Outside(d.Message)
	}
	return changeStatus(d.Status), glyph + " " + target(d.Change), said
}

// String writes what was done as one line.
func (d ExecutedChange) String() string {
	status, what, said := d.columns()
	return status + ": " + what + "  " + said
}

func changeStatus(s ledger.Status) string {
	if s == "" {
		return "not yet"
	}
	return Outside(string(s))
}

func (m History) sources() []string {
	if len(m.Entries) == 0 {
		return nil
	}
	said := make([]string, len(m.Entries))
	for i, seq := range m.Entries {
		said[i] = fmt.Sprint(seq)
	}
	return []string{"The ledger records this in " + Entries(len(said)) + ": " + strings.Join(said, ", ") + ". \"bylaw verify\" proves it."}
}
