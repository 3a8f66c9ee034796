package site

import (
	"fmt"
	"html/template"
	"time"

	"github.com/bylaw-dev/bylaw/internal/decision"
)

// functions are what templates call.
func (b *builder) functions() template.FuncMap {
	return template.FuncMap{
		"t":       b.say,
		"outcome": b.outcome,
		"moment":  stampOf,
		"percent": percent,
		"article": b.articleFile,
	}
}

// outcome says how a vote ended. Words that this version does not know are shown as they are.
func (b *builder) outcome(o any) string {
	word := fmt.Sprint(o)
	switch decision.Outcome(word) {
	case decision.Passed, decision.Failed, decision.Vetoed, decision.Open:
		return b.say("site.outcome." + word)
	}
	return word
}

// stamped is a time for programs and for people.
type stamped struct{ Stamp, Text string }

// stampOf reads RFC 3339 text; nil where it is none.
func stampOf(text string) *stamped {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	at = at.UTC()
	return &stamped{at.Format(time.RFC3339), at.Format("2006-01-02 15:04 UTC")}
}

func percent(share *int) string {
	if share == nil {
		return "–"
	}
	return fmt.Sprintf("%d %%", *share)
}

// articleFile is where an article is shown; an article that the constitution no longer has is on its first page.
func (b *builder) articleFile(citation string) string {
	if at, ok := b.articles[citation]; ok {
		return at
	}
	return "constitution.html"
}

// articleLinks lists articles, each once.
func (b *builder) articleLinks(citations []string) []link {
	var all []link
	seen := map[string]bool{}
	for _, c := range citations {
		if !seen[c] {
			all = append(all, link{b.articleFile(c), c})
		}
		seen[c] = true
	}
	return all
}
