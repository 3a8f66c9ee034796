package thread

import (
	"regexp"
	"strings"
	"unicode"
)

// joiner is the word joiner: it takes no room, breaks no line, and is part of no user name and no hashtag.
const joiner = "\u2060"

var (
	urlStart = regexp.MustCompile(`(?i)^https?://`)
	anyURL   = regexp.MustCompile(`(?i)https?://[^\s]+`)
	// A server takes what follows as a mention or a hashtag, unless a letter, a digit, "=" or "/" stands before it.
	trigger = regexp.MustCompile(`(^|[^\pL\pN_=/])([@＠#＃])([\pL\pN_·])`)
)

// defuse makes mentions and hashtags plain text. URLs and e-mail addresses stay whole.
func defuse(s string) string {
	var out strings.Builder
	last := 0
	for _, at := range anyURL.FindAllStringIndex(s, -1) {
		out.WriteString(defuseWords(s[last:at[0]]))
		out.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	out.WriteString(defuseWords(s[last:]))
	return out.String()
}

// defuseWords goes over the text twice: of two marks that touch, the first pass sees only one.
func defuseWords(s string) string {
	const with = "${1}${2}" + joiner + "${3}"
	return trigger.ReplaceAllString(trigger.ReplaceAllString(s, with), with)
}

// clean drops control characters, and the marks that reverse the direction of what follows them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r == '\u202d', r == '\u202e':
			return -1
		}
		return r
	}, s)
}
