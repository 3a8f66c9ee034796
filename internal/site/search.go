package site

import (
	"encoding/json"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// search writes the page, and the index that its script searches: title, address and more words of each entry. The index is
// a script of its own, so that it can be read from a folder as well.
func (b *builder) search() error {
	entries := [][3]string{}
	for _, row := range b.decided {
		entries = append(entries, [3]string{row.Title, row.File, row.About})
	}
	for _, a := range b.Charter.Constitution.Articles {
		title := a.Title
		if a.Citation != title {
			title = strings.TrimSpace(a.Citation + " " + title)
		}
		entries = append(entries, [3]string{title, b.articleFile(a.Citation), ""})
	}
	for i, s := range b.blocked {
		if s.Anchor != "" {
			entries = append(entries, [3]string{s.Domain, numbered("servers", i/rows) + "#" + s.Anchor, s.Severity + " " + s.Reason})
		}
	}
	list, err := json.Marshal(entries) // which escapes what would end a script
	if err != nil {
		return err
	}
	b.files["search-index.js"] = []byte("const searchIndex = " + string(list) + ";\n")
	return b.page("search.html", "search.html", b.say("site.search"), "search", nil)
}

// about is what a proposal can be found by in addition to its title.
func about(p Proposal) string {
	var words []string
	for _, c := range p.Changes {
		if c.Kind == facts.Entry && len(words) < 20 {
			words = append(words, publicChange(c).Target)
		}
	}
	return strings.Join(words, " ")
}
