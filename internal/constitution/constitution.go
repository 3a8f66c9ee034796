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
	Policies   []Policy              // fenced rego blocks, in the order of the text
}

// Article is a heading with the text under it, up to the next heading of any level.
type Article struct {
	Citation string // "3.1"; the heading's text where it has no number
	Title    string
	Level    int // of the heading, from 1
	Place    diag.Place
	Start    int    // byte offset of the heading in Source
	End      int    // byte offset after the article's own text
	Digest   string // SHA-256 of its heading and text, whitespace outside code folded
}

// Policy is a Rego module that stands in the constitution.
type Policy struct {
	Citation string
	Place    diag.Place
	Source   string
}
