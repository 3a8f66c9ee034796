package constitution

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// The info strings of fenced blocks that bylaw reads.
const (
	provisionBlock = "provision"
	policyBlock    = "rego"
)

// blocks reads the provisions and policies, and reports every fence that is left open: it swallows the rest of the text.
func (p *parser) blocks(document ast.Node) {
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if fence, ok := n.(*ast.FencedCodeBlock); ok && entering {
			p.block(fence, n.Parent() == document)
		}
		return ast.WalkContinue, nil
	})
}

func (p *parser) block(fence *ast.FencedCodeBlock, top bool) {
	start := p.lineStart(fence.Pos())
	info := string(fence.Language(p.src))
	if top && (!p.closed(fence) || readBlock(info) && p.opensAnother(fence)) {
		p.notClosed(fence)
		return
	}
	if !readBlock(info) {
		return
	}
	article := p.articleAt(start)
	switch {
	case !top:
		p.fail(start, "move it to the left margin", "a %s block inside a list or a quote is not in force", info)
	case article == nil:
		p.fail(start, "put it under the heading of the article that it belongs to", "a %s block stands before any heading", info)
	case info == provisionBlock:
		p.provision(fence, *article)
	default:
		p.constitution.Policies = append(p.constitution.Policies, Policy{article.Citation, p.place(start), string(fence.Lines().Value(p.src))})
	}
}

func readBlock(info string) bool { return info == provisionBlock || info == policyBlock }

func (p *parser) notClosed(fence *ast.FencedCodeBlock) {
	if p.ranOn {
		return // the ends of all blocks behind the first such one are shifted
	}
	p.ranOn = true
	p.fail(p.lineStart(fence.Pos()), "end it with a line of "+p.marker(fence), "the block that begins here is not closed, so what follows is part of it")
}

// opensAnother reports whether a block holds a line that is meant to begin the next one: its own end is missing.
func (p *parser) opensAnother(fence *ast.FencedCodeBlock) bool {
	for line := range bytes.Lines(fence.Lines().Value(p.src)) {
		if name, opens := bytes.CutPrefix(bytes.TrimSpace(line), []byte(p.marker(fence))); opens && len(name) > 0 {
			return true
		}
	}
	return false
}

// heading finds a heading of Markdown, which is a comment in YAML, between empty lines.
var heading = regexp.MustCompile(`\n[ \t]*\r?\n#{1,6} [^\n]*\n[ \t]*\r?\n`)

// closed reports whether a fence at the left margin ends with a marker rather than with the file.
func (p *parser) closed(fence *ast.FencedCodeBlock) bool {
	end := p.lineEnd(fence.Pos())
	if lines := fence.Lines(); lines.Len() > 0 {
		end = lines.At(lines.Len() - 1).Stop
	}
	return bytes.HasPrefix(bytes.TrimLeft(p.src[end:], " "), []byte(p.marker(fence)))
}

// lineEnd gives the offset of the line after the one at an offset.
func (p *parser) lineEnd(offset int) int {
	if i := bytes.IndexByte(p.src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(p.src)
}

// marker gives the run of backticks or tildes that opens a fence.
func (p *parser) marker(fence *ast.FencedCodeBlock) string {
	rest := p.src[fence.Pos():]
	return string(rest[:len(rest)-len(bytes.TrimLeft(rest, string(rest[:1])))])
}

// articleAt gives the article that an offset lies in, nil in the preamble.
func (p *parser) articleAt(offset int) *Article {
	for i, a := range p.constitution.Articles {
		if a.Level > 0 && a.Start <= offset && offset < a.End {
			return &p.constitution.Articles[i]
		}
	}
	return nil
}

// provision reads one provision, whose places are those of the whole file.
func (p *parser) provision(fence *ast.FencedCodeBlock, article Article) {
	opening := p.place(p.lineStart(fence.Pos()))
	before := len(*p.diags)
	v := yamldoc.ParseAt(p.file, opening.Line, fence.Lines().Value(p.src), p.diags)
	switch {
	case v.Present():
		p.constitution.Provisions = append(p.constitution.Provisions, p.read(v, article, opening))
	case len(*p.diags) == before:
		p.diags.Errorf(opening, "write its governs and threshold, or remove it", "the provision is empty")
	}
	if len(*p.diags) > before && heading.Match(fence.Lines().Value(p.src)) { // it ran on into the next article
		*p.diags = (*p.diags)[:before]
		p.notClosed(fence)
	}
}

func (p *parser) read(v yamldoc.Value, article Article, opening diag.Place) provision.Provision {
	read := provision.Parse(v, article.Citation)
	if read.ID == "" {
		read.ID = article.Citation
	}
	read.Place = opening
	p.checkPowers(v)
	return read
}
