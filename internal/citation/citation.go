// Package citation reads how texts number their articles and how they cite them: "Article II Section 3", "§ 3 Abs. 2",
// "5 bis", "第18条", "Статья 5". It knows the forms, and not which articles there are.
package citation

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Rank says which of two numbered headings on the same level is part of the other one.
type Rank int

// The ranks, from the outermost.
const (
	Words    Rank = iota // a heading without number
	Division             // a title, part or chapter, which groups articles
	Article              // an article, or a number alone
	Section              // a section, paragraph or clause
	Item                 // a letter, or a number in parentheses
)

// Label is the number with which a heading or a paragraph begins.
type Label struct {
	Rank    Rank
	Keyword string // the kind of heading in lower case, "article" for every word for one and for a number alone; "" for Words
	Number  string // "3.1", "IV", "5 bis"; of "Article II Section 3" it is "II.3"; "" for Words
	Cited   string // how it is cited where it is the only one: the number; of a division its keyword too; of Words all of it
	Title   string // what follows
}

// keywords are the words that stand before a number, by their rank. Where two begin alike, the longer stands first.
const (
	articleWords = `articles?|artikeln?|artículos?|articulos?|articol[oi]|artigos?|artykuł|arts?\.?|статья|статьи|статье|статьёй|статті|стаття|ст\.|чл\.|член|madde|άρθρο|§+|المادة|مادة|ماده|סעיף`
	sectionWords = `sections?|sect\.|secs?\.?|sección|seccion|sezione|seção|secção|sectie|paragraphs?|paragraphe|paragraaf|párrafo|paragrafo|parágrafo|paras?\.|пункт|clauses?|rules?|by-?laws?|regla|règle|regel|absatz|abs\.|canon`
	groupWords   = `titles?|titre|titel|t[ií]tulo|titolo|parts?|partie|teil|deel|parte|часть|chapters?|chapitre|kapitel|cap[ií]tulo|capitolo|capo|hoofdstuk|глава|раздел|розділ|books?|livre|buch|libro|abschnitt|annexe?|anhang|anexo|allegato|bijlage|schedule|appendix|приложение|الباب|الفصل`
)

// The numbers behind a keyword and alone. An ordinal's mark belongs to a number, and is not cited.
const (
	latinSuffix = `bis|ter|quater|quinquies|sexies|septies|octies|novies|decies`
	digits      = `[0-9]{1,6}(?:\.[0-9]{1,6})*(?:[a-zA-Z]\b)?(?:-[1-9][0-9]?\b)?`
	ordinalMark = `(?:\.?[º°ª]|er\b|re\b|ère\b|ος|ο\b)?`
)

var (
	numeral    = regexp.MustCompile(`^(` + digits + `)` + ordinalMark + `([ ]?(?i:` + latinSuffix + `))?$`)
	romanLatin = regexp.MustCompile(`^([IVXLCivxlc]+)([ ](?i:` + latinSuffix + `))?$`)

	figures  = digits + ordinalMark + `(?:[ ]?(?i:` + latinSuffix + `)\b)?`
	token    = `(` + figures + `|\p{L}+(?:[ ](?i:` + latinSuffix + `)\b)?)`
	keyed    = regexp.MustCompile(`^(?i:(` + groupWords + `)|(` + articleWords + `)|(` + sectionWords + `))(?:\s+` + token + `|(` + figures + `))(.*)$`)
	alone    = regexp.MustCompile(`^((?:` + digits + `)` + `(?:[ ](?i:` + latinSuffix + `)\b)?)([.:)．、]?(?:\s.*|$))$`)
	enclosed = regexp.MustCompile(`^\(?([0-9]{1,3}|[IVXLC]+|[A-Za-z]|[ivxlc]+)\)(\s.*|$)$`)
	lettered = regexp.MustCompile(`^([IVXLC]+|[A-Z])([.:](?:\s.*|$)|\s+[-–—]\s.*)$`)
	eastern  = regexp.MustCompile(`^第\s?([0-9]{1,4}|[〇一二三四五六七八九十百千]{1,8})\s?([条條章編编節节部款項项])(?:の([0-9]{1,3}|[一二三四五六七八九十]{1,3})|之([一二三四五六七八九十0-9]{1,3}))?(.*)$`)
	korean   = regexp.MustCompile(`^제\s?([0-9]{1,4})\s?([조장절항])(?:의\s?([0-9]{1,3}))?(.*)$`)
	divider  = regexp.MustCompile(`^[.:．：,)]?(?:\s*[-–—:|.]\s+|\s+|$)`)
	below    = regexp.MustCompile(`^(?:\s*,\s*|\s+)(?i:(?:` + sectionWords + `|` + articleWords + `|nr\.|lit\.|al\.|alinéa)\s*)` + token + `(.*)$`)
	labelEnd = regexp.MustCompile(`^[.:．：,)]?(?:[\s　\-–—:(（【「].*)?$`)
)

