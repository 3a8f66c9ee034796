package charter

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// splice adds entries, each of which is one line, at the end of the list under a key, or adds the list.
func splice(src []byte, root yamldoc.Map, name string, entries []string) ([]byte, error) {
	list, at, eol := root.At(name), root.KeyPlace(name), lineEnding(src)
	switch {
	case root.IsFlow(), list.IsFlow() && len(list.List()) > 0:
		return nil, fmt.Errorf("%s is written in brackets on line %d", name, at.Line)
	case at.Line == 0:
		lines := append([]string{name + ":"}, dashed("  ", entries)...)
		return insert(src, endOfLines(src, len(src), -1), eol, lines), nil
	case len(list.List()) == 0:
		return fillEmpty(src, at, name, eol, entries)
	}
	indent := list.Place().Column - 1
	end := endOfLines(src, nextKey(src, root, name), indent)
	return insert(src, end, eol, dashed(strings.Repeat(" ", indent), entries)), nil
}

func dashed(indent string, entries []string) []string {
	lines := make([]string, len(entries))
	for i, entry := range entries {
		lines[i] = indent + "- " + entry
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
func nextKey(src []byte, root yamldoc.Map, name string) int {
	own, next := root.KeyPlace(name).Line, 0
	for _, other := range root.Keys() {
		if line := root.KeyPlace(other).Line; line > own && (next == 0 || line < next) {
			next = line
		}
	}
	if next == 0 {
		return len(src)
	}
	return lineOffset(src, next)
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
func fillEmpty(src []byte, at diag.Place, name, eol string, entries []string) ([]byte, error) {
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
