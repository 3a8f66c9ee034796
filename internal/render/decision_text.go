package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// bar is the length of a full bar of a tally.
const bar = 20

// DecisionText writes a decision for a terminal: the outcome and what is missing first, then each article's tally and
// tests, then the ballots.
func DecisionText(d decision.Decision, s Style) string {
	var sections [][]string
	if len(s.Suppose) > 0 {
		sections = append(sections, []string{s.paint(colourCaution, whatIf(s.Suppose))})
	}
	sections = append(sections, append([]string{s.paint(outcomeColour(d.Outcome), verdict(d))}, dates(d, s.Now)...))
	counted, not := ballots(d.Ballots)
	if d.OpenedAt.IsZero() {
		counted, not = nil, nil
	} else {
		for _, r := range d.Rulings {
			sections = append(sections, ruling(r, doubtful(d.Ballots), s))
		}
	}
	sections = append(sections,
		ballotLines("ballots that count:", counted), ballotLines("ballots that do not count:", not),
		notices("denied:", d.Denials, s), notices("warnings:", d.Warnings, s),
	)
	if len(s.Suppose) > 0 {
		sections = append(sections, []string{s.paint(colourCaution, "what if: nothing above was decided")})
	}
	var out []string
	for _, lines := range sections {
		if len(lines) > 0 {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

func whatIf(suppose []string) string {
	said := make([]string, len(suppose))
	for i, s := range suppose {
		said[i] = Outside(s)
	}
	return "what if: this is no decision, it supposes " + sentence(said, "and")
}

func outcomeColour(o decision.Outcome) string {
	switch o {
	case decision.Passed:
		return colourGood
	case decision.Open:
		return colourCaution
	case decision.Failed, decision.Vetoed:
		return colourBad
	}
	return ""
}

// dates says when the vote ran. A decision has no moment of its own for an end before the close.
func dates(d decision.Decision, now string) []string {
	if d.OpenedAt.IsZero() {
		return nil
	}
	said := []string{"the vote opened on " + moment(d.OpenedAt.String())}
	switch {
	case d.ClosesAt.IsZero():
	case d.Outcome == decision.Open && !d.ClosesAt.Past(now):
		said = append(said, "closes on "+moment(d.ClosesAt.String()))
	case now != "" && !d.ClosesAt.Past(now):
		said = append(said, "would have closed on "+moment(d.ClosesAt.String()))
	case d.ClosesAt.Past(now) && d.Outcome != decision.Vetoed && !running(d):
		said = append(said, "closed on "+moment(d.ClosesAt.String()))
	}
	return []string{sentence(said, "and")}
}

func ruling(r decision.Ruling, unknown int, s Style) []string {
	lines := []string{s.paint(colourHeading, "article "+Outside(r.Citation)) + ": " + s.paint(outcomeColour(r.Outcome), Outside(string(r.Outcome)))}
	lines = append(lines, tally(r.Tally, unknown)...)
	var table columns
	for _, t := range r.Tests {
		table.add(holds(t, s), Outside(t.Text))
	}
	for _, n := range r.Needed {
		table.add("needed", Outside(n))
	}
	lines = append(lines, table.lines("  ")...)
	if said := remark(r); said != "" {
		lines = append(lines, "  "+said)
	}
	return lines
}

// tally writes a bar for each choice. No one blocks most of the time, so that line shows only when a person does.
// Of unknown ballots the numbers hold one reading, which is said.
func tally(t decision.Tally, unknown int) []string {
	whole := Length(t.Yes) + Length(t.No) + Length(t.Abstain) + Length(t.Block)
	if t.Eligible != nil {
		whole = max(whole, Length(*t.Eligible))
	}
	var table columns
	for _, choice := range []struct {
		name  string
		votes json.Number
	}{{"yes", t.Yes}, {"no", t.No}, {"abstain", t.Abstain}, {"block", t.Block}} {
		if choice.name == "block" && Length(choice.votes) == 0 {
			continue
		}
		table.add(choice.name, Votes(choice.votes), barOf(Length(choice.votes), whole))
	}
	if t.Eligible != nil {
		table.add("of", Votes(*t.Eligible), "entitled to vote")
	}
	lines := table.lines("  ")
	if unknown > 0 {
		lines = append(lines, fmt.Sprintf("  %d (unknown), %s", unknown, oneReading))
	}
	return lines
}

// oneReading says what the numbers of a tally make of unknown ballots.
const oneReading = "the numbers show one possible reading"

// doubtful is how many ballots count of which no one knows what they said.
func doubtful(all []decision.Ballot) int {
	n := 0
	for _, b := range all {
		if b.Counted && b.Choice == "unknown" {
			n++
		}
	}
	return n
}

// Votes writes a number of votes, as exact as it was counted.
func Votes(n json.Number) string {
	if n == "" {
		return "0"
	}
	return Outside(n.String())
}

// Length is a number of votes as the length of a bar; nothing is decided on it.
func Length(n json.Number) float64 {
	exact, ok := new(big.Rat).SetString(n.String())
	if !ok || exact.Sign() < 0 {
		return 0
	}
	f, _ := exact.Float64()
	return f
}

// barOf draws a part of a whole; who voted at all gets one mark at least.
func barOf(part, whole float64) string {
	if part <= 0 || whole <= 0 {
		return ""
	}
	return strings.Repeat("█", max(1, int(part/whole*bar)))
}

// holds says how a test came out. A veto stands where its test holds, which is no good news.
func holds(t decision.Test, s Style) string {
	switch {
	case t.Holds == nil:
		return s.paint(colourCaution, "unknown")
	case isVeto(t) && *t.Holds:
		return s.paint(colourBad, "vetoes")
	case isVeto(t):
		return s.paint(colourGood, "no veto")
	case *t.Holds:
		return s.paint(colourGood, "holds")
	}
	return s.paint(colourBad, "fails")
}

func ballots(all []decision.Ballot) (counted, not []decision.Ballot) {
	for _, b := range all {
		if b.Counted {
			counted = append(counted, b)
		} else {
			not = append(not, b)
		}
	}
	return counted, not
}

// deletedAccount stands where a name would: the server no longer says who wrote the review.
const deletedAccount = "a deleted account"

func ballotLines(title string, all []decision.Ballot) []string {
	if len(all) == 0 {
		return nil
	}
	var table columns
	for _, b := range all {
		table.add(cmp.Or(Outside(b.Seat), deletedAccount), Outside(choice(b)), Outside(BallotNote(b)))
	}
	return append([]string{title}, table.lines("  ")...)
}

// choice is what a ballot says, a dash where it says nothing.
func choice(b decision.Ballot) string {
	if b.Choice == decision.None {
		return "–"
	}
	return b.Choice
}

// BallotNote says why a ballot counts or does not, and where it was cast unless that was by review.
func BallotNote(b decision.Ballot) string {
	switch b.Channel {
	case "":
		return b.Why
	case provision.Mastodon:
		return strings.TrimSpace(b.Why + " (on Mastodon)")
	}
	return strings.TrimSpace(b.Why + " (" + b.Channel + ")")
}

func notices(title string, all []decision.Notice, s Style) []string {
	if len(all) == 0 {
		return nil
	}
	lines := []string{s.paint(colourHeading, title)}
	for _, n := range all {
		lines = append(lines, "  "+Outside(n.Text)+at(n))
	}
	return lines
}

func at(n decision.Notice) string {
	switch {
	case n.Path == "":
		return ""
	case n.Line == 0:
		return " (" + Outside(n.Path) + ")"
	}
	return fmt.Sprintf(" (%s:%d)", Outside(n.Path), n.Line)
}

// TestResult says in a word or two how a test came out.
func TestResult(t decision.Test) string { return holds(t, Style{}) }
