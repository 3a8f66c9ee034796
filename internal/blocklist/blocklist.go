// Package blocklist reads the domain block lists that Mastodon servers export and publish as CSV. It makes entries of
// them and says what is wrong with a line; where the entries go is not its business.
package blocklist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/invisible"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// maxBytes bounds a list; the longest known ones have a few hundred kilobytes.
const maxBytes = 32 << 20

// Options are the choices of who imports a list.
type Options struct {
	// PublicComments takes the list's comments over as public ones, as well as into the private comment.
	PublicComments bool
}

// Parse reads a list and gives an entry for each line that is right, sorted by domain. Every line that is refused is an
// error among the diagnostics, so that the caller can leave it out or refuse the whole list. A line that repeats another
// is taken once; of two that contradict each other the first is taken and the second refused.
func Parse(file string, src []byte, o Options) ([]plan.Item, diag.List) {
	block, _ := skill.Find(skill.BlockDomain)
	p := &parser{file: file, options: o, params: block.Params, first: map[string]entry{}}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if p.readable(src) {
		p.reader = csv.NewReader(bytes.NewReader(src))
		p.reader.FieldsPerRecord = -1
		p.rows()
	}
	items := make([]plan.Item, 0, len(p.first))
	for _, e := range p.first {
		items = append(items, e.item)
	}
	slices.SortFunc(items, func(a, b plan.Item) int { return strings.Compare(a.Target, b.Target) })
	return items, p.diags.Sorted()
}

type parser struct {
	file    string
	options Options
	params  []skill.Param // of a domain block: the columns that a list may have
	reader  *csv.Reader
	header  []string
	first   map[string]entry // by domain
	diags   diag.List
}

// entry is a line that was taken.
type entry struct {
	item plan.Item
	line int
}

func (p *parser) readable(src []byte) bool {
	at := diag.Place{File: p.file}
	switch {
	case len(bytes.TrimSpace(src)) == 0:
		p.diags.Errorf(at, "", "the list is empty")
	case len(src) > maxBytes:
		p.diags.Errorf(at, "import it in parts", "%d bytes is more than the %d that a list may have", len(src), maxBytes)
	case !utf8.Valid(src):
		p.diags.Errorf(at, "save the list as UTF-8", "not UTF-8 text")
	default:
		return true
	}
	return false
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
	p.diags.Errorf(at, "put text with quotes or commas in double quotes", "not CSV%s: %s", where, err.Err)
}

// readHeader takes the columns by their names, in any order.
func (p *parser) readHeader(record []string, line int) bool {
	known := make([]string, len(p.params))
	for i, param := range p.params {
		known[i] = param.Name
	}
	hint := "the first line names the columns: #" + strings.Join(known, ",#")
	at := diag.Place{File: p.file, Line: line}
	before := len(p.diags)
	for _, cell := range record {
		p.header = append(p.header, strings.TrimPrefix(strings.ToLower(strings.TrimSpace(cell)), "#"))
	}
	if !slices.ContainsFunc(p.header, func(name string) bool { return slices.Contains(known, name) }) {
		p.diags.Errorf(at, hint, "the list has no header")
		return false
	}
	for i, name := range p.header {
		cell := record[i]
		switch {
		case !slices.Contains(known, name):
			did := yamldoc.Suggest(name, known)
			if did == "" {
				did = hint
			}
			p.diags.Errorf(at, did, "unknown column %q", cell)
		case slices.Contains(p.header[:i], name):
			p.diags.Errorf(at, "", "column %q is given twice", cell)
		}
	}
	for _, name := range []string{"domain", "severity"} {
		if !slices.Contains(p.header, name) {
			p.diags.Errorf(at, hint, "the list has no column #%s", name)
		}
	}
	return len(p.diags) == before
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
	item := plan.Item{Resource: "domain_blocks", Target: domain, Params: map[string]any{}}
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

// comment keeps what the list says where moderators see it, with its source: what strangers wrote about a server is
// published only if the community chooses so.
func (p *parser) comment(item plan.Item, cells map[string]string) {
	source := "from " + path.Base(p.file)
	said := strings.Join(strings.Fields(cells["public_comment"]), " ")
	if private := strings.Join(strings.Fields(cells["private_comment"]), " "); private != "" {
		source = private + "; " + source
	}
	if said != "" {
		if p.options.PublicComments {
			item.Params["public_comment"] = said
		}
		source = said + "; " + source
	}
	item.Params["private_comment"] = source
}
