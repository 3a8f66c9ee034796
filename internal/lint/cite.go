package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
)

// The ways in which a text names another article. A bare number is one only behind "see" and the like, or in a list in
// parentheses, and only with a dot in it.
var (
	named    = regexp.MustCompile(`(?i)(?:\b(?:articles?|art\.|sections?|sec\.)|§+)` + gap + `?(` + cited + `(?:` + joined + cited + `)*)`)
	pointed  = regexp.MustCompile(`(?i)\b(?:see|under|per)` + gap + `(` + dotted + `(?:` + joined + dotted + `)*)`)
	listed   = regexp.MustCompile(`\((` + dotted + `(?:` + joined + dotted + `)*)\)`)
	roman    = regexp.MustCompile(`\b[Aa]rticles?` + gap + `([IVXLCDM]+)\b`)
	citation = regexp.MustCompile(`(?i)\b(?:` + cited + `|[ivxlcdm]+\b)`)
	latin    = regexp.MustCompile(`^[IVXLCDM]+$`)
	// foreign is what follows the number of another law: "of the GDPR", "of Regulation 2016/679".
	foreign = regexp.MustCompile(`^(?:\([a-z0-9]+\))*,?` + gap + `(?:(?:of|in|to)` + gap + `(?:the` + gap + `)?)?\p{Lu}`)
	// counted is what makes a quantity of a number.
	counted = regexp.MustCompile(`^` + gap + `?(?:%|percent|per cent|times|points?|hours?|days?|weeks?|months?|years?|million|thousand)`)
)

const (
	cited  = `[0-9]+(?:\.[0-9]+)*[a-z]?\b`
	dotted = `[0-9]+(?:\.[0-9]+)+[a-z]?\b`
	joined = `(?:,?` + gap + `?(?:and|or|to|–|-|&)` + gap + `?|,` + gap + `?)(?:article` + gap + `|§` + gap + `?)?`
)

// way is one form of citation, and whether the text says in words that it cites an article.
type way struct {
	pattern *regexp.Regexp
	sure    bool
}

// citations reports articles that the text names and that do not exist.
func (l *linter) citations() {
	known := l.cited()
	ways := []way{{named, true}, {pointed, false}, {listed, false}}
	if slices.ContainsFunc(l.charter.Articles, func(a constitution.Article) bool { return latin.MatchString(a.Citation) }) {
		ways = append(ways, way{roman, true})
	}
	for _, way := range ways {
		for _, at := range way.pattern.FindAllSubmatchIndex(l.text, -1) {
			rest := l.text[at[1]:]
			if foreign.Match(rest) || counted.Match(rest) {
				continue
			}
			l.resolve(at[2], at[3], known, way.sure)
		}
	}
}

// resolve looks the numbers between two offsets up. Where no word says that they are articles, one of them must be.
func (l *linter) resolve(start, end int, known []string, sure bool) {
	var missing [][]int
	numbers := citation.FindAllIndex(l.text[start:end], -1)
	for _, at := range numbers {
		if !exists(string(l.text[start+at[0]:start+at[1]]), known) {
			missing = append(missing, at)
		}
	}
	if !sure && len(missing) == len(numbers) && !ours(string(l.text[start:end]), known) {
		return
	}
	for _, at := range missing {
		number := string(l.text[start+at[0] : start+at[1]])
		tell := l.found.Warnf
		if sure {
			tell = l.found.Errorf
		}
		tell(l.place(start+at[0]), near(number, known), "the text cites article %s, which does not exist", number)
	}
}

// ours reports whether the part before the dot is an article of this text.
func ours(number string, known []string) bool {
	chapter, _, _ := strings.Cut(number, ".")
	return slices.Contains(known, chapter)
}

// cited gives the numbers by which articles of this text can be cited.
func (l *linter) cited() []string {
	var all []string
	for _, a := range l.charter.Articles {
		all = append(all, strings.ToLower(a.Citation))
	}
	return all
}

// exists reports whether an article has this number, or is part of what has it.
func exists(number string, known []string) bool {
	number = strings.ToLower(number)
	return slices.ContainsFunc(known, func(k string) bool { return k == number || strings.HasPrefix(k, number+".") })
}

// near suggests the articles of the same chapter.
func near(number string, known []string) string {
	chapter, _, _ := strings.Cut(number, ".")
	var nearby []string
	for _, k := range known {
		if k == chapter || strings.HasPrefix(k, chapter+".") {
			nearby = append(nearby, k)
		}
	}
	if len(nearby) == 0 {
		return "articles are cited by the numbers of their headings in " + charter.ConstitutionFile
	}
	return "there are " + strings.Join(nearby, ", ")
}
