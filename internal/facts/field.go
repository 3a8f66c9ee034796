package facts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Field is a text that a forge keeps. It refuses one that is longer than the field, and what the field cannot hold; some
// servers answer success and keep the old text. So every text is made to fit before anything is written.
type Field int

// The fields that bylaw writes.
const (
	// StatusDescription is that of a commit status: one line of 140 characters, none beyond U+FFFF.
	StatusDescription Field = iota
	// Title is that of a pull request or an issue: one line of 256 characters.
	Title
	// Body is the text of a pull request, an issue or a comment: 65,536 characters, of which 60,000 are used. Even if all of
	// them took four bytes, that is within the 262,144 bytes that were measured.
	Body
)

// Most is how many characters the field holds.
func (f Field) Most() int {
	switch f {
	case StatusDescription:
		return 140
	case Title:
		return 256
	case Body:
	}
	return 60_000
}

// Fit gives the text as the field can hold it: without what it refuses, and cut with an ellipsis where it is too long. A marker
// that is the last line of a body stays. Of what fits already only the spaces around a line are dropped.
func (f Field) Fit(text string) string {
	text = strings.ToValidUTF8(text, string(unicode.ReplacementChar))
	text = strings.Map(f.char, text)
	if f != Body {
		text = strings.TrimSpace(text)
	}
	if utf8.RuneCountInString(text) <= f.Most() {
		return text
	}
	marker := ""
	if at := strings.LastIndex(text, "\n<!-- bylaw"); f == Body && at >= 0 && len(text)-at < f.Most()/2 {
		marker = text[at:]
	}
	kept := []rune(text)[:f.Most()-1-utf8.RuneCountInString(marker)]
	return strings.TrimRight(string(kept), " \n") + "…" + marker
}

// char is what stands for a character in the field; -1 is nothing.
func (f Field) char(r rune) rune {
	switch {
	case f == StatusDescription && r > '\uffff':
		return unicode.ReplacementChar
	case r == '\n' || r == '\t':
		if f != Body {
			return ' '
		}
	case unicode.IsControl(r):
		return -1
	}
	return r
}
