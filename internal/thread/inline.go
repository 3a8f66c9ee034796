package thread

import (
	"bufio"
	stdhtml "html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// handlesFirst comes before emphasis, which would take the underscores of "@_ada_", and after code spans.
const handlesFirst = 150

var (
	lineBreak = regexp.MustCompile(`(?i)^<br\s*/?>$`)
	handle    = regexp.MustCompile(`^@[A-Za-z0-9_]+(?:@[A-Za-z0-9_.-]+)?`)
	// invisible is what a browser does not show of an HTML block; what stands between the tags is part of the text.
	invisible = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<script\b.*?(?:</script[^>]*>|$)|<style\b.*?(?:</style[^>]*>|$)`)
	tag       = regexp.MustCompile(`(?s)</?[A-Za-z!?][^>]*>`)
)

// handles reads a handle as plain text.
type handles struct{}

// Trigger is the character that a handle begins with.
func (handles) Trigger() []byte { return []byte{'@'} }

// Parse takes a whole handle, and nothing else.
func (handles) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	found := handle.Find(line)
	if found == nil || !strings.Contains(string(found), "_") {
		return nil
	}
	block.Advance(len(found))
	return ast.NewTextSegment(at.WithStop(at.Start + len(found)))
}

// html gives the text of an HTML block, without its tags and comments.
func (w *writer) html(n *ast.HTMLBlock) string {
	raw := w.code(n)
	if n.HasClosure() {
		raw += string(n.ClosureLine.Value(w.src))
	}
	shown := tag.ReplaceAllString(invisible.ReplaceAllString(raw, ""), " ")
	return strings.Join(strings.Fields(stdhtml.UnescapeString(shown)), " ")
}

// inline gives the text below a node.
func (w *writer) inline(parent ast.Node) string {
	var out strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.span(&out, n)
	}
	return out.String()
}

func (w *writer) span(out *strings.Builder, n ast.Node) {
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
		w.verbatim(out, n)
	case *ast.AutoLink:
		out.WriteString(strings.TrimPrefix(string(n.Label(w.src)), "mailto:"))
	case *ast.Link:
		out.WriteString(link(w.inline(n), string(n.Destination)))
	case *extended.TaskCheckBox:
		out.WriteString(map[bool]string{true: "[x] ", false: "[ ] "}[n.IsChecked])
	case *extended.FootnoteLink:
		out.WriteString(w.refer(n.Index))
	case *extended.FootnoteBacklink:
	case *ast.RawHTML:
		if lineBreak.Match(n.Segments.Value(w.src)) {
			out.WriteByte('\n')
		}
	default:
		out.WriteString(w.inline(n))
	}
}

// verbatim writes a code span as it is: nothing in it is an escape.
func (w *writer) verbatim(out *strings.Builder, span *ast.CodeSpan) {
	for n := span.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			out.WriteString(strings.ReplaceAll(string(t.Value(w.src)), "\n", " "))
		}
	}
}

// plain resolves backslash escapes and character references, by way of the HTML that they would become. A line feed
// written as a reference ends no paragraph.
func (w *writer) plain(raw []byte) string {
	var escaped strings.Builder
	buffered := bufio.NewWriter(&escaped)
	html.DefaultWriter.Write(buffered, raw)
	_ = buffered.Flush()
	return strings.ReplaceAll(stdhtml.UnescapeString(escaped.String()), "\n", " ")
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
