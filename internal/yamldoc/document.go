// Package yamldoc reads YAML that people write: it keeps the place of every value, reports every mistake instead of the
// first, and bounds what a hostile file can cost. It knows nothing of what the files mean.
package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// The bounds of one file. A hundred thousand domain blocks with comments fit well inside them.
const (
	maxBytes = 32 << 20
	maxNodes = 4_000_000 // after following aliases, so that a few lines cannot expand into gigabytes
	maxDepth = 64
)

// Document is one YAML document of a file, or of a fenced block inside a file.
type Document struct {
	file   string
	offset int // lines before the block in its file
	diags  *diag.List
	root   *yaml.Node
}

// Parse reads the only document of a file. Mistakes go to diags; the zero Value comes back where nothing can be read, and
// also for an empty document, which is no mistake here.
func Parse(file string, src []byte, diags *diag.List) Value {
	return ParseAt(file, 0, src, diags)
}

// ParseAt reads a block that starts after the given number of lines of its file, so that places are those of the file.
func ParseAt(file string, offset int, src []byte, diags *diag.List) Value {
	d := &Document{file: file, offset: offset, diags: diags}
	if !d.readable(src) {
		return Value{doc: d}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	var root yaml.Node
	if err := decoder.Decode(&root); err != nil {
		if !errors.Is(err, io.EOF) {
			d.syntax(src, err)
		}
		return Value{doc: d}
	}
	if !d.single(src, decoder) {
		return Value{doc: d}
	}
	if !d.bounded(&root) {
		return Value{doc: d}
	}
	d.root = root.Content[0]
	return Value{node: d.root, doc: d}
}

// readable reports text that is too long or not UTF-8.
func (d *Document) readable(src []byte) bool {
	at := diag.Place{File: d.file, Line: d.offset + 1}
	if len(src) > maxBytes {
		d.fail(at, "split the change or remove what is not needed", "%d bytes is more than the %d that a file may have", len(src), maxBytes)
		return false
	}
	if !utf8.Valid(src) {
		d.fail(d.invalidAt(src), "save the file as UTF-8", "not UTF-8 text")
		return false
	}
	return true
}

// invalidAt finds the first byte that is not UTF-8.
func (d *Document) invalidAt(src []byte) diag.Place {
	line, start := 1, 0
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return diag.Place{File: d.file, Line: d.offset + line, Column: i - start + 1}
		}
		i += size
		if r == '\n' {
			line, start = line+1, i
		}
	}
	return diag.Place{File: d.file, Line: d.offset + 1}
}

// single reports what comes behind the first document: another one, or text that is no YAML.
func (d *Document) single(src []byte, decoder *yaml.Decoder) bool {
	var second yaml.Node
	err := decoder.Decode(&second)
	switch {
	case errors.Is(err, io.EOF):
		return true
	case err != nil:
		d.syntax(src, err)
	default:
		d.fail(d.place(&second), "keep one document in a file", "more than one YAML document")
	}
	return false
}

// bounded walks the document as a reader would, aliases followed, and refuses what is too deep or expands too far.
func (d *Document) bounded(root *yaml.Node) bool {
	count := 0
	var walk func(n *yaml.Node, depth int) error
	walk = func(n *yaml.Node, depth int) error {
		count++
		if count > maxNodes {
			return fmt.Errorf("more than %d values after following aliases", maxNodes)
		}
		if depth > maxDepth {
			return fmt.Errorf("nested deeper than %d levels", maxDepth)
		}
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		} else if n.Style&yaml.TaggedStyle != 0 {
			d.diags.Warnf(d.place(n), "remove it", "the YAML tag %q is ignored", n.Tag)
		}
		for _, child := range n.Content {
			if err := walk(child, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(root, 0); err != nil {
		d.fail(diag.Place{File: d.file, Line: d.offset + 1}, "write the values out, without aliases of aliases", "%s", err)
		return false
	}
	return true
}

func (d *Document) fail(at diag.Place, hint, format string, args ...any) {
	d.diags.Errorf(at, hint, format, args...)
}

// place gives a node's position in the file.
func (d *Document) place(n *yaml.Node) diag.Place {
	if n == nil {
		return diag.Place{File: d.file, Line: d.offset + 1}
	}
	return diag.Place{File: d.file, Line: d.offset + n.Line, Column: n.Column}
}
