// Package render writes what bylaw found for people and for programs: text, Markdown and the annotations of GitHub
// Actions. It decides nothing, and it trusts no text that comes from outside: all of it passes through Outside.
package render

import "fmt"

// Style says how text is to look.
type Style struct {
	Colour  bool     // ANSI colours, for a terminal that wants them
	Width   int      // columns of the terminal, 0 where there is none
	Suppose []string // suppositions such as "ada=yes": a decision is marked as no decision
	Now     string   // RFC 3339 in UTC, the moment of a decision; where it is "", no close is reported as past
}

// Count gives a number with its noun, in the plural where there is not exactly one.
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// LastEntries says how many entries at the end of a ledger.
func LastEntries(n int) string {
	if n == 1 {
		return "the last entry"
	}
	return "the last " + Entries(n)
}

// Entries counts ledger entries.
func Entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}
