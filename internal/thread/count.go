package thread

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/bylaw-dev/bylaw/internal/length"
)

var (
	authority = regexp.MustCompile(`^[0-9A-Za-z.-]*[0-9A-Za-z]`)
	surePath  = regexp.MustCompile(`^/[0-9A-Za-z/_-]*[0-9A-Za-z/_]`)
)

// Count gives the length of a text as the server counts it, or more, never less: grapheme clusters, each URL at the
// stated length or its own, whichever is longer, and mentions with their domain.
func Count(s string, l Limits) int {
	count := 0
	for at := 0; at < len(s); {
		if size := urlLength(s, at); size > 0 {
			cost, _ := urlCost(s, at, size, l)
			count += cost
			at += size
			continue
		}
		cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s[at:], -1)
		count++
		at += len(cluster)
	}
	return count
}

// urlLength gives the length of the URL at an offset, or 0. It ends at white space, or where another one begins.
func urlLength(s string, at int) int {
	if c := s[at]; c != 'h' && c != 'H' {
		return 0
	}
	found := urlStart.FindString(s[at:])
	if found == "" {
		return 0
	}
	size := strings.IndexFunc(s[at:], unicode.IsSpace)
	if size < 0 {
		size = len(s) - at
	}
	if next := nextURL.FindStringIndex(s[at+len(found) : at+size]); next != nil {
		return len(found) + next[0]
	}
	return size
}

// numberRoom is what the number of a part takes of a post, at most.
const numberRoom = 20

// urlCost counts an address with what is published on to it. A server may take the whole for an address, or only its beginning,
// which then counts as stated while the rest counts as text: so the shortest beginning that it may take decides. One that no
// post could hold by this count is whole if it can be posted as Mastodon counts, for which nothing may be published on to it.
func urlCost(s string, at, size int, l Limits) (cost int, whole bool) {
	run := s[at : at+size]
	cost = uniseg.GraphemeClusterCount(run) + max(0, l.URLCharacters-sure(run))
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	if cost+numberRoom <= l.Characters || at > 0 && !unicode.IsSpace(before) && before != '(' {
		return cost, false
	}
	if exact := length.Post("", run, l.URLCharacters); exact <= l.Characters/2 {
		return exact, true
	}
	return cost, false
}

// sure gives the length of the shortest beginning of an address that a server may take for all of it. A host of three
// names may end after the second: servers know the endings that exist.
func sure(s string) int {
	scheme := len(urlStart.FindString(s))
	host := authority.FindString(s[scheme:])
	if labels := strings.SplitN(host, ".", 3); len(labels) == 3 {
		return scheme + len(labels[0]) + 1 + len(labels[1])
	}
	return scheme + len(host) + len(surePath.FindString(s[scheme+len(host):]))
}