// Heading takes a heading apart. Digits of every script count: "３" and "٣" are article 3.
func Heading(words string) Label {
	western := Western(words)
	for _, form := range []func(string) (Label, bool){inKeyword, inEastern, byNumber, byLetter} {
		if l, ok := form(western); ok {
			l.Title = tail(words, western, l.Title)
			return l
		}
	}
	return Label{Cited: words, Title: words}
}

// Paragraph takes the bold words apart with which a paragraph begins; ok is false where they are no number of an article, as
// most bold words are not. A number alone needs a mark or a dot in it: "3 members" counts members.
func Paragraph(words string) (l Label, ok bool) {
	l = Heading(words)
	if m := alone.FindStringSubmatch(Western(words)); m != nil {
		return l, strings.ContainsAny(l.Number, ".-") || strings.TrimLeft(m[2], ".:)．、") != m[2]
	}
	return l, l.Rank > Division
}

// tail gives the end of the words as they were written: its characters are as many as those that are read.
func tail(words, western, rest string) string {
	before := utf8.RuneCountInString(western) - utf8.RuneCountInString(rest)
	return string([]rune(words)[before:])
}

// Alone reports whether words begin with a number that no keyword stands before.
func Alone(words string) bool { return alone.MatchString(Western(words)) }

// itself is the keyword of all that is an article: a number alone is one.
const itself = "article"

// inKeyword reads "Article II Section 3 Dues".
func inKeyword(words string) (Label, bool) {
	m := keyed.FindStringSubmatch(words)
	if m == nil || !labelEnd.MatchString(m[6]) {
		return Label{}, false
	}
	n := number(m[4] + m[5])
	if n == "" {
		return Label{}, false
	}
	l := Label{Number: n, Cited: n}
	switch {
	case m[1] != "":
		l.Rank, l.Keyword, l.Cited = Division, strings.ToLower(m[1]), m[1]+" "+n
	case m[2] != "":
		l.Rank, l.Keyword = Article, itself
	default:
		l.Rank, l.Keyword = Section, sectionKeyword(m[3])
	}
	rest := m[6]
	for l.Rank != Division {
		part := below.FindStringSubmatch(rest)
		if part == nil || number(part[1]) == "" || !labelEnd.MatchString(part[2]) {
			break
		}
		l.Number += "." + number(part[1])
		l.Cited, rest = l.Number, part[2]
	}
	l.Title = rest[len(divider.FindString(rest)):]
	return l, true
}

// sectionKeyword is the same word for "Sec." and "Sections".
func sectionKeyword(word string) string {
	word = strings.ToLower(word)
	if strings.HasPrefix(word, "sec") || strings.HasPrefix(word, "sect") {
		return "section"
	}
	return strings.TrimSuffix(strings.TrimSuffix(word, "."), "s")
}

// inEastern reads 第18条, 第三章 and 제5조.
func inEastern(words string) (Label, bool) {
	m := eastern.FindStringSubmatch(words)
	if m == nil {
		if m = korean.FindStringSubmatch(words); m == nil {
			return Label{}, false
		}
		m = []string{m[0], m[1], m[2], m[3], "", m[4]}
	}
	n := number(m[1])
	if sub := number(m[3] + m[4]); sub != "" {
		n += "-" + sub
	}
	l := Label{Rank: Article, Keyword: itself, Number: n, Cited: n}
	switch m[2] {
	case "章", "編", "编", "部", "節", "节", "장", "절":
		l.Rank, l.Keyword, l.Cited = Division, m[2], words[:len(words)-len(m[5])]
	case "款", "項", "项", "항":
		l.Rank, l.Keyword = Section, m[2]
	}
	l.Title = strings.TrimLeft(m[5], " 　:：.、")
	return l, n != ""
}

// byNumber reads "3.1 Title", "4. Title" and "5 bis Title".
func byNumber(words string) (Label, bool) {
	m := alone.FindStringSubmatch(words)
	if m == nil {
		return Label{}, false
	}
	n := number(m[1])
	return Label{Rank: Article, Keyword: itself, Number: n, Cited: n, Title: m[2][len(divider.FindString(m[2])):]}, n != ""
}

// byLetter reads "IV. Title", "A. Title", "(a) Title" and "a) Title".
func byLetter(words string) (Label, bool) {
	m := lettered.FindStringSubmatch(words)
	l := Label{Rank: Article, Keyword: itself}
	switch {
	case m == nil:
		if m = enclosed.FindStringSubmatch(words); m == nil {
			return Label{}, false
		}
		l.Rank, l.Keyword = Item, "item"
	case !roman(m[1]):
		l.Keyword = "letter"
	}
	if l.Number = number(m[1]); l.Number == "" {
		return Label{}, false
	}
	l.Cited, l.Title = l.Number, m[2][len(divider.FindString(m[2])):]
	return l, true
}
