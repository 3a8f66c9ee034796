package constitution

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// maxBytes is the longest constitution; the longest of any state is far shorter.
const maxBytes = 1 << 20

// maxArticles keeps work that looks at each article from another one bounded; the longest constitutions have some hundred.
const maxArticles = 5_000

// Preamble is the citation of what stands before the first heading.
const Preamble = "preamble"

// Parse reads a constitution. Mistakes, those inside provisions too, go to diags with their place in the file.
func Parse(file string, src []byte, diags *diag.List) Constitution {
	p := &parser{file: file, src: src, diags: diags, skills: skill.ByName(), constitution: Constitution{Source: src, Digest: digest(src)}}
	if !p.readable() {
		return p.constitution
	}
	document := Document(src)
	if !p.articles(document) {
		return p.constitution
	}
	if p.constitution.Title == "" {
		p.constitution.Title = frontTitle(src)
	}
	p.blocks(document)
	p.unique()
	return p.constitution
}

// Document parses Markdown whose cost is bounded, without front matter; a text that Parse refuses as too costly is an empty
// document. Offsets are those of the source.
func Document(src []byte, extensions ...goldmark.Extender) ast.Node {
	if line, _ := Costly(src); line > 0 {
		src = nil
	}
	return goldmark.New(goldmark.WithExtensions(extensions...), goldmark.WithParserOptions(TightHeadings())).Parser().Parse(text.NewReader(Body(src)))
}

type parser struct {
	file         string
	src          []byte
	diags        *diag.List
	skills       map[skill.Name]skill.Skill
	constitution Constitution
	ranOn        bool // a block was not closed
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// readable refuses what is not a text that can be cited.
func (p *parser) readable() bool {
	switch {
	case len(bytes.TrimSpace(p.src)) == 0:
		p.fail(0, "write the first article", "the constitution is empty")
	case len(p.src) > maxBytes:
		p.fail(0, "move what need not be voted on into another file", "%d bytes is more than the %d that a constitution may have", len(p.src), maxBytes)
	case !utf8.Valid(p.src):
		p.fail(invalidAt(p.src), "save the file as UTF-8", "not UTF-8 text")
	case bytes.HasPrefix(p.src, []byte("\xef\xbb\xbf")):
		p.fail(0, "save the file as UTF-8 without it", "the file begins with a byte order mark")
	default:
		return p.affordable()
	}
	return false
}

// affordable refuses a text that was made to keep the parser busy.
func (p *parser) affordable() bool {
	line, why := Costly(p.src)
	if line > 0 {
		p.diags.Errorf(diag.Place{File: p.file, Line: line, Column: 1}, "write it in paragraphs, as people read it", "%s", why)
	}
	return line == 0
}

// invalidAt gives the offset of the first byte that is not UTF-8.
func invalidAt(src []byte) int {
	offset := 0
	for {
		r, size := utf8.DecodeRune(src[offset:])
		if r == utf8.RuneError && size <= 1 {
			return offset
		}
		offset += size
	}
}

// articles cuts the text at its headings and at paragraphs that begin with a bold number. Headings inside quotes and lists do
// not count: they are quoted. It gives up where there are too many.
func (p *parser) articles(document ast.Node) bool {
	var blocks []ast.Node
	var headings []headline
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := p.headingOf(n)
		if !ok {
			blocks = append(blocks, n)
			continue
		}
		if len(headings) == maxArticles {
			p.fail(h.start, "", "more than %d articles", maxArticles)
			return false
		}
		p.endArticle(h.start, blocks)
		p.article(h)
		headings, blocks = append(headings, h), []ast.Node{n}
	}
	p.endArticle(len(p.src), blocks)
	p.name(headings)
	if len(headings) == 0 {
		p.diags.Warnf(p.place(0), `begin each article with a heading such as "## 1 Membership"`, "the constitution has no heading, so nothing in it can be cited")
	}
	return true
}

// article begins at a heading; where it ends and how it is cited is not known yet.
func (p *parser) article(h headline) {
	if h.level == 1 && p.constitution.Title == "" {
		p.constitution.Title = h.words
	}
	p.constitution.Articles = append(p.constitution.Articles, Article{Title: h.label.Title, Level: h.level, Place: p.place(h.start), Start: h.start, Body: h.body})
}

// endArticle closes the last article, or makes the preamble of what came before the first.
func (p *parser) endArticle(end int, blocks []ast.Node) {
	if len(p.constitution.Articles) == 0 {
		begin := frontMatter(p.src)
		if len(bytes.TrimSpace(p.src[begin:end])) == 0 {
			return
		}
		p.constitution.Articles = []Article{{Citation: Preamble, Place: p.place(begin), Start: begin, Body: begin}}
	}
	last := &p.constitution.Articles[len(p.constitution.Articles)-1]
	last.End = end
	last.Digest = articleDigest(p.src, last.Start, last.End, blocks)
	last.Items = items(p.src, blocks)
}

// unique reports provisions that have one name.
func (p *parser) unique() {
	named := map[string]int{}
	for _, each := range p.constitution.Provisions {
		if first, twice := named[each.ID]; twice {
			p.diags.Errorf(each.Place, `give each provision of an article an "id:"`, "two provisions have the id %q; first on line %d", each.ID, first)
			continue
		}
		named[each.ID] = each.Place.Line
	}
}

func (p *parser) fail(offset int, hint, format string, args ...any) {
	p.diags.Errorf(p.place(offset), hint, format, args...)
}

// lineStart gives the offset of the first byte of the line at an offset.
func (p *parser) lineStart(offset int) int { return bytes.LastIndexByte(p.src[:offset], '\n') + 1 }

func (p *parser) place(offset int) diag.Place {
	start := p.lineStart(offset)
	return diag.Place{
		File: p.file, Line: bytes.Count(p.src[:offset], []byte("\n")) + 1,
		Column: utf8.RuneCount(p.src[start:offset]) + 1,
	}
}
