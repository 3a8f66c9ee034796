package constitution

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/citation"
)

// kind is headings that are numbered in one run: those of one level with the same keyword.
type kind struct {
	level   int
	rank    citation.Rank
	keyword string
}

// namer finds for each heading of a text a citation that no other one has. A number that is there once is its own citation.
// Where numbers begin again in each article, all of that kind are cited with what stands above: "II.1". Words that are there
// twice are cited with the heading above them. What is then still the same is numbered in the order of the text.
type namer struct {
	headings []headline
	parents  []int         // of each heading, -1 for none
	restarts map[kind]bool // kinds that are cited with what stands above
	single   map[int]bool  // headings that are
	paths    []string      // with which what is below each heading is cited
}

// name gives every article its citation, and reports those that only their order distinguishes.
func (p *parser) name(headings []headline) {
	n := &namer{headings, parentsOf(headings), map[kind]bool{}, map[int]bool{}, make([]string, len(headings))}
	n.repeated()
	shift := len(p.constitution.Articles) - len(headings) // 1 where there is a preamble
	taken := map[string]int{}
	if shift > 0 {
		taken[Preamble] = p.constitution.Articles[0].Place.Line
	}
	for i := range headings {
		a := &p.constitution.Articles[i+shift]
		a.Citation = n.cited(i)
		first, twice := taken[a.Citation]
		if twice {
			same := a.Citation
			for count := 2; twice; count++ {
				a.Citation = fmt.Sprintf("%s (%d)", same, count)
				_, twice = taken[a.Citation]
			}
			p.diags.Warnf(a.Place, "number the articles", "two articles are cited as %q; first on line %d, and this one is cited as %q", same, first, a.Citation)
		}
		taken[a.Citation] = a.Place.Line
		n.paths[i] = cmp.Or(n.paths[i], a.Citation)
	}
}

func (n *namer) kind(i int) kind {
	h := n.headings[i]
	return kind{h.level, h.label.Rank, h.label.Keyword}
}

// parentsOf finds the heading that each one is part of: the last one of a higher level, or of the same level where its rank
// is higher.
func parentsOf(headings []headline) []int {
	parents := make([]int, len(headings))
	var open []int
	for i, h := range headings {
		for len(open) > 0 && ends(headings, open, h) {
			open = open[:len(open)-1]
		}
		parents[i] = -1
		if len(open) > 0 {
			parents[i] = open[len(open)-1]
		}
		open = append(open, i)
	}
	return parents
}

// ends reports whether a heading ends the innermost one that is open.
func ends(headings []headline, open []int, h headline) bool {
	last := headings[open[len(open)-1]]
	switch {
	case last.level != h.level:
		return last.level > h.level
	case last.label.Rank == citation.Words || h.label.Rank == citation.Words || last.label.Rank > h.label.Rank:
		return true
	case last.label.Rank < h.label.Rank:
		return false
	}
	for _, i := range open {
		if other := headings[i]; other.level == h.level && other.label.Rank == h.label.Rank && other.label.Keyword == h.label.Keyword {
			return true
		}
	}
	return false
}

// repeated finds what is cited with what stands above.
func (n *namer) repeated() {
	same := map[string][]int{}
	for i, h := range n.headings {
		same[h.label.Cited] = append(same[h.label.Cited], i)
	}
	for _, group := range same {
		if len(group) > 1 {
			n.repeatedIn(group)
		}
	}
}

// repeatedIn looks at headings with one citation. The outermost kind of them keeps it, if it has it once; the others are
// numbered again in each. A number other than the first that is there twice is most likely a mistake, which must not rename the rest.
func (n *namer) repeatedIn(group []int) {
	outer := n.kind(group[0])
	for _, i := range group {
		if k := n.kind(i); k.level < outer.level || k.level == outer.level && k.rank < outer.rank {
			outer = k
		}
	}
	parents := map[int]bool{}
	for _, i := range group {
		if n.kind(i) == outer {
			parents[n.parents[i]] = true
		}
	}
	for _, i := range group {
		k := n.kind(i)
		switch {
		case k.rank == citation.Words:
			n.single[i] = len(parents) > 1 || k != outer
		case k != outer, len(parents) > 1 && begins(n.headings[i].label.Number):
			n.restarts[k] = true
		case len(parents) > 1:
			n.single[i] = true
		}
	}
}

// begins reports whether a number is the first of a run.
func begins(number string) bool {
	return number == "1" || number == "0" || strings.EqualFold(number, "i") || strings.EqualFold(number, "a")
}

// cited gives the citation of a heading whose parents have theirs, and keeps with what the headings below it are cited.
func (n *namer) cited(i int) string {
	label := n.headings[i].label
	above := n.above(i)
	qualified := above >= 0 && (n.restarts[n.kind(i)] || n.single[i])
	switch {
	case label.Rank == citation.Words && qualified:
		return n.paths[above] + ": " + label.Cited
	case label.Rank == citation.Words:
		return label.Cited
	case !qualified:
		n.paths[i] = label.Number
		return label.Cited
	}
	path, separator := n.paths[above], "."
	if n.headings[above].label.Rank == citation.Words {
		separator = ": "
	}
	if !strings.HasPrefix(label.Number, path+".") {
		n.paths[i] = path + separator + label.Number
	} else {
		n.paths[i] = label.Number
	}
	if label.Rank == citation.Division {
		return n.headings[above].label.Cited + " " + label.Cited
	}
	return n.paths[i]
}

// above gives the heading with which one is cited: the nearest that has a number, or else the nearest but the title of the
// text, -1 for none.
func (n *namer) above(i int) int {
	words := -1
	for at := n.parents[i]; at >= 0; at = n.parents[at] {
		switch h := n.headings[at]; {
		case h.label.Rank != citation.Words:
			return at
		case words < 0 && h.level > 1:
			words = at
		}
	}
	return words
}
