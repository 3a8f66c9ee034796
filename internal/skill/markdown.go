package skill

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
)

// SameToReaders reports whether two Markdown texts show a reader the same words in the same order. Servers render Markdown by rules
// of their own and give HTML back, so that emphasis, headings, the marks and numbers of lists and the addresses of links are not
// compared.
func SameToReaders(a, b string) bool { return a == b || visible(a) == visible(b) }

var (
	tag = regexp.MustCompile(`<[^>]*>`)
	// listMark is a word that one renderer takes for the beginning of an element of a list and another for text.
	listMark = regexp.MustCompile(`^([-+]|\d+[.)])$`)
	// marks are characters that one renderer takes for markup and another for text.
	marks = strings.NewReplacer("*", "", "_", "", "`", "", "#", "")
)

// visible gives what is compared of a Markdown text.
func visible(text string) string {
	var out bytes.Buffer
	if goldmark.Convert([]byte(text), &out) != nil {
		return text // no writer fails here
	}
	var words []string
	for _, word := range strings.Fields(marks.Replace(html.UnescapeString(tag.ReplaceAllString(out.String(), "")))) {
		if !listMark.MatchString(word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}
