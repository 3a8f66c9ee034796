package thread

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/bylaw-dev/bylaw/internal/constitution"
)

// Gaps between blocks. Split reads them again: an article begins after two empty lines, a paragraph after one.
const (
	articleGap   = "\n\n\n"
	paragraphGap = "\n\n"
	lineGap      = "\n"
)

var (
	spaces = regexp.MustCompile(` {2,}`)   // what an HTML tag leaves behind when it is dropped
	breaks = regexp.MustCompile(` *\n+ *`) // and a line break
)

// Block is a fenced provision block. Lines count from 1 and include the fences.
type Block struct {
	Source      string
	First, Last int
}

// Render turns Markdown into plain text for posts: headings and lists stay, links become text and URL, images their
// description, footnotes stand at the end of their article, HTML tags and rego blocks go, and no word mentions anybody or
// becomes a hashtag. Front matter goes. A provision block becomes what sentence says, or goes where that is "" or sentence is nil. Of a text that
// no constitution may be because it costs too much to parse, nothing is rendered.
func Render(src []byte, sentence func(Block) string) string {
	if sentence == nil {
		sentence = func(Block) string { return "" }
	}
	if line, _ := constitution.Costly(src); line > 0 {
		return ""
	}
	src = bytes.ReplaceAll(constitution.Body(src), []byte("\r\n"), []byte("\n"))
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.TaskList, extension.Linkify, extension.Footnote),
		goldmark.WithParserOptions(constitution.TightHeadings(), parser.WithInlineParsers(util.Prioritized(handles{}, handlesFirst))))
	document := markdown.Parser().Parse(text.NewReader(src))
	w := &writer{src: src, sentence: sentence, notes: footnotes(document), starts: lineStarts(src)}
	return defuse(clean(w.blocks(document, paragraphGap, 0)))
}

type writer struct {
	src      []byte
	sentence func(Block) string
	notes    map[int]*extended.Footnote
	due      []int // footnotes that the article at hand refers to
	starts   []int // offset of each line
}

// blocks joins the blocks below a node; depth is that of nested lists.
func (w *writer) blocks(parent ast.Node, gap string, depth int) string {
	var out strings.Builder
	afterHeading := false
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		_, heading := n.(*ast.Heading)
		article := heading && parent.Kind() == ast.KindDocument
		if article {
			out.WriteString(w.dueNotes())
		}
		block := w.block(n, depth)
		if block == "" {
			continue
		}
		switch {
		case out.Len() == 0:
		case article:
			out.WriteString(articleGap)
		case afterHeading || w.isProvision(n):
			out.WriteString(lineGap)
		default:
			out.WriteString(gap)
		}
		out.WriteString(block)
		afterHeading = heading
	}
	if parent.Kind() == ast.KindDocument {
		out.WriteString(w.dueNotes())
	}
	return out.String()
}

func (w *writer) isProvision(n ast.Node) bool {
	code, ok := n.(*ast.FencedCodeBlock)
	return ok && string(code.Language(w.src)) == "provision"
}

func (w *writer) block(n ast.Node, depth int) string {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		return w.fenced(n)
	case *ast.CodeBlock:
		return foldLines(w.code(n))
	case *ast.Blockquote:
		return prefixed(w.blocks(n, paragraphGap, depth), "> ", "> ")
	case *ast.List:
		return w.list(n, depth)
	case *extended.Table:
		return w.table(n)
	case *ast.HTMLBlock:
		return w.html(n)
	case *ast.ThematicBreak, *extended.FootnoteList:
		return ""
	}
	return strings.TrimSpace(breaks.ReplaceAllString(spaces.ReplaceAllString(w.inline(n), " "), "\n"))
}

func (w *writer) fenced(n *ast.FencedCodeBlock) string {
	switch string(n.Language(w.src)) {
	case "rego":
		return ""
	case "provision":
		block := Block{Source: w.code(n)}
		if n.Lines().Len() > 0 {
			block.First = w.line(n.Lines().At(0).Start) - 1
			block.Last = block.First + n.Lines().Len() + 1
		}
		return strings.TrimSpace(w.sentence(block))
	}
	return foldLines(w.code(n))
}

func (w *writer) code(n ast.Node) string {
	return string(n.Lines().Value(w.src))
}

// foldLines keeps code as it is, except that no gap in it looks like the end of an article.
func foldLines(code string) string {
	code = strings.Trim(code, "\n")
	for strings.Contains(code, articleGap) {
		code = strings.ReplaceAll(code, articleGap, paragraphGap)
	}
	return strings.TrimRight(code, " \t\n")
}

// bullet says the depth of a list also where a client shows no indentation.
func bullet(depth int) string {
	switch depth {
	case 0:
		return "• "
	case 1:
		return "◦ "
	}
	return "▪ "
}

func (w *writer) list(n *ast.List, depth int) string {
	gap := paragraphGap
	if n.IsTight {
		gap = lineGap
	}
	var items []string
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := bullet(depth)
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d%c ", number, n.Marker)
			number++
		}
		if body := w.blocks(item, gap, depth+1); body != "" {
			items = append(items, prefixed(body, mark, "  "))
		}
	}
	return strings.Join(items, gap)
}

// prefixed puts first before the first line and rest before the others, but leaves no spaces on an empty line.
func prefixed(body, first, rest string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		prefix := rest
		if i == 0 {
			prefix = first
		}
		lines[i] = strings.TrimRight(prefix+line, " ")
	}
	return strings.Join(lines, "\n")
}

// table writes a line for each row, each cell with its column's heading: columns do not survive a narrow screen.
func (w *writer) table(n *extended.Table) string {
	var heads, lines []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, strings.TrimSpace(w.inline(cell)))
		}
		if row.Kind() == extended.KindTableHeader {
			heads = cells
			continue
		}
		lines = append(lines, labelled(heads, cells))
	}
	if len(lines) == 0 {
		return strings.Join(heads, "; ")
	}
	return strings.Join(lines, lineGap)
}

func labelled(heads, cells []string) string {
	var said []string
	for i, cell := range cells {
		switch {
		case cell == "":
		case i < len(heads) && heads[i] != "":
			said = append(said, heads[i]+": "+cell)
		default:
			said = append(said, cell)
		}
	}
	return strings.Join(said, "; ")
}
