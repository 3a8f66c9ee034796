package thread

import (
	"bufio"
	"bytes"
	"fmt"
	stdhtml "html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// Gaps between blocks. Split reads them again: an article begins after two empty lines, a paragraph after one.
const (
	articleGap   = "\n\n\n"
	paragraphGap = "\n\n"
	lineGap      = "\n"
)

// spaces is what HTML leaves behind when it is dropped.
var spaces = regexp.MustCompile(` {2,}`)

// Block is a fenced provision block. Lines count from 1 and include the fences.
type Block struct {
	Source      string
	First, Last int
}

// Render turns Markdown into plain text for posts: headings and lists stay, links become text and URL, images their
// description, HTML and rego blocks go, and no word mentions anybody or becomes a hashtag. A provision block becomes what
// sentence says, or goes where that is "" or sentence is nil.
func Render(src []byte, sentence func(Block) string) string {
	if sentence == nil {
		sentence = func(Block) string { return "" }
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	markdown := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList))
	w := writer{src: src, sentence: sentence}
	return defuse(clean(w.blocks(markdown.Parser().Parse(text.NewReader(src)), paragraphGap, 0)))
}

type writer struct {
	src      []byte
	sentence func(Block) string
}

// blocks joins the blocks below a node; depth is that of nested lists.
func (w writer) blocks(parent ast.Node, gap string, depth int) string {
	var out strings.Builder
	afterHeading := false
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		block := w.block(n, depth)
		if block == "" {
			continue
		}
		_, heading := n.(*ast.Heading)
		switch {
		case out.Len() == 0:
		case heading && parent.Kind() == ast.KindDocument:
			out.WriteString(articleGap)
		case afterHeading:
			out.WriteString(lineGap)
		default:
			out.WriteString(gap)
		}
		out.WriteString(block)
		afterHeading = heading
	}
	return out.String()
}

func (w writer) block(n ast.Node, depth int) string {
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		return w.fenced(n)
	case *ast.CodeBlock:
		return foldLines(w.lines(n))
	case *ast.Blockquote:
		return prefixed(w.blocks(n, paragraphGap, depth), "> ", "> ")
	case *ast.List:
		return w.list(n, depth)
	case *tables.Table:
		return w.table(n)
	case *ast.HTMLBlock, *ast.ThematicBreak:
		return ""
	}
	return strings.TrimSpace(spaces.ReplaceAllString(w.inline(n), " "))
}

func (w writer) fenced(n *ast.FencedCodeBlock) string {
	switch string(n.Language(w.src)) {
	case "rego":
		return ""
	case "provision":
		block := Block{Source: w.lines(n)}
		if n.Lines().Len() > 0 {
			block.First = bytes.Count(w.src[:n.Lines().At(0).Start], []byte("\n"))
			block.Last = block.First + n.Lines().Len() + 1
		}
		return strings.TrimSpace(w.sentence(block))
	}
	return foldLines(w.lines(n))
}

func (w writer) lines(n ast.Node) string {
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

// bullet tells the depth of a list also where a client shows no indentation.
func bullet(depth int) string {
	switch depth {
	case 0:
		return "• "
	case 1:
		return "◦ "
	}
	return "▪ "
}

func (w writer) list(n *ast.List, depth int) string {
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
func (w writer) table(n *tables.Table) string {
	var heads, lines []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, strings.TrimSpace(w.inline(cell)))
		}
		if row.Kind() == tables.KindTableHeader {
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

// inline gives the text below a node.
func (w writer) inline(parent ast.Node) string {
	var out strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.span(&out, n)
	}
	return out.String()
}

func (w writer) span(out *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		out.WriteString(w.plain(n.Value(w.src)))
		switch {
		case n.HardLineBreak():
			out.WriteByte('\n')
		case n.SoftLineBreak():
			out.WriteByte(' ')
		}
	case *ast.String:
		out.Write(n.Value)
	case *ast.CodeSpan:
		w.code(out, n)
	case *ast.AutoLink:
		out.WriteString(strings.TrimPrefix(string(n.Label(w.src)), "mailto:"))
	case *ast.Link:
		out.WriteString(link(w.inline(n), string(n.Destination)))
	case *tables.TaskCheckBox:
		out.WriteString(map[bool]string{true: "[x] ", false: "[ ] "}[n.IsChecked])
	case *ast.RawHTML:
	default:
		out.WriteString(w.inline(n))
	}
}

// code writes a code span as it is: nothing in it is an escape.
func (w writer) code(out *strings.Builder, span *ast.CodeSpan) {
	for n := span.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			out.WriteString(strings.ReplaceAll(string(t.Value(w.src)), "\n", " "))
		}
	}
}

// plain resolves backslash escapes and character references, by way of the HTML that they would become.
func (w writer) plain(raw []byte) string {
	var escaped strings.Builder
	buffered := bufio.NewWriter(&escaped)
	html.DefaultWriter.Write(buffered, raw)
	_ = buffered.Flush()
	return stdhtml.UnescapeString(escaped.String())
}

// link adds the address to a link's text, where it is one that a reader of a post can follow.
func link(label, destination string) string {
	address, isMail := strings.CutPrefix(destination, "mailto:")
	switch {
	case label == "" || label == destination || label == address:
		return address
	case isMail || urlStart.MatchString(destination):
		return label + " (" + address + ")"
	}
	return label
}
