package yamldoc

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Append adds entries at the end of the list under a key, or adds the list. An entry is the lines of its value; the first
// stands behind the dash. Every line that was there stays byte for byte, except an empty "[]". A list in brackets is an
// error.
func Append(src []byte, root Map, name string, entries ...[]string) ([]byte, error) {
	list, at, eol := root.At(name), root.KeyPlace(name), lineEnding(src)
	switch {
	case root.IsFlow(), list.IsFlow() && len(list.List()) > 0:
		return nil, inBrackets(name, at)
	case at.Line == 0:
		return AppendKey(src, root, append([]string{name + ":"}, dashed("  ", entries)...)...)
	case len(list.List()) == 0:
		return fillEmpty(src, at, name, eol, entries)
	}
	indent := list.Place().Column - 1
	end := endOfLines(src, nextKey(src, root, name), indent)
	return insert(src, end, eol, dashed(strings.Repeat(" ", indent), entries)), nil
}

// AppendKey adds the lines of a key that is not there at the end of the document. Every line that was there stays byte for byte.
func AppendKey(src []byte, root Map, lines ...string) ([]byte, error) {
	if root.IsFlow() {
		return nil, inBrackets("the map", root.Place())
	}
	return insert(src, endOfLines(src, documentEnd(src), -1), lineEnding(src), lines), nil
}

// Insert adds an entry before the one that is counted from 0; comments above that one stay with it.
func Insert(src []byte, root Map, name string, index int, entry []string) ([]byte, error) {
	start, _, err := span(src, root, name, index)
	if err != nil {
		return nil, err
	}
	indent, eol := strings.Repeat(" ", root.At(name).Place().Column-1), lineEnding(src)
	if index > 0 {
		_, end, err := span(src, root, name, index-1)
		return insert(src, end, eol, dashed(indent, [][]string{entry})), err
	}
	return slices.Concat(src[:start], []byte(strings.Join(dashed(indent, [][]string{entry}), eol)+eol), src[start:]), nil
}

// Replace writes another value in the place of an entry of a list, which counts from 0. Comments within the old entry go
// with it.
func Replace(src []byte, root Map, name string, index int, entry []string) ([]byte, error) {
	start, end, err := span(src, root, name, index)
	if err != nil {
		return nil, err
	}
	indent := strings.Repeat(" ", root.At(name).Place().Column-1)
	text := strings.Join(dashed(indent, [][]string{entry}), lineEnding(src))
	return slices.Concat(src[:start], []byte(text), src[end:]), nil
}

// Remove takes an entry out of a list, which counts from 0. Of the last one an empty list is left.
func Remove(src []byte, root Map, name string, index int) ([]byte, error) {
	start, end, err := span(src, root, name, index)
	if err != nil {
		return nil, err
	}
	after := slices.Concat(src[:start], bytes.TrimPrefix(src[end:], []byte(lineEnding(src))))
	if len(root.At(name).List()) > 1 {
		return after, nil
	}
	line, _, _ := bytes.Cut(after[lineOffset(after, root.KeyPlace(name).Line):], []byte("\n"))
	head := bytes.Index(line, []byte(name+":")) + len(name) + 1
	at := lineOffset(after, root.KeyPlace(name).Line) + head
	return slices.Concat(after[:at], []byte(" []"), after[at:]), nil
}

// span gives the offsets at which the lines of an entry begin and end, without the last line feed.
func span(src []byte, root Map, name string, index int) (start, end int, err error) {
	list := root.At(name)
	if root.IsFlow() || list.IsFlow() {
		return 0, 0, inBrackets(name, root.KeyPlace(name))
	}
	entries, limit := list.List(), 0
	if index+1 < len(entries) {
		limit = lineOffset(src, entries[index+1].Place().Line)
	} else {
		limit = nextKey(src, root, name)
	}
	start = lineOffset(src, entries[index].Place().Line)
	return start, endOfLines(src, limit, list.Place().Column-1), nil
}

func inBrackets(name string, at diag.Place) error {
	return diag.WithHint(fmt.Errorf("%s is written in brackets on line %d", name, at.Line), `write the list as lines that begin with "- "`)
}

// dashed gives the lines of entries of a list.
func dashed(indent string, entries [][]string) []string {
	var lines []string
	for _, entry := range entries {
		for i, line := range entry {
			mark := "  "
			if i == 0 {
				mark = "- "
			}
			lines = append(lines, indent+mark+line)
		}
	}
	return lines
}

// lineEnding gives the line ending that a file uses.
func lineEnding(src []byte) string {
	if i := bytes.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// nextKey gives the offset of the line of the first key after the one named, or the end of the file.
func nextKey(src []byte, root Map, name string) int {
	own, next := root.KeyPlace(name).Line, 0
	for _, other := range root.Keys() {
		if line := root.KeyPlace(other).Line; line > own && (next == 0 || line < next) {
			next = line
		}
	}
	if next == 0 {
		return documentEnd(src)
	}
	return lineOffset(src, next)
}

// endMark finds the line that ends a document, behind which only comments may come.
var endMark = regexp.MustCompile(`(?m)^\.\.\.(?:[ \t\r].*)?$`)

// documentEnd gives the offset at which the document ends: that of the line "...", or the end of the file.
func documentEnd(src []byte) int {
	if marks := endMark.FindAllIndex(src, -1); len(marks) > 0 && onlyComments(src[marks[len(marks)-1][1]:]) {
		return marks[len(marks)-1][0]
	}
	return len(src)
}

func onlyComments(src []byte) bool {
	for line := range bytes.Lines(src) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// lineOffset gives the offset of a line, which counts from 1.
func lineOffset(src []byte, line int) int {
	offset := 0
	for range line - 1 {
		offset += bytes.IndexByte(src[offset:], '\n') + 1
	}
	return offset
}

// endOfLines gives the offset of the end of the last line before a limit that is neither empty nor a comment that is
// indented by no more than the columns given; those belong to what follows.
func endOfLines(src []byte, limit, indent int) int {
	for limit > 0 {
		start := bytes.LastIndexByte(src[:limit-1], '\n') + 1
		line := bytes.TrimRight(src[start:limit], "\r\n")
		words := bytes.TrimSpace(line)
		comment := bytes.HasPrefix(words, []byte("#")) && bytes.IndexByte(line, '#') <= indent
		if len(words) > 0 && !comment {
			return start + len(line)
		}
		limit = start
	}
	return 0
}

// insert puts lines after the line that ends at an offset.
func insert(src []byte, end int, eol string, lines []string) []byte {
	text := strings.Join(lines, eol)
	if end == 0 {
		return slices.Concat([]byte(text+eol), src)
	}
	return slices.Concat(src[:end], []byte(eol+text), src[end:])
}

// nothing matches what may stand behind the key of an empty list, and keeps a comment.
var nothing = regexp.MustCompile(`^[ \t]*(?:\[[ \t]*\]|~|null)?([ \t]*(?:#.*)?)$`)

// fillEmpty writes a list where a key has none.
func fillEmpty(src []byte, at diag.Place, name, eol string, entries [][]string) ([]byte, error) {
	start := lineOffset(src, at.Line)
	line, _, _ := bytes.Cut(src[start:], []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	head, value, found := bytes.Cut(line, []byte(name+":"))
	m := nothing.FindSubmatch(value)
	if !found || m == nil {
		return nil, fmt.Errorf("%s has a value on line %d that is no list", name, at.Line)
	}
	filled := slices.Concat(src[:start], head, []byte(name+":"), m[1])
	return insert(slices.Concat(filled, src[start+len(line):]), len(filled), eol, dashed("  ", entries)), nil
}
