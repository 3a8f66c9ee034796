package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// bar is the length of a full bar of a tally.
const bar = 20

// DecisionText writes a decision for a terminal: the outcome and what is missing first, then each article's tally and
// tests, then the ballots.
func DecisionText(d decision.Decision, s Style) string {
	var sections [][]string
	if len(s.Suppose) > 0 {
		sections = append(sections, []string{s.paint(yellow, whatIf(s.Suppose))})
	}
	sections = append(sections, append([]string{s.paint(outcomeColour(d.Outcome), verdict(d))}, dates(d)...))
	for _, r := range d.Rulings {
		sections = append(sections, ruling(r, s))
	}
	counted, not := ballots(d.Ballots)
	sections = append(sections,
		ballotLines("ballots that count:", counted), ballotLines("ballots that do not count:", not),
		notices("denied:", d.Denials, s), notices("warnings:", d.Warnings, s),
	)
	if len(s.Suppose) > 0 {
		sections = append(sections, []string{s.paint(yellow, "what if: nothing above was decided")})
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
		return green
	case decision.Open:
		return yellow
	case decision.Failed, decision.Vetoed:
		return red
	}
	return ""
}

func dates(d decision.Decision) []string {
	var said []string
	if d.OpenedAt != "" {
		said = append(said, "the vote opened on "+moment(d.OpenedAt))
	}
	if d.ClosesAt != "" {
		said = append(said, map[bool]string{true: "closes on ", false: "closed on "}[d.Outcome == decision.Open]+moment(d.ClosesAt))
	}
	if len(said) == 0 {
		return nil
	}
	return []string{sentence(said, "and")}
}

func ruling(r decision.Ruling, s Style) []string {
	lines := []string{s.paint(bold, "article "+Outside(r.Citation)) + ": " + s.paint(outcomeColour(r.Outcome), Outside(string(r.Outcome)))}
	lines = append(lines, tally(r.Tally)...)
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

// tally writes a bar for each choice. Nobody blocks most of the time, so that line shows only when somebody does.
func tally(t decision.Tally) []string {
	whole := number(t.Yes) + number(t.No) + number(t.Abstain) + number(t.Block)
	if t.Eligible != nil {
		whole = max(whole, number(*t.Eligible))
	}
	var table columns
	for _, choice := range []struct {
		name  string
		votes json.Number
	}{{"yes", t.Yes}, {"no", t.No}, {"abstain", t.Abstain}, {"block", t.Block}} {
		if choice.name == "block" && number(choice.votes) == 0 {
			continue
		}
		table.add(choice.name, votes(choice.votes), barOf(number(choice.votes), whole))
	}
	if t.Eligible != nil {
		table.add("of", votes(*t.Eligible), "entitled to vote")
	}
	return table.lines("  ")
}

func votes(n json.Number) string {
	if n == "" {
		return "0"
	}
	return Outside(n.String())
}

// number is good enough for the length of a bar; nothing is decided on it.
func number(n json.Number) float64 {
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
		return s.paint(yellow, "unknown")
	case isVeto(t) && *t.Holds:
		return s.paint(red, "vetoes")
	case isVeto(t):
		return s.paint(green, "no veto")
	case *t.Holds:
		return s.paint(green, "holds")
	}
	return s.paint(red, "fails")
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

// nobody stands where a name would: the server no longer tells who wrote the review.
const nobody = "a deleted account"

func ballotLines(title string, all []decision.Ballot) []string {
	if len(all) == 0 {
		return nil
	}
	var table columns
	for _, b := range all {
		table.add(cmp.Or(Outside(b.Seat), nobody), Outside(b.Choice), Outside(b.Why))
	}
	return append([]string{title}, table.lines("  ")...)
}

func notices(title string, all []decision.Notice, s Style) []string {
	if len(all) == 0 {
		return nil
	}
	lines := []string{s.paint(bold, title)}
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
