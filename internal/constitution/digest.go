package constitution

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// TextDigest is the digest of the text whatever its line ends are: an editor or git may change them in the whole file, and
// what is published is the same. A text with line feeds alone has its Digest. A bare carriage return is no line end to the
// parser of Markdown, and can hide a provision: it counts as one only where the articles are the same with it.
func (c Constitution) TextDigest() string {
	if bytes.IndexByte(c.Source, '\r') < 0 {
		return c.Digest
	}
	text := bytes.ReplaceAll(c.Source, []byte("\r\n"), []byte("\n"))
	if bytes.IndexByte(text, '\r') < 0 {
		return digest(text)
	}
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	other := Parse("", text, &diag.List{})
	if other.Title != c.Title || !slices.EqualFunc(other.Articles, c.Articles, sameArticle) {
		return c.Digest
	}
	return digest(text)
}

func sameArticle(a, b Article) bool { return a.Citation == b.Citation && a.Digest == b.Digest }

// articleDigest is the same for two texts that differ in whitespace outside code only, and mean the same: the folded text
// is hashed, and then the blocks that Markdown makes of it, because an indent or an empty line can turn text into code
// or join two paragraphs.
func articleDigest(src []byte, start, end int, blocks []ast.Node) string {
	sum := sha256.New()
	sum.Write(fold(src[start:end]))
	for _, block := range blocks {
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if n.Type() != ast.TypeBlock {
				return ast.WalkSkipChildren, nil
			}
			if entering {
				hashBlock(sum, n, src)
			} else {
				sum.Write([]byte("\x00)"))
			}
			return ast.WalkContinue, nil
		})
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// hashBlock adds what a block is and the text that it holds itself.
func hashBlock(sum hash.Hash, n ast.Node, src []byte) {
	level := 0
	if heading, ok := n.(*ast.Heading); ok {
		level = heading.Level
	}
	fmt.Fprintf(sum, "\x00(%s %d\x00", n.Kind(), level)
	raw := n.Lines().Value(src)
	if _, html := n.(*ast.HTMLBlock); html || isCode(n) {
		sum.Write(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")))
		return
	}
	sum.Write(fold(raw))
	for _, span := range codeSpans(n, src) {
		fmt.Fprintf(sum, "\x00`%s", span)
	}
}

func isCode(n ast.Node) bool {
	return n.Kind() == ast.KindFencedCodeBlock || n.Kind() == ast.KindCodeBlock
}

// codeSpans gives the code inside the text of a block, whose whitespace counts.
func codeSpans(block ast.Node, src []byte) [][]byte {
	var spans [][]byte
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock && n != block {
			return ast.WalkSkipChildren, nil
		}
		if _, code := n.(*ast.CodeSpan); code && entering {
			var span []byte
			for child := n.FirstChild(); child != nil; child = child.NextSibling() {
				if part, ok := child.(*ast.Text); ok {
					span = append(span, part.Segment.Value(src)...)
				}
			}
			spans = append(spans, span)
		}
		return ast.WalkContinue, nil
	})
	return spans
}

func fold(b []byte) []byte { return bytes.Join(bytes.Fields(b), []byte(" ")) }
