// Package length counts texts as Mastodon counts them: by what a reader sees as one character, an address of a page as
// a fixed number, and a handle without its server. The rules are those of twitter-text 3.1.0 with Mastodon's changes
// (config/initializers/twitter_regex.rb, status_length_validator.rb and note_length_validator.rb). It knows no limits.
package length

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// longest is how long an address may be, in code points, to count as one.
const longest = 4096

// domainMax is how long the server of a handle may be, in code points, to be left out.
const domainMax = 253

// handle is a mention of an account: what comes before it, the name, and the server with its @.
var handle = regexp.MustCompile(`(^|[^=/\pL\pM\p{Nd}\p{Pc}])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(@[\pL\pM\p{Nd}\p{Pc}]+(?:[.-]+[\pL\pM\p{Nd}\p{Pc}]+)*)?`)

// Post counts the text of a post with the warning in front of it. Address is what an address counts, in characters.
func Post(warning, text string, address int) int {
	var found []span
	for _, a := range addresses(text) {
		if a.scheme && a.valid() {
			found = append(found, span{a.start, a.end})
		}
	}
	return uniseg.GraphemeClusterCount(warning + shorten(text, found, address, func(between string) string {
		return handle.ReplaceAllStringFunc(between, withoutServer)
	}))
}

// Note counts the text of a profile. An address takes the character before it along, and may be as long as it likes.
func Note(text string, address int) int {
	var found []span
	for _, a := range addressesWithScheme(text) {
		found = append(found, span{a.begin, a.end})
	}
	short := shorten(text, found, address, func(between string) string { return between })
	return uniseg.GraphemeClusterCount(handle.ReplaceAllString(short, "$1@$2"))
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// shorten puts as many letters as an address counts into the place of each, and changes what is between them.
func shorten(text string, found []span, address int, change func(string) string) string {
	var short strings.Builder
	at := 0
	for _, a := range found {
		short.WriteString(change(text[at:a.from]))
		short.WriteString(strings.Repeat("x", address))
		at = a.to
	}
	short.WriteString(change(text[at:]))
	return short.String()
}

// withoutServer leaves the server out of a handle, unless it is too long for one.
func withoutServer(found string) string {
	parts := handle.FindStringSubmatch(found)
	if utf8.RuneCountInString(parts[3])-1 > domainMax {
		return found
	}
	return parts[1] + "@" + parts[2]
}
