package lint

import (
	"math/big"
	"regexp"
	"strings"
)

// The numbers of running English text.
const (
	ones   = `one|two|three|four|five|six|seven|eight|nine`
	teens  = `ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen`
	tens   = `twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	amount = `[0-9]{1,6}|(?:` + tens + `)(?:-(?:` + ones + `))?|` + teens + `|` + ones
)

var (
	fraction = regexp.MustCompile(`(?i)\b(a|an|` + ones + `|` + teens + `)(?:-|` + gap + `)(half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth)(s?)\b`)
	half     = regexp.MustCompile(`(?i)\bhalf\b`)
	percent  = regexp.MustCompile(`(?i)\b(?:([0-9]{1,3}(?:\.[0-9]{1,4})?)|(` + amount + `))(?:[ \t]?%|(?:-|` + gap + `)(?:percent|per` + gap + `cent)\b)`)
	ratio    = regexp.MustCompile(`\b([0-9]{1,2})/([0-9]{1,2})\b`)
	glyph    = regexp.MustCompile(`[½⅓⅔¼¾⅕⅖⅗⅘]`)
	majority = regexp.MustCompile(`(?i)\bmajority\b|\bmore` + gap + `yes` + gap + `than` + gap + `no\b`)

	lasting = regexp.MustCompile(`(?i)\b(a|an|` + amount + `)(?:-|` + gap + `)(?:(?:business|working|calendar|full|clear|whole|more|further)` + gap + `)?(minute|hour|day|week|fortnight|month|year)s?\b`)
	compact = regexp.MustCompile(`\b([0-9]{1,5})[ \t]?(h|d|w)\b`)

	// Before a part that is one of a body of people, and after it.
	partOf   = regexp.MustCompile(`(?i)^` + gap + `(?:of` + gap + `(?:the|all|those|our|its|their|these|us|them|every|members|seats|votes|voters)|agrees?|says?|signs?|votes?|voting|approves?|consents?|supports?|takes?|taking|must|have|in` + gap + `favou?r)\b`)
	ordinal  = regexp.MustCompile(`(?i)\b(?:first|second|latter|other|better)` + gap + `$`)
	notPart  = regexp.MustCompile(`(?i)^` + gap + `of` + gap + `(?:the|this|every|an?)` + gap + `(?:year|month|week|day|hour|time|way)\b`)
	morePart = regexp.MustCompile(`(?i)\b(?:than|least|over|by)` + gap + `$`)

	// Before a time that belongs to the vote or the membership, and after it.
	timed     = regexp.MustCompile(`(?i)\b(?:after|within|for|to|in|lasts?|open|over|during|waits?|takes?|period|votes?|voting|is|be|closes|least|than)` + gap + `(?:(?:about|at|least|most|the|an?|another|first|full|of|up|to|no|less|more|than|exactly|only|not|another)` + gap + `)*$`)
	toVote    = regexp.MustCompile(`(?i)^(?:'s?|’s?)?(?:-|` + gap + `)(?:(?:of|to)` + gap + `)?(?:vot|discuss|notice)`)
	memberFor = regexp.MustCompile(`(?i)\bmember(?:s|ship)?` + gap + `(?:(?:of|for|since|at|least|longer|more|than|is|lasts|lasting|the|past|last|not|less)` + gap + `)+$`)
	memberOf  = regexp.MustCompile(`(?i)^` + gap + `(?:of|as)` + gap + `(?:a` + gap + `)?member`)
)

// numberWords gives the figures of a text that begins at an offset, in English and in other languages. Roles are what people on
// the roster are called.
func numberWords(text string, offset int, roles []string, others []tongue) []figure {
	s := speech{text: text, offset: offset, taken: make([]bool, len(text))}
	s.percents()
	s.fractions()
	s.halves()
	s.times()
	s.people(roles)
	for _, t := range others {
		s.in(t)
	}
	for _, at := range majority.FindAllStringIndex(text, -1) {
		s.add(share, big.NewRat(1, 2), at, true)
	}
	return s.figures
}

// speech reads one text; what one reader has taken, another leaves alone.
type speech struct {
	text    string
	offset  int
	taken   []bool
	figures []figure
}

func (s *speech) add(m measure, value *big.Rat, at []int, loose bool) {
	if value == nil || s.taken[at[0]] || s.taken[at[1]-1] {
		return
	}
	for i := at[0]; i < at[1]; i++ {
		s.taken[i] = true
	}
	words := strings.Join(strings.Fields(s.text[at[0]:at[1]]), " ")
	s.figures = append(s.figures, figure{measure: m, values: []string{exact(value)}, words: words, at: s.offset + at[0], loose: loose})
}

// around gives a few words before and after a match. No more are looked at, so that a long text costs its length once.
func (s *speech) around(at []int) (before, after string) {
	const nearby = 100
	return s.text[max(0, at[0]-nearby):at[0]], s.text[at[1]:min(len(s.text), at[1]+nearby)]
}

func (s *speech) group(m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return strings.ToLower(s.text[m[2*i]:m[2*i+1]])
}

func (s *speech) percents() {
	for _, m := range percent.FindAllStringSubmatchIndex(s.text, -1) {
		value := counting(s.group(m, 2))
		if digits := s.group(m, 1); digits != "" {
			value, _ = new(big.Rat).SetString(digits)
		}
		if value != nil {
			s.add(share, value.Quo(value, big.NewRat(100, 1)), m[:2], false)
		}
	}
}

func (s *speech) fractions() {
	for _, m := range fraction.FindAllStringSubmatchIndex(s.text, -1) {
		count, part := counting(s.group(m, 1)), parts(s.group(m, 2))
		if s.group(m, 3) == "" && !s.partly(m) {
			continue
		}
		s.add(share, count.Quo(count, part), m[:2], false)
	}
	for _, m := range ratio.FindAllStringSubmatchIndex(s.text, -1) {
		value, ok := new(big.Rat).SetString(s.text[m[0]:m[1]])
		after := s.text[m[1]:]
		if ok && value.Sign() > 0 && value.Cmp(big.NewRat(1, 1)) <= 0 && !strings.HasPrefix(after, "/") && (m[0] == 0 || s.text[m[0]-1] != '/') {
			s.add(share, value, m[:2], false)
		}
	}
	for _, at := range glyph.FindAllStringIndex(s.text, -1) {
		s.add(share, glyphs(s.text[at[0]:at[1]]), at, false)
	}
}

func (s *speech) halves() {
	for _, at := range half.FindAllStringIndex(s.text, -1) {
		if s.partly(at) {
			s.add(share, big.NewRat(1, 2), at, false)
		}
	}
}

// partly says a part of a body from a third person, half an hour and a quarter of the year.
func (s *speech) partly(at []int) bool {
	before, after := s.around(at)
	if notPart.MatchString(after) || ordinal.MatchString(before) {
		return false
	}
	return partOf.MatchString(after) || morePart.MatchString(before)
}

func (s *speech) times() {
	for _, m := range lasting.FindAllStringSubmatchIndex(s.text, -1) {
		n, unit := counting(s.group(m, 1)), s.group(m, 2)
		if unit == "fortnight" {
			n, unit = n.Mul(n, big.NewRat(2, 1)), "week"
		}
		s.time(minutes(n, map[string]string{"minute": "m", "hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y"}[unit]), m[:2])
	}
	for _, m := range compact.FindAllStringSubmatchIndex(s.text, -1) {
		s.time(minutes(counting(s.group(m, 1)), s.group(m, 2)), m[:2])
	}
}

func (s *speech) time(n *big.Rat, at []int) {
	before, after := s.around(at)
	if memberFor.MatchString(before) || memberOf.MatchString(after) {
		s.add(membership, n, at, false)
		return
	}
	s.add(period, n, at, !timed.MatchString(before) && !toVote.MatchString(after))
}

// people reads how many of a body: "two moderators", "three of them". One of us is most often no number at all.
func (s *speech) people(roles []string) {
	kinds := []string{"members?", "people", "persons", "seats?", "votes?", "approvals?", "signatures?", "supporters?", "sponsors?", "of" + gap + "(?:us|them)"}
	for _, role := range roles {
		kinds = append(kinds, regexp.QuoteMeta(strings.ToLower(role))+"s?")
	}
	pattern, err := regexp.Compile(`(?i)\b(?:(more|over|fewer|less)` + gap + `(?:than` + gap + `)?)?(` + amount + `)` + gap + `(?:other` + gap + `)?(?:` + strings.Join(kinds, "|") + `)\b`)
	if err != nil {
		return
	}
	for _, m := range pattern.FindAllStringSubmatchIndex(s.text, -1) {
		n := counting(s.group(m, 2))
		before := len(s.figures)
		s.add(people, n, m[4:6], n.Cmp(big.NewRat(1, 1)) == 0)
		if len(s.figures) == before {
			continue
		}
		one := big.NewRat(1, 1)
		last := &s.figures[before]
		switch s.group(m, 1) {
		case "more", "over":
			last.values = append(last.values, exact(one.Add(n, one)))
		case "fewer", "less":
			last.values = append(last.values, exact(one.Sub(n, one)))
		}
	}
}
