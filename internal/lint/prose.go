package lint

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"github.com/bylaw-dev/bylaw/internal/constitution"
)

// gap is the white space inside a sentence: an empty line ends it.
const gap = `(?:[ \t]+(?:\n[ \t]*)?|\n[ \t]*)`

// prose gives a source of the same length in which everything but running text is blank: no headings, code, HTML or
// addresses of links. Offsets are those of the source.
func prose(src []byte) []byte {
	kept := bytes.Repeat([]byte(" "), len(src))
	for i, b := range src {
		if b == '\n' {
			kept[i] = b
		}
	}
	document := constitution.Document(src)
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading, *ast.CodeSpan, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				copy(kept[n.Segment.Start:n.Segment.Stop], src[n.Segment.Start:n.Segment.Stop])
			}
		}
		return ast.WalkContinue, nil
	})
	return kept
}
