// Package constitution reads the text that a community amends: Markdown with numbered articles and, inside them, the
// provisions that bylaw decides by. It does not decide, and it does not render.
package constitution

import (
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// Constitution is a parsed constitution.md.
type Constitution struct {
	Title      string                // the first heading of level 1
	Source     []byte                // the file as it is
	Digest     string                // SHA-256 of Source in hex
	Articles   []Article             // in the order of the text
	Provisions []provision.Provision // in the order of the text
	Policies   []Policy              // fenced rego blocks, in the order of the text; then those of files, in order
}

// Rule finds the rule that a name stands for: the id of a provision, or else the citation of an article, whose first
// provision it is then.
func (c Constitution) Rule(name string) (provision.Rule, bool) {
	for _, p := range c.Provisions {
		if p.ID == name {
			return p.Rule, true
		}
	}
	for _, p := range c.Provisions {
		if p.Citation == name {
			return p.Rule, true
		}
	}
	return provision.Rule{}, false
}

// Article is a heading, or a bold number at the start of a paragraph, with the text under it up to the next one.
type Article struct {
	Citation string // "3.1"; the heading's text where it has no number. No two articles of a text have the same
	Title    string
	Level    int // of the heading, from 1; 7 where a paragraph begins with a bold number
	Place    diag.Place
	Start    int      // byte offset of the heading in Source
	Body     int      // byte offset of the text behind the heading
	End      int      // byte offset after the article's own text
	Items    []string // the numbers of its list items and numbered paragraphs: "2", "2.1", "a"
	Digest   string   // SHA-256 of its heading and text, whitespace outside code folded
}

// Policy is a Rego module that is in the constitution, or in a file of its own next to it.
type Policy struct {
	Citation string     // of the article; "" for a file of its own
	Place    diag.Place // the line before the module's first, so that a file of its own has no line
	Source   string
}
