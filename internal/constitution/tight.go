package constitution

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	markdown "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/bylaw-dev/bylaw/internal/citation"
)

// TightHeadings makes the Markdown parser read "###§1 Name" as the heading that it is meant to be. Only numbered headings are:
// "#tag" is a tag, and "#12" an issue.
func TightHeadings() markdown.Option {
	return markdown.WithBlockParsers(util.Prioritized(tightHeading{markdown.NewATXHeadingParser()}, beforeParagraphs))
}

// beforeParagraphs comes after the parser of ordinary headings, which has 600, and before that of paragraphs, which has 1000.
const beforeParagraphs = 650

type tightHeading struct{ markdown.BlockParser }

var tight = regexp.MustCompile(`^(#{1,6})([^#\s].*)$`)

// Open reads one line that begins with number signs and the number of an article.
func (tightHeading) Open(_ ast.Node, reader text.Reader, pc markdown.Context) (ast.Node, markdown.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, markdown.NoChildren
	}
	m := tight.FindSubmatch(bytes.TrimRight(line[pos:], "\r\n"))
	if m == nil {
		return nil, markdown.NoChildren
	}
	label := citation.Heading(string(m[2]))
	if label.Rank == citation.Words || label.Rank == citation.Item || len(m[1]) == 1 && citation.Alone(string(m[2])) {
		return nil, markdown.NoChildren
	}
	node := ast.NewHeading(len(m[1]))
	start := segment.Start - segment.Padding + pos + len(m[1])
	words := text.NewSegment(start, start+len(m[2]))
	node.Lines().Append(words.TrimRightSpace(reader.Source()))
	reader.AdvanceToEOL()
	return node, markdown.NoChildren
}
