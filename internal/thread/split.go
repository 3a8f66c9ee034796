package thread

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Fewest is the smallest limit of a post, in characters, that a constitution can be posted with.
const Fewest = 200

// Range is a part of a text, by byte offsets.
type Range struct{ Start, End int }

// Count gives the length of a text as the server counts it, or more: grapheme clusters, each URL at the stated length
// or its own, whichever is longer.
func Count(s string, l Limits) int {
	count := 0
	for at := 0; at < len(s); {
		size, cost, _ := step(s, at, l)
		count += cost
		at += size
	}
	return count
}

// Split cuts a text into parts that fit into posts, where so many characters are reserved in the first post and in each
// other. It cuts between articles, paragraphs, lines, sentences or words, in that order of preference, and inside a
// word only where it is longer than a post. Only white space lies between the parts. The first part is empty where the
// first post has no room for a part.
func Split(s string, l Limits, first, rest int) ([]Range, error) {
	if l.Characters < Fewest {
		return nil, fmt.Errorf("a post of %d characters is too short for a constitution, at least %d are needed", l.Characters, Fewest)
	}
	room := l.Characters - rest
	if room < l.Characters/2 || room < l.URLCharacters {
		return nil, fmt.Errorf("%d of %d characters are reserved in each post, which leaves too few", rest, l.Characters)
	}
	var parts []Range
	if l.Characters-first < l.Characters/4 {
		parts = append(parts, Range{})
	}
	for at := skipSpace(s, 0); at < len(s); {
		space := room
		if len(parts) == 0 {
			space = l.Characters - first
		}
		end := cut(s, at, space, l)
		if end == at && len(parts) > 0 {
			return nil, fmt.Errorf("the text at byte %d fits into no post", at)
		}
		parts = append(parts, Range{at, at + len(strings.TrimRightFunc(s[at:end], unicode.IsSpace))})
		at = skipSpace(s, end)
	}
	return parts, nil
}

func skipSpace(s string, at int) int {
	return len(s) - len(strings.TrimLeftFunc(s[at:], unicode.IsSpace))
}

// border is a kind of place where a text may be cut, the best last.
type border int

const (
	inWord border = iota
	atWord
	atSentence
	atLine
	atParagraph
	atArticle
	borders
)

// cutter looks for the place where the part that begins at start ends.
type cutter struct {
	text         string
	start, room  int
	limits       Limits
	places, used [borders]int // the last border of each kind, and what the text before it counts
}

// cut gives where a part that begins at start ends, within so much room.
func cut(s string, start, room int, l Limits) int {
	c := cutter{text: s, start: start, room: room, limits: l}
	count := 0
	for at := start; at < len(s); {
		size, cost, breakable := step(s, at, l)
		if count+cost > room {
			return c.choose(at, count)
		}
		count += cost
		at += size
		if at == len(s) {
			break
		}
		kind := borderAt(s, at, breakable)
		c.places[kind], c.used[kind] = at, count
	}
	return len(s)
}

// choose takes the best border that leaves the post at least half full, else the last that there is between words. What
// fits ends at an offset, and counts so much.
func (c *cutter) choose(at, count int) int {
	for kind := atArticle; kind > atWord; kind-- {
		if c.used[kind]*2 >= c.room {
			return c.places[kind]
		}
	}
	last := c.start
	for kind := atWord; kind < borders; kind++ {
		last = max(last, c.places[kind])
	}
	if last > c.start {
		return last
	}
	return c.insideWord(at, count)
}

// insideWord cuts a word, or a URL, that is longer than a post. It leaves no mention or hashtag at the head of the next
// part, where what defused it would be missing.
func (c *cutter) insideWord(at, count int) int {
	if size := urlLength(c.text, at); size > 0 && count == 0 && c.limits.URLCharacters <= c.room {
		for ; count < c.room; count++ {
			cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(c.text[at:], -1)
			at += len(cluster)
		}
	}
	for end := at; end > c.start; {
		if !strings.ContainsRune("@＠#＃", runeAt(c.text, end)) {
			return end
		}
		_, size := utf8.DecodeLastRuneInString(c.text[:end])
		end -= size
	}
	return at
}

// step measures what stands at an offset: a whole URL, or one grapheme cluster; and says whether a line may be broken
// after it.
func step(s string, at int, l Limits) (size, cost int, breakable bool) {
	if size := urlLength(s, at); size > 0 {
		return size, max(l.URLCharacters, uniseg.GraphemeClusterCount(s[at:at+size])), false
	}
	cluster, _, boundaries, _ := uniseg.StepString(s[at:], -1)
	return len(cluster), 1, boundaries&uniseg.MaskLine == uniseg.LineCanBreak
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
	if next := anyURL.FindStringIndex(s[at+len(found) : at+size]); next != nil {
		return len(found) + next[0]
	}
	return size
}

// borderAt says what kind of border lies at an offset, before the white space that may follow.
func borderAt(s string, at int, breakable bool) border {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	next := skipSpace(s, at)
	if isGap(before) {
		return inWord
	}
	if next == at {
		return betweenWords(before, runeAt(s, at), breakable)
	}
	lines := strings.Count(s[at:next], "\n")
	if lines > 0 && isHeading(s, at) {
		return atWord
	}
	switch {
	case lines >= len(articleGap):
		return atArticle
	case lines == len(paragraphGap):
		return atParagraph
	case lines == len(lineGap):
		return atLine
	case !isGap(runeAt(s, at)):
		return inWord
	case endsSentence(s[:at]) && !continues(runeAt(s, next)):
		return atSentence
	}
	return atWord
}

// betweenWords is for scripts that write without spaces, and for hyphens.
func betweenWords(before, after rune, breakable bool) border {
	switch {
	case strings.ContainsRune("@＠#＃", after):
		return inWord
	case strings.ContainsRune("。！？", before) && breakable:
		return atSentence
	case breakable:
		return atWord
	}
	return inWord
}

// isHeading says whether the line that ends at an offset is the first of an article: it is not left alone.
func isHeading(s string, at int) bool {
	line := strings.LastIndexByte(s[:at], '\n') + 1
	return line >= len(articleGap) && s[line-len(articleGap):line] == articleGap
}

// isGap is white space that may become the end of a post. A no-break space may not.
func isGap(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

// continues says that what follows a full stop belongs to the same sentence, as in "e.g. this" or "art. 3".
func continues(r rune) bool { return unicode.IsLower(r) || unicode.IsDigit(r) }

func runeAt(s string, at int) rune {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return r
}
