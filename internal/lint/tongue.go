package lint

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tongue is how one language other than English says numbers. All of them are looked for in every text: their words differ.
type tongue struct {
	signs              []string // words without which a text says no number in this language
	numbers            map[string]int64
	fraction           *regexp.Regexp // how many, and which part
	parts              map[string]int64
	compound           map[string]string // one word for a share, such as "Zweidrittel"
	half, part         *regexp.Regexp    // a half; what makes a single part one of a body
	hour               *regexp.Regexp    // what makes it one of a time
	majority, percent  *regexp.Regexp
	lasting            *regexp.Regexp
	units              map[string]string // the first letters of a unit of time, and what it is
	timed, member      *regexp.Regexp    // words near a time: it belongs to the vote, or to the membership
	bodies             *regexp.Regexp
	moreThan, fewerFor *regexp.Regexp
}

// words makes a pattern of whole words in any alphabet, which \b does not: the character before is part of the match.
func words(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])` + pattern)
}

// alternatives gives the numbers of a language as a pattern, the longest first.
func alternatives(numbers map[string]int64) string {
	all := make([]string, 0, len(numbers))
	for word := range numbers {
		all = append(all, regexp.QuoteMeta(word))
	}
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return `([0-9]{1,6}|` + strings.Join(all, "|") + `)`
}

// value reads a number of the language, in digits or words.
func (t tongue) value(word string) *big.Rat {
	word = strings.Join(strings.Fields(strings.ToLower(word)), " ")
	if n, ok := t.numbers[word]; ok {
		return big.NewRat(n, 1)
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return big.NewRat(n, 1)
	}
	return nil
}

// ends reports whether a word ends at an offset.
func (s *speech) ends(at int) bool {
	next, _ := utf8.DecodeRuneInString(s.text[at:])
	return at == len(s.text) || !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// in reads the numbers of one language.
func (s *speech) in(t tongue) {
	if !hasSign(s.text, t.signs) {
		return
	}
	s.sharesIn(t)
	s.timesIn(t)
	s.peopleIn(t)
}

func (s *speech) sharesIn(t tongue) {
	for _, m := range t.percent.FindAllStringSubmatchIndex(s.text, -1) {
		if n := t.value(s.group(m, 1)); n != nil && s.ends(m[1]) {
			s.add(share, n.Quo(n, big.NewRat(100, 1)), []int{m[2], m[1]}, false)
		}
	}
	for _, m := range t.fraction.FindAllStringSubmatchIndex(s.text, -1) {
		count, part := t.value(s.group(m, 1)), t.parts[strings.Join(strings.Fields(s.group(m, 2)), " ")]
		if count == nil || part == 0 || !s.ends(m[1]) {
			continue
		}
		if one := count.Cmp(big.NewRat(1, 1)) == 0; one && !s.partlyIn(t, m[1]) {
			continue
		}
		s.add(share, count.Quo(count, big.NewRat(part, 1)), []int{m[2], m[1]}, false)
	}
	for word, value := range t.compound {
		for _, m := range words("("+word+")").FindAllStringSubmatchIndex(s.text, -1) {
			n, _ := new(big.Rat).SetString(value)
			s.add(share, n, m[2:4], false)
		}
	}
	for _, m := range t.half.FindAllStringSubmatchIndex(s.text, -1) {
		if s.partlyIn(t, m[1]) {
			s.add(share, big.NewRat(1, 2), m[2:4], false)
		}
	}
	for _, m := range t.majority.FindAllStringSubmatchIndex(s.text, -1) {
		s.add(share, big.NewRat(1, 2), m[2:4], true)
	}
}

// partlyIn distinguishes a part of a body from a part of an hour.
func (s *speech) partlyIn(t tongue, end int) bool {
	_, after := s.around([]int{end, end})
	return t.part.MatchString(after) && !t.hour.MatchString(after)
}

func (s *speech) timesIn(t tongue) {
	for _, m := range t.lasting.FindAllStringSubmatchIndex(s.text, -1) {
		n := t.value(s.group(m, 1))
		if n == nil || !s.ends(m[1]) {
			continue
		}
		unit := ""
		for begins, u := range t.units {
			if strings.HasPrefix(s.group(m, 2), begins) {
				unit = u
			}
		}
		at := []int{m[2], m[1]}
		before, after := s.around(at)
		if t.member.MatchString(tail(before, 40)) || t.member.MatchString(head(after, 20)) {
			s.add(membership, minutes(n, unit), at, false)
			continue
		}
		s.add(period, minutes(n, unit), at, !t.timed.MatchString(tail(before, 40)))
	}
}

// tail and head give what is near a number in its own sentence.
func tail(text string, most int) string {
	text = text[max(0, len(text)-most):]
	return text[strings.LastIndexAny(text, ".,;:0123456789")+1:]
}

func head(text string, most int) string {
	text = text[:min(len(text), most)]
	if end := strings.IndexAny(text, ".,;:0123456789"); end >= 0 {
		return text[:end]
	}
	return text
}

func (s *speech) peopleIn(t tongue) {
	for _, m := range t.bodies.FindAllStringSubmatchIndex(s.text, -1) {
		n := t.value(s.group(m, 1))
		if n == nil || !s.ends(m[1]) {
			continue
		}
		before, one := len(s.figures), big.NewRat(1, 1)
		said, _ := s.around(m[2:4])
		s.add(people, n, m[2:4], n.Cmp(one) == 0)
		if len(s.figures) == before {
			continue
		}
		last := &s.figures[before]
		switch {
		case t.moreThan.MatchString(said):
			last.values = append(last.values, exact(new(big.Rat).Add(n, one)))
		case t.fewerFor.MatchString(said):
			last.values = append(last.values, exact(new(big.Rat).Sub(n, one)))
		}
	}
}
