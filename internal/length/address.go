package length

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// address is a part of a text that is read as the address of a page.
type address struct {
	begin  int // of the match, with the character that comes before the address
	start  int
	end    int
	scheme bool // it begins with https:// or another scheme
	host   string
	text   string
}

// valid reports whether an address is short enough, and its host can be written in ASCII.
func (a address) valid() bool {
	ascii, err := idna.Punycode.ToASCII(a.host)
	if err != nil {
		return false
	}
	for _, label := range strings.Split(ascii, ".") {
		if len(label) > 63 {
			return false
		}
	}
	grown := max(0, len(ascii)-utf8.RuneCountInString(a.host))
	return utf8.RuneCountInString(a.text)+grown <= longest
}

// addresses finds the addresses of a post from its beginning on. One without a scheme is found as well: another one inside
// of it is none of its own.
func addresses(text string) []address {
	return scan(text, []string{"https://", "http://", "dat://", "dweb://", "ipfs://", "ipns://", "ssb://", "gopher://", "gemini://", ""})
}

// addressesWithScheme finds those of a profile.
func addressesWithScheme(text string) []address { return scan(text, []string{"https://", "http://"}) }

func scan(text string, schemes []string) []address {
	s := scanner{text: text, schemes: schemes, ends: map[int]int{}}
	var found []address
	for at := 0; at < len(text); {
		size, start := precedes(text, at)
		a, ok := s.match(start)
		if !ok && start != at && lineStart(text, at) {
			a, ok = s.match(at)
		}
		if !ok {
			at += size
			continue
		}
		a.begin = at
		found = append(found, a)
		at = a.end
	}
	return found
}

// scanner looks for addresses in a text.
type scanner struct {
	text    string
	schemes []string    // that an address may begin with; "" is none
	ends    map[int]int // where a host ends that goes on after a full stop, by that place; 0 where none does
}

// precedes gives the size of the character at an offset, and where an address may begin: after it, or at it where nothing may
// come before an address but the beginning of a line; -1 where none can.
func precedes(text string, at int) (size, start int) {
	r, size := utf8.DecodeRuneInString(text[at:])
	switch {
	case !alphanumeric(r) && !strings.ContainsRune("@＠$#＃\uFFFE\uFEFF\uFFFF", r):
		return size, at + size
	case lineStart(text, at):
		return size, at
	default:
		return size, -1
	}
}

func lineStart(text string, at int) bool { return at == 0 || text[at-1] == '\n' }

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// match reads an address at an offset.
func (s scanner) match(start int) (address, bool) {
	if start < 0 || start >= len(s.text) {
		return address{}, false
	}
	for _, scheme := range s.schemes {
		from := start + len(scheme)
		if len(s.text) <= from || !strings.EqualFold(s.text[start:from], scheme) {
			continue
		}
		host := s.hostEnd(from)
		if host == 0 {
			continue
		}
		end := host + portSize(s.text[host:])
		end += pathSize(s.text[end:])
		end += querySize(s.text[end:])
		return address{start: start, end: end, scheme: scheme != "", host: s.text[from:host], text: s.text[start:end]}, true
	}
	return address{}, false
}

// hostEnd gives the end of the longest host at a place that ends in a name that exists, 0 for none. The label before that
// name has no underscore. What a host goes on with after a full stop is looked for once.
func (s scanner) hostEnd(from int) int {
	places := []int{from}
	for at := from; ; {
		size := labelSize(s.text[at:])
		if size == 0 {
			break
		}
		at += size + 1 // the full stop
		places = append(places, at)
		if _, known := s.ends[at]; known {
			break
		}
	}
	end := s.ends[places[len(places)-1]]
	for n := len(places) - 2; n >= 0; n-- {
		at := places[n+1]
		if name := s.text[places[n] : at-1]; end == 0 && !strings.Contains(name, "_") {
			if ending := endingSize(s.text[at:]); ending > 0 {
				end = at + ending
			}
		}
		if n > 0 {
			s.ends[places[n]] = end
		}
	}
	return end
}

// labelMax ends the search for a label, in bytes: what is longer is none.
const labelMax = 256

// labelSize gives the size of a label that a full stop follows, 0 for none.
func labelSize(text string) int {
	for at, r := range text {
		inside := r == '-' || r == '_'
		switch {
		case r == '.' && at > 0 && text[at-1] != '-' && text[at-1] != '_':
			return at
		case at >= labelMax || !inHost(r) && !inside || inside && at == 0:
			return 0
		}
	}
	return 0
}

// inHost reports whether a character belongs to hosts: all but punctuation, spaces, controls and marks of direction.
func inHost(r rune) bool {
	switch {
	case r < 0x80:
		return alphanumeric(r)
	case unicode.IsSpace(r) || strings.ContainsRune("\u180E\uFFFE\uFEFF\uFFFF\u061C\u200E\u200F", r):
		return false
	default:
		return (r < 0x202A || r > 0x202E) && (r < 0x2066 || r > 0x2069)
	}
}

// young are endings that were created after the list that Mastodon goes by.
const young = " amazon kids merck music spa "

// endingSize gives the size of the last part of a host at the beginning of a text, 0 where there is none that exists.
func endingSize(text string) int {
	if size := punycodeSize(text); size > 0 {
		return size
	}
	end := strings.IndexFunc(text[:min(len(text), labelMax)], func(r rune) bool { return !inHost(r) })
	if end < 0 {
		end = min(len(text), labelMax)
	}
	if ascii := strings.IndexFunc(text[:end], func(r rune) bool { return r >= 0x80 }); ascii > 0 {
		end = ascii
	}
	for size := end; size > 0; size-- {
		if ends(text[size:]) && exists(strings.ToLower(text[:size])) {
			return size
		}
	}
	return 0
}

// ends reports whether a host may end before a text.
func ends(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return size == 0 || !alphanumeric(r) && !strings.ContainsRune("@+-", r)
}

// punycodeSize accepts every ending that is written as xn--.
func punycodeSize(text string) int {
	const prefix = "xn--"
	if len(text) <= len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return 0
	}
	rest := text[len(prefix):]
	end := strings.IndexFunc(rest, func(r rune) bool { return !alphanumeric(r) })
	switch end {
	case 0:
		return 0
	case -1:
		return len(text)
	default:
		return len(prefix) + end
	}
}

// exists reports whether a name is an ending of domains.
func exists(name string) bool {
	if name == "onion" {
		return true
	}
	ascii, err := idna.Punycode.ToASCII(name)
	if err != nil || strings.Contains(young, " "+name+" ") {
		return false
	}
	// Some countries register nothing right below their ending, and the list says so of the names below it alone.
	for _, host := range []string{ascii, "x." + ascii} {
		if _, public := publicsuffix.PublicSuffix(host); public {
			return true
		}
	}
	return false
}
