package constitution

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/bylaw-dev/bylaw/internal/citation"
)

// labelLevel is the level of an article that begins with a bold label: below every heading.
const labelLevel = 7

// headline is what an article begins with, before it has its citation.
type headline struct {
	label citation.Label
	words string // as the reader sees them
	level int    // from 1; labelLevel for a bold label
	start int    // offset of its line
	body  int    // offset of the text that follows
}

// headingOf reads a heading, or a paragraph that begins with a bold number; ok is false for every other block, and for a
// heading without words: what follows belongs to the article before it.
func (p *parser) headingOf(n ast.Node) (h headline, ok bool) {
	switch n := n.(type) {
	case *ast.Heading:
		words := plain(n, p.src)
		h = headline{label: citation.Heading(words), words: words, level: n.Level, start: p.lineStart(n.Pos())}
		if words == "" {
			p.diags.Warnf(p.place(h.start), "name the article", "the heading is empty, so what follows belongs to the article before it")
			return h, false
		}
		h.body = p.lineEnd(n.Pos())
		if lines := n.Lines(); lines.Len() > 0 && p.src[n.Pos()] != '#' { // underlined, perhaps over several lines
			h.body = p.lineEnd(p.lineEnd(max(lines.At(lines.Len()-1).Stop-1, n.Pos())))
		}
		return h, true
	case *ast.Paragraph:
		return p.labelOf(n)
	}
	return headline{}, false
}

// labelOf reads the bold number that a paragraph begins with. Where the sentence goes on behind it, it is a citation.
func (p *parser) labelOf(n *ast.Paragraph) (h headline, ok bool) {
	strong, isStrong := n.FirstChild().(*ast.Emphasis)
	if !isStrong || strong.Level != 2 {
		return headline{}, false
	}
	words := plain(strong, p.src)
	label, ok := citation.Paragraph(words)
	start := n.Lines().At(0).Start
	h = headline{label: label, words: words, level: labelLevel, start: p.lineStart(start), body: p.lineEnd(start)}
	if !ok {
		return h, false
	}
	if next, isText := strong.NextSibling().(*ast.Text); isText {
		h.body = next.Segment.Start
		rest := bytes.TrimLeft(next.Segment.Value(p.src), " ")
		first, _ := utf8.DecodeRune(rest)
		return h, label.Title != "" || !unicode.IsLower(first)
	}
	return h, true
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
