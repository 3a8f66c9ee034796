package site

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/provision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// chapterBytes is how much of the constitution a page shows, so that it stays small.
const chapterBytes = 60_000

// articleView is one article, or the text before the first.
type articleView struct {
	Anchor, citation string
	HTML             template.HTML
	Rules            []string // what the provisions say, in a sentence each
	History          []amendmentView
}

type amendmentView struct {
	Proposal        int
	File, Title, At string
}

// chapters renders the constitution, and notes on which page each article is.
func (b *builder) chapters() ([][]articleView, error) {
	all, err := b.articleViews()
	if err != nil {
		return nil, err
	}
	b.articles = map[string]string{}
	chapters, size := [][]articleView{nil}, 0
	for _, a := range all {
		if size > 0 && size+len(a.HTML) > chapterBytes {
			chapters, size = append(chapters, nil), 0
		}
		last := len(chapters) - 1
		chapters[last], size = append(chapters[last], a), size+len(a.HTML)
		if a.citation != "" {
			b.articles[a.citation] = numbered("constitution", last) + "#" + a.Anchor
		}
	}
	return chapters, nil
}

func (b *builder) constitution(chapters [][]articleView) error {
	constitution := b.Charter.Constitution
	for i, articles := range chapters {
		err := b.page(numbered("constitution", i), "constitution.html", b.say("site.constitution"), "constitution", struct {
			First                              bool
			Title, Since, Commit, TextLanguage string
			Pager                              []turn
			Articles                           []articleView
		}{i == 0, render.Outside(constitution.Title), b.Since.String(), short(b.Commit), b.Charter.Settings.Publish.Language, turns("constitution", len(chapters), i), articles})
		if err != nil {
			return err
		}
	}
	return nil
}

// articleViews renders each top-level block of the text as a part of the article that it lies in. The whole text is parsed
// once, so that references to its end are found.
func (b *builder) articleViews() ([]articleView, error) {
	law := b.Charter.Constitution
	views, texts := b.emptyViews(), make([]bytes.Buffer, len(law.Articles)+1)
	write := goldmark.New(
		goldmark.WithExtensions(extension.Table),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(imagesAsLinks{}, 1))),
	).Renderer()
	at := 0
	for n := constitution.Document(law.Source, extension.Table).FirstChild(); n != nil; n = n.NextSibling() {
		if offset := offsetOf(n); offset >= 0 {
			at = sort.Search(len(law.Articles), func(i int) bool { return law.Articles[i].Start > offset })
		}
		if skipped(n, law.Source) {
			continue
		}
		if err := write.Render(&texts[at], law.Source, n); err != nil {
			return nil, err
		}
	}
	for i := range views {
		views[i].HTML = template.HTML(texts[i].String()) //nolint:gosec // goldmark escapes the text, and leaves raw HTML out
	}
	return slices.DeleteFunc(views, func(v articleView) bool { return len(v.HTML)+len(v.Rules) == 0 }), nil
}

// emptyViews are the articles without their texts, after what stands before the first.
func (b *builder) emptyViews() []articleView {
	constitution, history := b.Charter.Constitution, b.amendments()
	rules := map[string][]string{}
	none := provision.NewProse("", b.table)
	for _, p := range constitution.Provisions {
		rules[p.Citation] = append(rules[p.Citation], render.Outside(provision.Summary(p, nil, none, b.table)))
	}
	views, taken := []articleView{{Anchor: "preamble"}}, map[string]bool{}
	for _, a := range constitution.Articles {
		anchor := "article-" + anchorOf(a.Citation)
		for taken[anchor] {
			anchor += "-"
		}
		taken[anchor] = true
		views = append(views, articleView{Anchor: anchor, citation: a.Citation, Rules: rules[a.Citation], History: history[a.Citation]})
	}
	return views
}

// amendments lists by article the enacted proposals that changed it, the newest first.
func (b *builder) amendments() map[string][]amendmentView {
	all := map[string][]amendmentView{}
	for i := len(b.Proposals) - 1; i >= 0; i-- {
		p := b.Proposals[i]
		if !p.Enacted.Known() {
			continue
		}
		for _, c := range p.Changes {
			if c.Kind == facts.Article {
				all[c.Article] = append(all[c.Article], amendmentView{p.Proposal, decisionFile(p.Proposal), titled(p), p.Enacted.String()})
			}
		}
	}
	return all
}

// anchorOf makes a citation the name of a place on a page.
func anchorOf(citation string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
			return r
		}
		return '-'
	}, citation)
}

// skipped leaves out the title, which the page has already, and provisions, which are sentences.
func skipped(n ast.Node, source []byte) bool {
	switch n := n.(type) {
	case *ast.Heading:
		return n.Level == 1
	case *ast.FencedCodeBlock:
		return string(n.Language(source)) == "provision"
	}
	return false
}

// offsetOf is where a block begins in the source; -1 where it does not say.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeInline {
			return -1
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			return lines.At(0).Start
		}
	}
	return -1
}

// imagesAsLinks writes a link in the place of an image: pages load nothing from elsewhere.
type imagesAsLinks struct{}

func (imagesAsLinks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		image, ok := n.(*ast.Image)
		if !ok || html.IsDangerousURL(image.Destination) {
			return ast.WalkContinue, nil
		}
		text := "</a>"
		if entering {
			text = fmt.Sprintf(`<a href="%s">`, util.EscapeHTML(util.URLEscape(image.Destination, true)))
		}
		_, err := w.WriteString(text)
		return ast.WalkContinue, err
	})
}
