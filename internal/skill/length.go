package skill

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/length"
)

// Length counts a text as the server does: in code points, or where addresses have a length of their own, as a profile's
// note.
func (p Param) Length(text string) int {
	if p.Links == 0 {
		return utf8.RuneCountInString(text)
	}
	return length.Note(text, p.Links)
}

var blank = regexp.MustCompile(`\n{3,}`)

// Paragraphs gives the form in which texts of several paragraphs are compared: lines without white space around them,
// paragraphs one empty line apart. A server keeps no more of a text than that.
func Paragraphs(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Trim(blank.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"), "\n")
}
