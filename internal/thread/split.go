package thread

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Fewest is the smallest limit of a post, in characters, that a constitution can be posted with.
const Fewest = 200

// Range is a part of a text, by byte offsets.
type Range struct{ Start, End int }

func checkRoom(l Limits, rest int) error {
	if l.Characters < Fewest {
		return fmt.Errorf("a post of %d characters is too short for a constitution, at least %d are needed", l.Characters, Fewest)
	}
	if room := l.Characters - rest; room < l.Characters/2 || room < l.URLCharacters {
		return fmt.Errorf("%d of %d characters are reserved in each post, which leaves too few", rest, l.Characters)
	}
	return nil
}

// place is where a text may be cut: a part that ends here ends at end, and the next begins at start. Counted is what the
// text up to each of them counts.
type place struct {
	end, start               int
	countedEnd, countedStart int
	kind                     border
}

// measured is a text with all its places, in order: counting again for every attempt would take long.
type measured struct {
	text   string
	places []place // the first is the beginning of the text, the last its end
	whole  int     // what the text counts up to the last place that is not inside a word
}

// shortWord is never cut: it fits into the least room that a post may have.
const shortWord = 40

// measure walks over a text once.
func measure(s string, l Limits) measured {
	m := measured{text: s}
	at, count := skipSpace(s, 0), 0
	m.places = append(m.places, place{end: at, start: at, kind: atArticle})
	last := len(strings.TrimRightFunc(s, unicode.IsSpace))
	for at < last {
		if size := urlLength(s, at); size > 0 {
			cost, whole := urlCost(s, at, size, l)
			if !whole {
				m.insideURL(at, at+size, count, l)
			}
			count += cost
			at += size
			m.note(at, last, count, false)
			continue
		}
		cluster, _, boundaries, _ := uniseg.StepString(s[at:], -1)
		at += len(cluster)
		count++
		m.note(at, last, count, boundaries&uniseg.MaskLine == uniseg.LineCanBreak)
	}
	return m
}

// digits is how many digits the number of parts has at least.
func (m measured) digits(l Limits) int {
	return len(strconv.Itoa(max(1, m.places[len(m.places)-1].countedEnd/l.Characters)))
}

// note adds the place at an offset, unless it is none.
func (m *measured) note(at, last, count int, breakable bool) {
	if at >= last {
		if at == last {
			m.places = append(m.places, place{at, at, count, count, atArticle})
		}
		return
	}
	kind := borderAt(m.text, at, breakable)
	if kind == noBorder || kind == inWord && count-m.whole < shortWord {
		return
	}
	if kind > inWord {
		m.whole = count
	}
	start := skipSpace(m.text, at)
	m.places = append(m.places, place{at, start, count, count + uniseg.GraphemeClusterCount(m.text[at:start]), kind})
}

// insideURL adds the places inside an address, for one that no post can hold. The beginning that counts as stated stays
// whole, and what it costs more than its own length comes with it.
func (m *measured) insideURL(at, end, count int, l Limits) {
	count += max(0, l.URLCharacters-sure(m.text[at:end]))
	for n := 1; at < end; n++ {
		cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(m.text[at:end], -1)
		at += len(cluster)
		count++
		if at < end && n > l.URLCharacters && !triggers(m.text[at:]) {
			m.places = append(m.places, place{at, at, count, count, inWord})
		}
	}
}
