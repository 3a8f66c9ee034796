// Package blocklist reads the domain block lists that servers and others publish, and writes those that a community gives to
// others. It makes entries of rows and says what is wrong with them; where the entries go is not its business.
package blocklist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
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
	Masked   bool        // names with stars are given apart, and not refused
	Own      string      // the domain of the community's own server, which no entry may cover
	Limits   plan.Limits // whose protected domains no entry may touch
}

// List is what a list says.
type List struct {
	Items   []plan.Item // the rows that are right, each domain once, sorted by domain
	Masked  []Masked    // names that the publisher shows with stars, in the order of the list; only with Options.Masked
	Refused diag.List   // each row that is left out is an error; a row that is taken may have a warning
	Unread  int         // rows that are refused because it cannot be said which server they are about, or what of it
}

// Masked is an entry whose name is shown with stars.
type Masked struct {
	plan.Item        // Target is the name with its stars
	Digest    string // SHA-256 of the name in lower-case hex, "" where the list does not give it
}

// Read reads a list; a FIRES dataset is none that is read. A row that repeats another is taken once; of two that contradict each other the first is taken and the
// second refused. The error is a fault of the file, of which no row can be read: *diag.Mistakes.
func Read(file string, format Format, src []byte, o Options) (List, error) {
	block, _ := skill.Find(skill.BlockDomain)
	p := &parser{file: file, options: o, params: block.Params, first: map[string]entry{}}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	p.format(format, src)
	if p.faults == nil {
		switch format {
		case Plain:
			p.plain(src)
		case JSON:
			p.json(src)
		case MastodonCSV, FIRES:
			p.reader = csv.NewReader(bytes.NewReader(src))
			p.reader.FieldsPerRecord = -1
			p.rows()
		}
	}
	if err := p.faults.Err(); err != nil {
		return List{}, err
	}
	list := List{Items: make([]plan.Item, 0, len(p.first)), Masked: p.masked, Refused: p.diags.Sorted(), Unread: p.unread}
	for _, e := range p.first {
		list.Items = append(list.Items, e.item)
	}
	slices.SortFunc(list.Items, func(a, b plan.Item) int { return strings.Compare(a.Target, b.Target) })
	return list, nil
}

// Parse reads a list in CSV, in which a masked name is refused as well, and gives its items and its refused rows.
func Parse(file string, src []byte, o Options) ([]plan.Item, diag.List, error) {
	list, err := Read(file, MastodonCSV, src, o)
	return list.Items, list.Refused, err
}

type parser struct {
	file    string
	options Options
	params  []skill.Param // of a domain block: the columns that a list may have
	reader  *csv.Reader
	header  []string
	first   map[string]entry // by domain
	masked  []Masked
	unread  int
	diags   diag.List // of lines
	faults  diag.List // of the file
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
			p.unreadable(diag.Place{File: p.file}, "", "%s", err)
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
	p.unread++
	list.Errorf(at, "put text with quotes or commas in double quotes", "not CSV%s: %s", where, err.Err)
}

// canary finds lines that are there to catch who imports a list without reading it.
var canary = regexp.MustCompile(`(?i)\bcanary\b|\b(?:remove|delete) (?:this|the) (?:line|row|entry|domain)\b|\bdelete me\b`)

// isCanary reports a row that is one.
func (p *parser) isCanary(text string, at diag.Place) bool {
	found := canary.MatchString(text)
	if found {
		p.unreadable(at, "read the list's notes, then delete the line", "the line is a canary: it asks the importer to remove it (%q)", text)
	}
	return found
}

// unreadable reports a row of which it is not known what it is about.
func (p *parser) unreadable(at diag.Place, hint, format string, args ...any) {
	p.unread++
	p.diags.Errorf(at, hint, format, args...)
}

// row reads one line.
func (p *parser) row(record []string, line int) {
	at := diag.Place{File: p.file, Line: line, Column: 1}
	switch {
	case len(record) == 1 && strings.TrimSpace(record[0]) == "":
		return
	case p.isCanary(strings.Join(record, ","), at):
		return
	case strings.HasPrefix(strings.TrimSpace(record[0]), "#"):
		return
	case len(record) != len(p.header):
		p.unreadable(at, "", "the line has %d columns, the header has %d", len(record), len(p.header))
		return
	}
	cells := map[string]string{}
	for i, name := range p.header {
		cells[name] = record[i]
	}
	p.entry(cells, at)
}

// entry takes what a row says, by the names of columns.
func (p *parser) entry(cells map[string]string, at diag.Place) {
	item, err := p.item(cells)
	if err != nil {
		p.unreadable(at, diag.HintOf(err), "%s", err)
		return
	}
	if strings.Contains(item.Target, "*") {
		p.masked = append(p.masked, Masked{item, cells[digestColumn]})
		return
	}
	if err := p.allowed(item.Target, at); err != nil {
		p.diags.Errorf(at, diag.HintOf(err), "%s", err)
		return
	}
	p.take(entry{item, at.Line}, at)
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
func (p *parser) item(cells map[string]string) (plan.Item, error) {
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		if r, found := invisible.First(cells[name]); found {
			return plan.Item{}, fmt.Errorf("%s holds the invisible character U+%04X", name, r)
		}
		cells[name] = strings.TrimSpace(cells[name])
	}
	domain, err := p.domain(cells["domain"])
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

// domain reads a name, one with stars as it is where that is wanted.
func (p *parser) domain(text string) (string, error) {
	if p.options.Masked && strings.Contains(text, "*") {
		return strings.ToLower(text), nil
	}
	return skill.ParseDomain(text)
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
