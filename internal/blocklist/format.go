package blocklist

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// IsEmpty reports a file without anything in it.
func IsEmpty(src []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")))) == 0
}

// IsPage reports a web page, which is what an address answers where the list is no longer there.
func IsPage(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))), []byte("<"))
}

// format reports a file that is no list at all, and says what it is instead where that shows.
func (p *parser) format(format Format, src []byte) {
	fault := func(hint, format string, args ...any) {
		p.faults.Errorf(diag.Place{File: p.file}, hint, format, args...)
	}
	text := bytes.TrimSpace(src)
	switch {
	case !slices.Contains([]Format{MastodonCSV, Plain, JSON}, format):
		fault("", "a list in the format %s is not read", format)
	case len(src) > maxBytes:
		fault("import it in parts", "%d bytes is more than the %d that a list may have", len(src), maxBytes)
	case utf16(src):
		fault("save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8", "the list is UTF-16 text")
	case IsEmpty(src):
		fault("the publisher may have moved the list", "the list is empty")
	case !utf8.Valid(src):
		fault("save the list as UTF-8", "not UTF-8 text")
	case IsPage(src):
		fault("download the list itself; the address may have changed", "a web page (HTML or XML), not a %s list", nameOf(format))
	case format == JSON && text[0] == '{':
		fault("the server may not publish its list to everyone", "a JSON object, not a list: %q", shortened(string(text)))
	case format != JSON && (text[0] == '{' || text[0] == '['):
		fault("ask for the list as Mastodon exports it: CSV", "JSON, not a %s list", nameOf(format))
	case format == JSON && text[0] != '[':
		fault("", "not a JSON list: it begins with %q", shortened(firstLine(text)))
	}
}

// nameOf names a format in a sentence.
func nameOf(format Format) string {
	switch format {
	case Plain:
		return "plain"
	case JSON:
		return "JSON"
	case MastodonCSV, FIRES:
	}
	return "CSV"
}

func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.TrimSpace(line))
}

// utf16 reports text in two bytes a character: by its byte order mark, or by the zeros that ASCII has in it.
func utf16(src []byte) bool {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return true
	}
	head := src[:min(len(src), 64)]
	return len(head) > 1 && bytes.Count(head, []byte{0}) >= len(head)/2
}

// readHeader takes the columns by their names, in any order.
func (p *parser) readHeader(record []string, line int) bool {
	known := make([]string, len(p.params))
	for i, param := range p.params {
		known[i] = param.Name
	}
	at := diag.Place{File: p.file, Line: line}
	for _, cell := range record {
		p.header = append(p.header, columnName(cell))
	}
	if !slices.ContainsFunc(p.header, func(name string) bool { return slices.Contains(known, name) }) {
		p.noHeader(strings.Join(record, ","), known, at)
		return false
	}
	for i, name := range p.header {
		switch {
		case !slices.Contains(known, name):
			p.faults.Errorf(at, orColumns(yamldoc.Suggest(name, known), known), "unknown column %q", record[i])
		case slices.Contains(p.header[:i], name):
			p.faults.Errorf(at, "remove one of the two columns", "column %q is given twice", record[i])
		}
	}
	for _, name := range []string{"domain", "severity"} {
		if !slices.Contains(p.header, name) {
			p.faults.Errorf(at, orColumns("", known), "the list has no column #%s", name)
		}
	}
	return len(p.faults) == 0
}

func columnName(cell string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(cell)), "#")
}

func orColumns(hint string, known []string) string {
	if hint != "" {
		return hint
	}
	return "the first line names the columns: #" + strings.Join(known, ",#")
}

// noHeader says what the first line is instead of a header: columns with another separator, or other text.
func (p *parser) noHeader(first string, known []string, at diag.Place) {
	if mark, ok := strings.CutPrefix(strings.ToLower(first), "sep="); ok {
		p.faults.Errorf(at, "save it with commas, without this line", "the columns are separated by %s, as a spreadsheet says with %q: expected commas", separator(mark), first)
		return
	}
	for _, mark := range []string{";", "\t", "|"} {
		cells := strings.Split(first, mark)
		if len(cells) > 1 && slices.ContainsFunc(cells, func(cell string) bool { return slices.Contains(known, columnName(strings.Trim(cell, `"`))) }) {
			p.faults.Errorf(at, "save it with commas", "the columns are separated by %s: expected commas", separator(mark))
			return
		}
	}
	p.faults.Errorf(at, orColumns("", known)+"; the publisher may have moved the list", "the list has no header: it begins with %q", shortened(first))
}

func separator(mark string) string {
	switch mark {
	case ";":
		return "semicolons"
	case "\t":
		return "tabs"
	case "|":
		return "bars"
	case ",", "":
		return "commas"
	}
	return fmt.Sprintf("%q", shortened(mark))
}

// shortened keeps a line of a stranger short.
func shortened(line string) string {
	if chars := []rune(line); len(chars) > 60 {
		return string(chars[:60]) + "…"
	}
	return line
}
