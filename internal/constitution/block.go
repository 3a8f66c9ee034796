package constitution

import (
	"bytes"

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
	if top && !p.closed(fence) {
		p.fail(start, "end it with a line of "+p.marker(fence), "the block that begins here is not closed, so all the rest is part of it")
		return
	}
	info := string(fence.Language(p.src))
	if info != provisionBlock && info != policyBlock {
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
		p.law.Policies = append(p.law.Policies, Policy{article.Citation, p.place(start), string(fence.Lines().Value(p.src))})
	}
}

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
	for i, a := range p.law.Articles {
		if a.Level > 0 && a.Start <= offset && offset < a.End {
			return &p.law.Articles[i]
		}
	}
	return nil
}

// provision reads one provision, whose places are those of the whole file.
func (p *parser) provision(fence *ast.FencedCodeBlock, article Article) {
	opening := p.place(p.lineStart(fence.Pos()))
	before := len(*p.diags)
	v := yamldoc.ParseAt(p.file, opening.Line, fence.Lines().Value(p.src), p.diags)
	if !v.Present() {
		if len(*p.diags) == before {
			p.diags.Errorf(opening, "write its governs and threshold, or remove it", "the provision is empty")
		}
		return
	}
	read := provision.Parse(v, article.Citation)
	if read.ID == "" {
		read.ID = article.Citation
	}
	read.Place = diag.Place{File: opening.File, Line: opening.Line, Column: opening.Column}
	p.checkPowers(v)
	p.law.Provisions = append(p.law.Provisions, read)
}
