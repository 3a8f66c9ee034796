// Package invisible finds characters that make a reviewer see another text than a program reads: those without a shape, those
// that reorder what stands around them, and line ends that only some programs take for one.
package invisible

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Char is one such character of a text.
type Char struct {
	Offset int // in bytes
	Rune   rune
	Why    string // what it does, for a message: "an invisible character"
}

// What a character does.
const (
	Reorders  = "a character that turns text around"
	Unseen    = "an invisible character"
	Separates = "a line end that editors do not show"
)

// In gives the characters of a text that deceive, in order. Line ends other than LF and CRLF are among them.
func In(text string) []Char {
	var found []Char
	for offset, r := range text {
		if why := why(text, offset, r); why != "" {
			found = append(found, Char{offset, r, why})
		}
	}
	return found
}

// First gives the first character of a value that hides or reorders what a reader sees. U+2028 and U+2029 are text here: how a
// value is written shows them.
func First(value string) (r rune, found bool) {
	for offset, r := range value {
		why := why(value, offset, r)
		if why == Reorders || why == Unseen || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return r, true
		}
	}
	return 0, false
}

func why(text string, offset int, r rune) string {
	if r >= ' ' && r < 0x7F || r == '\n' || r == '\t' {
		return ""
	}
	switch {
	case r == '\r':
		if strings.HasPrefix(text[offset+1:], "\n") {
			return ""
		}
		return Separates
	case r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return Separates
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return Reorders
	case mark(r):
		if rightToLeft(around(text, offset)) { // there a mark puts punctuation where it belongs
			return ""
		}
		return Reorders
	case joins(r):
		if previous(text, offset) > 0x02FF { // scripts and emoji join their signs with these
			return ""
		}
		return Unseen
	case tag(r):
		if before := previous(text, offset); before == blackFlag || tag(before) {
			return ""
		}
		return Unseen
	case unshaped(r):
		return Unseen
	}
	return ""
}

// blackFlag begins the flag of a region, whose code follows in tags.
const blackFlag = 0x1F3F4

func tag(r rune) bool   { return r >= 0xE0020 && r <= 0xE007F }
func joins(r rune) bool { return r == 0x200C || r == 0x200D }
func mark(r rune) bool  { return r == 0x200E || r == 0x200F || r == 0x061C }

// unshaped says characters that nothing is drawn for: controls, format characters, fillers and blank signs.
func unshaped(r rune) bool {
	switch r {
	case 0x00AD, 0x034F, 0x115F, 0x1160, 0x180E, 0x3164, 0xFFA0, 0x2800:
		return true
	}
	return r >= 0xE0000 && r <= 0xE01EF || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
}

func previous(text string, offset int) rune {
	r, _ := utf8.DecodeLastRuneInString(text[:offset])
	return r
}

// around gives what stands near an offset on the same line, at most 200 bytes to either side.
func around(text string, offset int) string {
	before, after := text[max(0, offset-200):offset], text[offset:min(len(text), offset+200)]
	after, _, _ = strings.Cut(after, "\n")
	return before[strings.LastIndexByte(before, '\n')+1:] + after
}

// rightToLeft reports whether a text has letters of a script that runs from right to left.
func rightToLeft(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r > 0x58F && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
	})
}
