package skill

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

var link = regexp.MustCompile(`(?i)https?://[^\s<>"]+`)

// Length counts a text as the server does: in code points, or where links have a length of their own in what a reader sees
// as one character, each URL with that length.
func (p Param) Length(text string) int {
	if p.Links == 0 {
		return utf8.RuneCountInString(text)
	}
	urls := link.FindAllString(text, -1)
	return uniseg.GraphemeClusterCount(link.ReplaceAllString(text, "")) + len(urls)*p.Links
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
