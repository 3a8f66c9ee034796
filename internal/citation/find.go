package citation

import (
	"regexp"
	"strings"
)

// Reference is one citation in running text.
type Reference struct {
	Start, End int      // offsets of its number
	Path       []string // the number, then those of its parts: "II", "1" for "Article II, Section 1"
	Foreign    bool     // the words around it name another text, or its form is that of one
	Sure       bool     // a word says that it is an article; otherwise it is a number behind "see", or in parentheses
}

// gap is the white space inside a sentence: an empty line ends it.
const gap = `(?:[ \t\x{A0}\x{202F}]+(?:\n[ \t]*)?|\n[ \t]*)`

const (
	citing    = articleWords + `|sections?|sect\.|secs?\.|sección|secciones|sezione|seção|sectie`
	partWords = `sections?|sec\.|absatz|absätze|abs\.|satz|nummer|nr\.|buchst(?:abe|\.)|lit\.|alinéas?|al\.|apartado|párrafo|letra|inciso|paragraphs?|paras?\.|subsections?|clauses?|item|comma|par\.|lid|parágrafo|пункт\p{L}*|п\.|часть|части|ч\.|§+`
	cited     = `(?:[0-9]{1,6}(?:\.[0-9]{1,6})*(?:-[1-9][0-9]?\b)?[a-zA-Z]?\b` + ordinalMark + `(?:[ ]?(?:` + latinSuffix + `)\b)?|(?-i:[IVXLC]+)\b)`
	part      = `(?:,?` + gap + `?(?:` + partWords + `)` + gap + `?\(?(?:[0-9]{1,4}[a-z]?|[ivx]+|[a-z])\b\)?|\([0-9a-zA-Z]{1,4}\))`
	reference = cited + part + `*`
	joined    = `(?:,?` + gap + `?(?:and|or|to|und|oder|bis|et|ou|à|y|o|e|a|en|и|–|-|&)` + gap + `|,` + gap + `|[–-])(?:(?:` + citing + `)` + gap + `?)?`
	dotted    = `[0-9]{1,6}(?:\.[0-9]{1,6})+[a-z]?\b`
	laws      = `acts?|codes?|laws?|regulation|directive|treaty|convention|ordinance|loi|code|décret|règlement|ley|código|decreto|reglamento|legge|codice|lei|wet|wetboek|закона?|кодекса?|gdpr|dsgvo|rgpd|avg`
)

var (
	namedList  = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}_])(?:` + citing + `)` + gap + `?(` + reference + `(?:` + joined + reference + `)*)`)
	pointed    = regexp.MustCompile(`(?i)\b(?:see|under|per|siehe|vgl\.|voir|cf\.|véase|vedi|zie)` + gap + `(` + dotted + `(?:` + joined + dotted + `)*)`)
	bracketed  = regexp.MustCompile(`\((` + dotted + `(?:` + joined + dotted + `)*)\)`)
	easternRef = regexp.MustCompile(`第([0-9]{1,4}|[〇一二三四五六七八九十百千]{1,8})[条條](?:の([0-9]{1,3}|[一二三四五六七八九十]{1,3})|之([一二三四五六七八九十0-9]{1,3}))?`)
	each       = regexp.MustCompile(`(?i)` + reference)
	whole      = regexp.MustCompile(`(?i)^` + cited)
	inside     = regexp.MustCompile(`(?i)(?:[0-9]{1,4}[a-z]?|\b[ivx]+|\b[a-z])\b`)
	partHead   = regexp.MustCompile(`(?i)^[,\s\x{A0}]*(?:` + partWords + `)`)

	// What follows a number of another text: "of the GDPR", "BGB", "of Regulation 2016/679", "du code civil".
	lawBehind = regexp.MustCompile(`^,?` + gap + `(?:(?:of|in|to|under|des|der|du|de|del|della|dello|van|von|da|do)` + gap + `(?:(?:the|la|las|los|el|het|de|der)` + gap + `)?|de` + gap + `l['’]|dell['’])?(?:\p{Lu}|(?i:(?:[\p{L}-]+` + gap + `)?(?:` + laws + `)\b))`)
	// What stands before one: "GDPR Article 6", "BGB § 26", "the Companies Act (Section 9)", "民法第90条".
	lawBefore = regexp.MustCompile(`(?:\b\p{Lu}[\p{L}-]*\p{Lu}\p{L}*|(?i:\b(?:` + laws + `))|[0-9]/[0-9]+(?:/\p{Lu}+)?)[,(]?` + gap + `?\(?$|[法令則典約约]$`)
	counted   = regexp.MustCompile(`(?i)^` + gap + `?(?:%|percent|per cent|times|points?|hours?|days?|weeks?|months?|years?|million|thousand)`)
	american  = regexp.MustCompile(`\([a-zA-Z]\)\([0-9]+\)`)
)

// Find gives the citations of a text, in order of their forms and then of the text.
func Find(text []byte) []Reference {
	var found []Reference
	for _, form := range []struct {
		pattern *regexp.Regexp
		sure    bool
	}{{namedList, true}, {pointed, false}, {bracketed, false}} {
		for _, at := range form.pattern.FindAllSubmatchIndex(text, -1) {
			if !counted.Match(text[at[1]:]) {
				found = append(found, inList(text, at, form.sure)...)
			}
		}
	}
	for _, at := range easternRef.FindAllSubmatchIndex(text, -1) {
		m := easternRef.FindSubmatch(text[at[0]:at[1]])
		n := number(string(m[1]))
		if sub := number(string(m[2]) + string(m[3])); sub != "" {
			n += "-" + sub
		}
		found = append(found, Reference{at[0], at[1], []string{n}, foreign(text, at[0], at[1]), true})
	}
	return found
}

// inList takes the numbers apart that stand behind one word: "Articles 1, 2 and 7".
func inList(text []byte, at []int, sure bool) []Reference {
	var found []Reference
	other := foreign(text, at[0], at[1])
	for _, m := range each.FindAllIndex(text[at[2]:at[3]], -1) {
		start, end := at[2]+m[0], at[2]+m[1]
		first := whole.FindIndex(text[start:end])
		n := number(strings.TrimSpace(string(text[start : start+first[1]])))
		if n == "" {
			continue
		}
		r := Reference{Start: start, End: end, Path: []string{n}, Sure: sure, Foreign: other || american.Match(text[start:end])}
		for rest := text[start+first[1] : end]; len(rest) > 0; {
			skipped := len(partHead.Find(rest))
			p := inside.FindIndex(rest[skipped:])
			if p == nil {
				break
			}
			r.Path = append(r.Path, string(rest[skipped+p[0]:skipped+p[1]]))
			rest = rest[skipped+p[1]:]
		}
		found = append(found, r)
	}
	return found
}

// foreign reports whether the words around a citation name another text.
func foreign(text []byte, start, end int) bool {
	const nearby = 60
	before := text[max(0, start-nearby) : start+1]
	return lawBehind.Match(text[end:]) || lawBefore.Match(before) || lawBefore.Match(before[:len(before)-1])
}

// Roman reports whether a citation is a Roman number.
func Roman(cited string) bool {
	first, _, _ := strings.Cut(cited, ".")
	return roman(first)
}
