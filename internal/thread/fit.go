package thread

import (
	"fmt"
	"math"
	"slices"
)

// What a part costs, in thousandths of a post: that it is one more, the kind of border that it ends at, and how much of
// its room is left empty, squared, so that two parts of the same text are even rather than one full and one nearly empty.
const (
	eachPart    = 1000
	emptyRoom   = 600
	looseEnd    = 500
	looseShare  = 5 // a part that fills less than a fifth of its room is a loose end
	finestShare = 64
)

func (b border) cost() int {
	switch b {
	case atParagraph:
		return 300
	case atLine:
		return 500
	case atSentence:
		return 700
	case atWord:
		return 2500
	case inWord:
		return 8000
	case noBorder, atArticle:
	}
	return 0
}

// split cuts a measured text into parts that fit into posts, where so many characters are reserved in the first post and
// in each other. It prefers borders between articles to those between paragraphs, lines, sentences and words, in that
// order, and cuts inside a word only where it is longer than a post. Among cuts that are as good it takes the fewest parts
// and even ones, so that no part is left with a few words. Only white space lies between the parts. The first part is
// empty where the first post has no room for one, where that is much better for what follows, and where the text after the
// head would be cut inside a word.
func (m measured) split(l Limits, first, rest int) ([]Range, error) {
	room, head := l.Characters-rest, l.Characters-first
	alone := fitting{places: m.thin(room), room: room, head: room}
	apart, err := alone.cuts()
	if err != nil {
		return nil, err
	}
	if head >= l.Characters/4 {
		shared := fitting{places: m.thin(min(room, head)), room: room, head: head}
		cuts, failed := shared.cuts()
		cut := head < room && len(cuts) > 1 && cuts[1].kind == inWord
		if failed == nil && !cut && shared.total() <= alone.total()+eachPart {
			return ranges(cuts), nil
		}
	}
	return append([]Range{{}}, ranges(apart)...), nil
}

// ranges gives the parts between places.
func ranges(cuts []place) []Range {
	var parts []Range
	for n := 1; n < len(cuts); n++ {
		parts = append(parts, Range{cuts[n-1].start, cuts[n].end})
	}
	return parts
}

// thin leaves out the places that cannot be needed: those between words where a sentence ends soon enough, those inside a
// word that is short enough, and of many near to each other all but one.
func (m measured) thin(room int) []place {
	kept := m.places
	for _, kind := range []border{atWord, inWord} {
		kept = thinned(kept, kind, room)
	}
	return kept
}

// thinned drops places of a kind, and worse ones are not looked at: it keeps them only inside stretches between better
// places that are longer than the room.
func thinned(places []place, kind border, room int) []place {
	var kept []place
	for at := 0; at < len(places); at++ {
		kept = append(kept, places[at])
		next := at + 1
		for next < len(places) && places[next].kind <= kind {
			next++
		}
		if next >= len(places) || places[next].countedEnd-places[at].countedStart > room {
			kept = append(kept, spaced(places[at+1:min(next, len(places))], kind, room)...)
		}
		at = next - 1
	}
	return kept
}

// spaced keeps the worse places and, of those of a kind, none too near to the one before.
func spaced(places []place, kind border, room int) []place {
	var kept []place
	last := math.MinInt / 2
	for _, p := range places {
		if p.kind == kind && p.countedEnd-last < room/finestShare {
			continue
		}
		if p.kind == kind {
			last = p.countedEnd
		}
		kept = append(kept, p)
	}
	return kept
}

// fitting looks for the cheapest series of places, by the cheapest way to each of them.
type fitting struct {
	places     []place
	room, head int // of each part, and of the first
	cost, from []int
}

// total is what the cheapest way to the end costs.
func (f *fitting) total() int { return f.cost[len(f.cost)-1] }

func (f *fitting) cuts() ([]place, error) {
	f.cost, f.from = make([]int, len(f.places)), make([]int, len(f.places))
	for to := 1; to < len(f.places); to++ {
		f.cost[to] = math.MaxInt
		for from := to - 1; from >= 0 && f.places[to].countedEnd-f.places[from].countedStart <= max(f.room, f.head); from-- {
			if f.cost[from] == math.MaxInt {
				continue
			}
			if cost, fits := f.part(from, to); fits && f.cost[from]+cost < f.cost[to] {
				f.cost[to], f.from[to] = f.cost[from]+cost, from
			}
		}
	}
	last := len(f.places) - 1
	if f.cost[last] == math.MaxInt {
		return nil, fmt.Errorf("the text has a piece of more than %d characters that cannot be cut", f.room)
	}
	var cuts []place
	for at := last; at > 0; at = f.from[at] {
		cuts = append(cuts, f.places[at])
	}
	cuts = append(cuts, f.places[0])
	slices.Reverse(cuts)
	return cuts, nil
}

// part gives what a part from one place to another costs, if it fits.
func (f *fitting) part(from, to int) (cost int, fits bool) {
	room := f.room
	if from == 0 {
		room = f.head
	}
	used := f.places[to].countedEnd - f.places[from].countedStart
	if used > room {
		return 0, false
	}
	left := (room - used) * 1000 / room
	cost = eachPart + f.places[to].kind.cost() + emptyRoom*left/1000*left/1000
	whole := f.places[from].kind == atArticle && f.places[to].kind == atArticle
	if used*looseShare < room && !whole {
		cost += looseEnd
	}
	return cost, true
}
