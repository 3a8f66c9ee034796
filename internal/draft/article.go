package draft

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// AmendArticle drafts another text of one article, below its heading. A heading in the new text would be an article of its
// own, so there must be none.
func AmendArticle(b Base, citation, text string) (Draft, error) {
	law := b.Charter.Constitution
	i := slices.IndexFunc(law.Articles, func(a constitution.Article) bool { return a.Citation == citation })
	if len(law.Articles) == 0 {
		return Draft{}, fmt.Errorf("the constitution has no article %q: it has none at all", citation)
	}
	if i < 0 {
		return Draft{}, diag.WithHint(fmt.Errorf("the constitution has no article %q", citation), "articles are named by their number, such as %s", law.Articles[0].Citation)
	}
	article := law.Articles[i]
	src := b.text(charter.ConstitutionFile)
	own := strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	between := "\n"
	switch {
	case article.Body == 0:
		between = ""
	case src[article.Body-1] != '\n': // the text goes on behind a bold number
		between = " "
	}
	whole := slices.Concat(src[:article.Body], []byte(between+own+"\n\n"), src[article.End:])
	if article.End == len(src) {
		whole = append(bytes.TrimRight(whole, "\n"), '\n')
	}
	d, err := Amend(b, whole)
	if err != nil {
		return d, err
	}
	proposed, _ := charter.Load(d.Over(b.Tree))
	if len(proposed.Constitution.Articles) != len(law.Articles) {
		return Draft{}, fmt.Errorf("the new text of article %s holds a heading, which would begin another article", citation)
	}
	return d, nil
}
