// Package moment is a time of a document: compared as a time in the program, and written as the text that was read.
package moment

import (
	"fmt"
	"time"
)

// Time is a time that JSON holds as RFC 3339 text, or as "" where there is none, which is the zero value. A document that
// is read and written again keeps its bytes: what is hashed is never written in another form.
type Time struct {
	Time time.Time // zero where there is none, and where the text is no RFC 3339 time
	text string    // the text that was read, where canonical would write another
}

// Of is a time as bylaw writes it: in UTC, to the second.
func Of(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{Time: t.UTC().Truncate(time.Second)}
}

// Parse reads a text of any form. One that is no RFC 3339 time is kept, and its time is unknown.
func Parse(text string) Time {
	at, err := time.Parse(time.RFC3339, text)
	if read := Of(at); text == "" || err == nil && read.String() == text {
		return read
	}
	return Time{at, text}
}

// IsZero says whether there is no text. A text that is no time is not zero, though Known is false for it.
func (t Time) IsZero() bool { return t == Time{} }

// Known says whether there is a time to compare with.
func (t Time) Known() bool { return !t.Time.IsZero() }

// Past says whether there is a time that is not after now, an RFC 3339 text.
func (t Time) Past(now string) bool { return t.Known() && !t.Time.After(Parse(now).Time) }

// Canonical says whether there is a time, and its text is as Of writes it.
func (t Time) Canonical() bool { return t.Known() && t.text == "" }

// Read gives the time. It is an error where there is none, and where its text is no RFC 3339 time.
func (t Time) Read() (time.Time, error) {
	if !t.Known() {
		return t.Time, fmt.Errorf("time %q is not RFC 3339", t)
	}
	return t.Time, nil
}

// Equal compares times as times, and what is no time as text.
func (t Time) Equal(other Time) bool {
	return t == other || t.Known() && t.Time.Equal(other.Time)
}

// String is the text that JSON holds.
func (t Time) String() string {
	if t.text != "" || t.Time.IsZero() {
		return t.text
	}
	return t.Time.UTC().Format(time.RFC3339)
}

// MarshalText gives String.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is Parse, and never an error.
func (t *Time) UnmarshalText(text []byte) error {
	*t = Parse(string(text))
	return nil
}
