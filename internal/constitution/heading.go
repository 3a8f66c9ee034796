package constitution

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// numbered takes a heading apart into the number that people cite and the title: "3.1 Title", "4. Title",
// "Article 4: Title", "Article IV".
var numbered = regexp.MustCompile(`^(?i:(?:article|art\.?|section|sec\.?|paragraph|artikel|título|artículo|§)\s*([0-9]+(?:\.[0-9]+)*[a-z]?|[ivxlcdm]+)|([0-9]+(?:\.[0-9]+)*[a-z]?))[.:)]?(?:\s+[-–—:]\s+|\s+|$)(.*)$`)

// citation gives the number and the title of a heading; a heading without a number is cited by its words. Digits of every
// script count: "３" and "٣" are article 3.
func citation(words string) (cited, title string) {
	western := strings.Map(westernDigit, words)
	m := numbered.FindStringSubmatch(western)
	if m == nil {
		return words, words
	}
	number := utf8.RuneCountInString(strings.TrimSuffix(western, m[3]))
	return m[1] + m[2], string([]rune(words)[number:])
}

// westernDigit gives the digit 0 to 9 that a decimal digit of any script stands for, and full-width stops as a stop. Scripts
// have their ten digits in one run.
func westernDigit(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
	case r == '．':
		return '.'
	case unicode.Is(unicode.Nd, r):
		place := rune(0)
		for unicode.Is(unicode.Nd, r-place-1) {
			place++
		}
		return '0' + place%10
	}
	return r
}

// plain gives the words of a heading without its markup, whitespace folded.
func plain(heading ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(heading, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(unescaped(n, src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// unescaped gives the characters that a reader sees: in code they are those of the file.
func unescaped(n *ast.Text, src []byte) []byte {
	text := n.Segment.Value(src)
	if n.Parent().Kind() == ast.KindCodeSpan {
		return text
	}
	return util.UnescapePunctuations(util.ResolveNumericReferences(util.ResolveEntityNames(text)))
}
