package thread

import (
	"regexp"
	"strings"
	"unicode"
)

// joiner is the word joiner: it takes no room, breaks no line, and is part of no user name and no hashtag.
const joiner = "\u2060"

var (
	nextURL  = regexp.MustCompile(`(?i)https?://`)
	urlStart = regexp.MustCompile(`(?i)^https?://`)
	anyURL   = regexp.MustCompile(`(?i)https?://[\pL\pN\pM.:_-]+(?:[/?#][\pL\pN\pM!$%&'()*+,\-./:;=?@\[\]_~|#]*)?`)
	// A server takes what follows as a mention or a hashtag, unless a letter, a digit, "_", "=" or "/" stands before it.
	// Some servers know no letters but those of English.
	trigger      = regexp.MustCompile(`(^|[^A-Za-z0-9_=/])([@＠#＃])([\pL\pN_·])`)
	firstTrigger = regexp.MustCompile(`^[@＠#＃][\pL\pN_·]`)
	// In an address a server looks for mentions too.
	addressed = regexp.MustCompile(`([^A-Za-z0-9_=/])@([A-Za-z0-9_])`)
	// A word between colons becomes a picture where the server has an emoji of that name.
	shortcode = regexp.MustCompile(`(^|[^\pL\pN:]):([A-Za-z0-9_]{2,}:)`)
)

// defuse makes mentions, hashtags and names of custom emoji plain text. URLs and e-mail addresses stay whole; an @ in a
// URL that would mention a person is written as %40, which is the same address.
func defuse(s string) string {
	var out strings.Builder
	last := 0
	for _, at := range anyURL.FindAllStringIndex(s, -1) {
		end := at[0] + len(closed(s[at[0]:at[1]]))
		out.WriteString(defuseWords(s[last:at[0]]))
		out.WriteString(addressed.ReplaceAllString(s[at[0]:end], "${1}%40${2}"))
		last = end
	}
	out.WriteString(defuseWords(s[last:]))
	return out.String()
}

// closed ends an address before a bracket that it did not open, and before a second "#": "(see https://a.example)@ada"
// mentions ada.
func closed(address string) string {
	open, fragment := 0, false
	for at, r := range address {
		switch r {
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return address[:at]
			}
		case '#':
			if fragment {
				return address[:at]
			}
			fragment = true
		}
	}
	return address
}

// defuseWords goes over the text twice: of two marks that touch, the first pass sees only one.
func defuseWords(s string) string {
	const with = "${1}${2}" + joiner + "${3}"
	if strings.ContainsAny(s, "@＠#＃") {
		s = trigger.ReplaceAllString(trigger.ReplaceAllString(s, with), with)
	}
	const emoji = "${1}:" + joiner + "${2}"
	if strings.Contains(s, ":") {
		s = shortcode.ReplaceAllString(shortcode.ReplaceAllString(s, emoji), emoji)
	}
	return s
}

// clean drops control characters, and the marks that turn the direction of what follows them; those for a single letter
// stay, because right-to-left texts need them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}
