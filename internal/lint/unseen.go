package lint

import (
	"bufio"
	"bytes"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/invisible"
)

// maxUnseen is how many characters of one file are reported: a file full of them needs no list.
const maxUnseen = 20

// Unseen reports what reviewers of the files at these paths do not see as it is: characters that hide or reorder text, line ends
// that only some programs honour, provisions inside HTML that is folded away, blocks that look like provisions, text
// that is struck out, and git attributes that hide a change. A file that cannot be read is reported elsewhere.
func Unseen(fsys fs.FS, paths []string) diag.List {
	var found diag.List
	for _, file := range paths {
		src, err := fs.ReadFile(fsys, file)
		switch {
		case err != nil || !utf8.Valid(src):
		case path.Base(file) == ".gitattributes":
			attributes(file, src, &found)
		default:
			characters(file, src, &found)
			if file == charter.ConstitutionFile {
				foldedAway(src, &found)
				struck(src, &found)
			}
		}
	}
	return found
}

func characters(file string, src []byte, found *diag.List) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	chars := invisible.In(string(src))
	if len(chars) == 0 {
		return
	}
	quoted := map[int]bool{}
	if file == charter.ConstitutionFile {
		quoted = quotedCode(src)
	}
	shown := 0
	for _, c := range chars {
		if quoted[c.Offset] {
			continue
		}
		if shown++; shown > maxUnseen {
			return
		}
		found.Errorf(placeOf(file, src, c.Offset), "remove it: people vote on what they see", "%s: U+%04X", c.Why, c.Rune)
	}
}

// placeOf gives the position of an offset in a file.
func placeOf(file string, src []byte, offset int) diag.Place {
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	return diag.Place{File: file, Line: bytes.Count(src[:start], []byte("\n")) + 1, Column: utf8.RuneCount(src[start:offset]) + 1}
}

// attributes reports attributes other than those of line ends: with -diff, binary or linguist-generated a forge folds away
// what a proposal changes, and a filter changes what is read.
func attributes(file string, src []byte, found *diag.List) {
	lines := bufio.NewScanner(bytes.NewReader(src))
	for line := 1; lines.Scan(); line++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		for _, attribute := range words[1:] {
			name, _, _ := strings.Cut(strings.TrimLeft(attribute, "-!"), "=")
			if attribute != "text" && attribute != "text=auto" && name != "eol" {
				found.Errorf(diag.Place{File: file, Line: line, Column: 1}, "remove it: reviewers must see every change",
					"the git attribute %q can hide changes from reviewers", attribute)
			}
		}
	}
}

// quotedCode says which bytes are code that bylaw does not read: there people may show what they warn of.
func quotedCode(src []byte) map[int]bool {
	inside := map[int]bool{}
	mark := func(segments ...text.Segment) {
		for _, s := range segments {
			for i := s.Start; i < s.Stop; i++ {
				inside[i] = true
			}
		}
	}
	document := constitution.Document(src)
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if info := string(n.Language(src)); info != "provision" && info != "rego" {
				mark(n.Lines().Sliced(0, n.Lines().Len())...)
			}
		case *ast.CodeBlock:
			mark(n.Lines().Sliced(0, n.Lines().Len())...)
		case *ast.Text:
			if n.Parent().Kind() == ast.KindCodeSpan {
				mark(n.Segment)
			}
		}
		return ast.WalkContinue, nil
	})
	return inside
}
