package cli

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// plainText renders Markdown for a terminal of so many columns: paragraphs and lists are filled, and code stays as it is.
func plainText(markdown string, width int) string {
	source := []byte(markdown)
	var out strings.Builder
	doc := goldmark.DefaultParser().Parse(text.NewReader(source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.PreviousSibling() != nil && n.PreviousSibling().Kind() != ast.KindHeading {
			out.WriteByte('\n')
		}
		out.WriteString(plainBlock(n, source, width))
	}
	return out.String()
}

func plainBlock(n ast.Node, source []byte, width int) string {
	switch n.Kind() {
	case ast.KindHeading:
		return strings.TrimSuffix(plainWords(n, source), ":") + ":\n"
	case ast.KindCodeBlock, ast.KindFencedCodeBlock:
		return indentedBy(string(n.Lines().Value(source)), "  ")
	case ast.KindList:
		var items strings.Builder
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			items.WriteString(fill(plainWords(item, source), width, "  - ", "    "))
		}
		return items.String()
	default:
		return fill(plainWords(n, source), width, "", "")
	}
}

// plainWords gives the words of a block without their marks.
func plainWords(n ast.Node, source []byte) string {
	var words strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function gives no error
		if t, ok := n.(*ast.Text); ok && entering {
			words.Write(t.Segment.Value(source))
			if t.SoftLineBreak() {
				words.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

// fill breaks words into lines of so many columns; the first line begins with one text and the others with another.
func fill(words string, width int, first, others string) string {
	var out strings.Builder
	line := first
	for i, word := range strings.Fields(words) {
		switch {
		case i == 0:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			out.WriteString(line + "\n")
			line = others + word
		default:
			line += " " + word
		}
	}
	return out.String() + line + "\n"
}

// indentedBy puts a margin before every line that is not empty.
func indentedBy(text, margin string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line != "" {
			line = margin + line
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
