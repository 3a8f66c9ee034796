// Package diag holds diagnostics: mistakes in someone's file, each with its place and a hint, collected so that all of
// them can be reported at once. It knows nothing of the formats that it reports on.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a diagnostic stops the work.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Place is a position in a file: lines and columns count from 1, and 0 means that the part is unknown.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String gives file:line:column and leaves out what is unknown.
func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Diagnostic is one mistake. Message is lower case without a full stop; Hint is what to do about it, where there is
// something better to say than "mend it".
type Diagnostic struct {
	Severity Severity `json:"severity"`
	Place    Place    `json:"place"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`
	Excerpt  Excerpt  `json:"excerpt,omitzero"`
	// Private says that the line may hold a secret, which must not be repeated: no excerpt is taken of it.
	Private bool `json:"-"`
}

// String gives the one-line form "file:line:column: message".
func (d Diagnostic) String() string {
	if d.Place.File == "" {
		return d.Message
	}
	return d.Place.String() + ": " + d.Message
}

// List collects diagnostics in the order in which they were found.
type List []Diagnostic

// Errorf adds an error; hint may be empty.
func (l *List) Errorf(at Place, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Severity: Error, Place: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Warnf adds a warning; hint may be empty.
func (l *List) Warnf(at Place, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Severity: Warning, Place: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Sorted gives the list ordered by file, line, column and message, each diagnostic once.
func (l List) Sorted() List {
	sorted := slices.SortedFunc(slices.Values(l), func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column), cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(sorted)
}

// Err gives the errors among the diagnostics as one *Mistakes, or nil where there are only warnings.
func (l List) Err() error {
	var mistakes Mistakes
	for _, d := range l.Sorted() {
		if d.Severity == Error {
			mistakes.List = append(mistakes.List, d)
		}
	}
	if len(mistakes.List) == 0 {
		return nil
	}
	return &mistakes
}

// Mistakes is the error of a file, or a set of files, that has at least one error.
type Mistakes struct{ List List }

// Error gives a line for each mistake.
func (m *Mistakes) Error() string {
	lines := make([]string, len(m.List))
	for i, d := range m.List {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// Hinted is an error with the next step for the person who reads it.
type Hinted struct {
	Err  error
	Hint string
}

// WithHint gives err a hint; a nil err stays nil.
func WithHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &Hinted{err, fmt.Sprintf(format, args...)}
}

// Error leaves the hint out: it is shown on a line of its own.
func (h *Hinted) Error() string { return h.Err.Error() }

// Unwrap gives the error that was hinted at.
func (h *Hinted) Unwrap() error { return h.Err }

// HintOf finds the outermost hint in an error chain, else the next step of a refusal in it, or "".
func HintOf(err error) string {
	if hinted, ok := errors.AsType[*Hinted](err); ok {
		return hinted.Hint
	}
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal.Next
	}
	return ""
}
