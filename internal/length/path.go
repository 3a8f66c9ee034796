package length

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func portSize(text string) int {
	if !strings.HasPrefix(text, ":") {
		return 0
	}
	digits := strings.IndexFunc(text[1:], func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(text) - 1
	}
	if digits == 0 {
		return 0
	}
	return 1 + digits
}

// pathSize gives the size of a path, which ends before punctuation that belongs to the sentence around it.
func pathSize(text string) int {
	if !strings.HasPrefix(text, "/") {
		return 0
	}
	end := 1
	for at := 1; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch brackets := bracketSize(text[at:], true); {
		case brackets > 0:
			at += brackets
			end = at
		case !inPath(r):
			return end
		default:
			at += size
			if endsPath(r) {
				end = at
			}
		}
	}
	return end
}

func inPath(r rune) bool {
	return !unicode.Is(unicode.White_Space, r) && !strings.ContainsRune("<>()?", r)
}

func endsPath(r rune) bool {
	return inPath(r) && !strings.ContainsRune("!*\"'「」:;=,.$%[]~&|", r)
}

// bracketSize gives the size of what is in brackets, with one more pair inside at most. An empty pair is none.
func bracketSize(text string, nested bool) int {
	if !strings.HasPrefix(text, "(") {
		return 0
	}
	inside := false
	for at := 1; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == ')' && at > 1:
			return at + size
		case r == '(' && nested && !inside:
			pair := bracketSize(text[at:], false)
			if pair == 0 {
				return 0
			}
			at, inside = at+pair, true
		case !inPath(r):
			return 0
		default:
			at += size
		}
	}
	return 0
}

// querySize gives the size of a query.
func querySize(text string) int {
	if !strings.HasPrefix(text, "?") {
		return 0
	}
	end := 0
	for at, r := range text[1:] {
		if !inQuery(r) {
			break
		}
		if alphanumeric(r) || r >= 0x80 || strings.ContainsRune("_&=#/-", r) {
			end = 1 + at + utf8.RuneLen(r)
		}
	}
	return end
}

func inQuery(r rune) bool {
	return alphanumeric(r) || r >= 0xA0 || strings.ContainsRune("!?*'();:&=+$/%#[]-_.,~|@^", r)
}
