// Package blocklist reads the domain block lists that Mastodon servers export and publish as CSV, and writes those that a
// community gives to others. It makes entries of lines and says what is wrong with them; where the entries go is not its
// business.
package blocklist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/invisible"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// maxBytes bounds a list; the longest known ones have a few hundred kilobytes.
const maxBytes = 32 << 20

// resource is the list that entries are of.
const resource = "domain_blocks"

// Options are the choices of who imports a list, and what their community rules out.
type Options struct {
	// PublicComments takes the list's comments over as public ones, as well as into the private comment.
	PublicComments bool
	// Verbatim takes both comments as they are and names no source: the list is the community's own export.
	Verbatim bool
	Own      string      // the domain of the community's own server, which no entry may cover
	Limits   plan.Limits // whose protected domains no entry may touch
}

// Parse reads a list and gives an entry for each line that is right, sorted by domain. Every line that is refused is an
// error among the diagnostics, so that the caller can leave it out or refuse the whole list; an entry that is taken may have
// a warning. A line that repeats another is taken once; of two that contradict each other the first is taken and the second
// refused. The error is a fault of the file, of which no line can be read: *diag.Mistakes.
func Parse(file string, src []byte, o Options) ([]plan.Item, diag.List, error) {
	block, _ := skill.Find(skill.BlockDomain)
	p := &parser{file: file, options: o, params: block.Params, first: map[string]entry{}}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	p.format(src)
	if p.faults == nil {
		p.reader = csv.NewReader(bytes.NewReader(src))
		p.reader.FieldsPerRecord = -1
		p.rows()
	}
	if err := p.faults.Err(); err != nil {
		return nil, nil, err
	}
	items := make([]plan.Item, 0, len(p.first))
	for _, e := range p.first {
		items = append(items, e.item)
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return strings.Compare(a.Target, b.Target) })
	return items, p.diags.Sorted(), nil
}

type parser struct {
	file    string
	options Options
	params  []skill.Param // of a domain block: the columns that a list may have
	reader  *csv.Reader
	header  []string
	first   map[string]entry // by domain
	diags   diag.List        // of lines
	faults  diag.List        // of the file
}

// entry is a line that was taken.
type entry struct {
	item plan.Item
	line int
}

// rows reads the header and then every line; a line that is not CSV does not hide the mistakes of the others.
func (p *parser) rows() {
	for {
		record, err := p.reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
			p.syntax(syntax)
			continue
		}
		if err != nil {
			p.diags.Errorf(diag.Place{File: p.file}, "", "%s", err)
			break
		}
		line, _ := p.reader.FieldPos(0)
		if p.header == nil && len(record) == 2 && strings.EqualFold(record[0], "sep=") && record[1] == "" {
			continue // by which a spreadsheet says that it separates with commas
		}
		if p.header == nil {
			if !p.readHeader(record, line) {
				return
			}
			continue
		}
		p.row(record, line)
	}
}

// syntax reports a record that is not CSV; an open quote makes one record of all the lines behind it.
func (p *parser) syntax(err *csv.ParseError) {
	at := diag.Place{File: p.file, Line: err.StartLine}
	where := ""
	if err.Line > err.StartLine {
		where = fmt.Sprintf(" up to line %d", err.Line)
	}
	list := &p.diags
	if p.header == nil {
		list = &p.faults
	}
	list.Errorf(at, "put text with quotes or commas in double quotes", "not CSV%s: %s", where, err.Err)
}

// canary finds lines that are there to catch who imports a list without reading it.
var canary = regexp.MustCompile(`(?i)\bcanary\b|\b(?:remove|delete) (?:this|the) (?:line|row|entry|domain)\b|\bdelete me\b`)

// row reads one line.
func (p *parser) row(record []string, line int) {
	at := diag.Place{File: p.file, Line: line, Column: 1}
	switch {
	case len(record) == 1 && strings.TrimSpace(record[0]) == "":
		return
	case canary.MatchString(strings.Join(record, " ")):
		p.diags.Errorf(at, "read the list's notes, then delete the line", "the line is a canary: it asks the importer to remove it (%q)", strings.Join(record, ","))
		return
	case strings.HasPrefix(strings.TrimSpace(record[0]), "#"):
		return
	case len(record) != len(p.header):
		p.diags.Errorf(at, "", "the line has %d columns, the header has %d", len(record), len(p.header))
		return
	}
	item, err := p.item(record)
	if err == nil {
		err = p.allowed(item.Target, at)
	}
	if err != nil {
		p.diags.Errorf(at, diag.HintOf(err), "%s", err)
		return
	}
	p.take(entry{item, line}, at)
}

// take keeps an entry unless its domain is taken.
func (p *parser) take(e entry, at diag.Place) {
	first, twice := p.first[e.item.Target]
	switch {
	case !twice:
		p.first[e.item.Target] = e
	case fmt.Sprint(first.item.Params) != fmt.Sprint(e.item.Params):
		p.diags.Errorf(at, "keep one of the two lines", "%q is on line %d as well, with other values", e.item.Target, first.line)
	}
}

// item makes an entry of the cells of a line. Flags that are false are left out: they are the server's default.
func (p *parser) item(record []string) (plan.Item, error) {
	cells := map[string]string{}
	for i, name := range p.header {
		if r, found := invisible.First(record[i]); found {
			return plan.Item{}, fmt.Errorf("%s holds the invisible character U+%04X", name, r)
		}
		cells[name] = strings.TrimSpace(record[i])
	}
	domain, err := skill.ParseDomain(cells["domain"])
	if err != nil {
		return plan.Item{}, err
	}
	item := plan.Item{Resource: resource, Target: domain, Params: map[string]any{}}
	for _, param := range p.params[1:] {
		if err := set(item, param, cells[param.Name]); err != nil {
			return plan.Item{}, err
		}
	}
	p.comment(item, cells)
	return item, nil
}

// set puts one cell into an entry.
func set(item plan.Item, param skill.Param, cell string) error {
	switch {
	case param.Type == skill.Word && !slices.Contains(param.Words, cell):
		hint := skill.SuggestWord(cell, param.Words)
		err := fmt.Errorf("%q: expected %s to be one of %s, found %q", item.Target, param.Name, strings.Join(param.Words, ", "), cell)
		return diag.WithHint(err, "%s", hint)
	case param.Type == skill.Word:
		item.Params[param.Name] = cell
	case param.Type == skill.Flag:
		switch strings.ToLower(cell) {
		case "true", "1":
			item.Params[param.Name] = true
		case "false", "0", "":
		default:
			return fmt.Errorf("%q: expected %s to be true or false, found %q", item.Target, param.Name, cell)
		}
	}
	return nil
}
