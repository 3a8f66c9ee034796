package charter

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// shape is what a value looks like in YAML.
type shape string

const (
	textShape    shape = "text"
	wholeShape   shape = "whole"
	flagShape    shape = "flag"
	wordShape    shape = "word"
	momentShape  shape = "moment" // a date or an RFC 3339 time
	domainShape  shape = "domain"
	accountShape shape = "account"
	holderShape  shape = "holder" // an account, or a map that names one
	mapShape     shape = "map"
	tableShape   shape = "table"  // a list of maps
	choiceShape  shape = "choice" // one of the words, or a map from names to one of them
)

// field is a key of a map: the reader and the JSON Schema are made from the same tables of fields.
type field struct {
	name     string
	shape    shape
	doc      string
	required bool
	list     bool // a list of such values
	number   bool // a text that is a number, kept as it is written
	absent   string
	lowest   int64
	words    []string
	pattern  *regexp.Regexp // what a text must match, for the schema as well; may be nil
	like     string         // an example of what matches
	fields   []field        // of a map, or of the maps of a table
}

// section is a map that is read by its table.
type section struct {
	yamldoc.Map
	fields []field
}

// under reads a map with the fields of a table and no others.
func under(v yamldoc.Value, fields []field) section {
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.name
	}
	s := section{v.Map(known...), fields}
	for _, f := range fields {
		if f.required {
			s.Need(f.name)
		}
	}
	return s
}

// field finds a key's line of the table, which every caller names as it is written there.
func (s section) field(name string) field {
	i := slices.IndexFunc(s.fields, func(f field) bool { return f.name == name })
	return s.fields[i]
}

// section reads the map under a key.
func (s section) section(name string) section { return under(s.At(name), s.field(name).fields) }

// table reads the maps of the list under a key.
func (s section) table(name string) []section {
	var rows []section
	for _, v := range s.At(name).List() {
		rows = append(rows, under(v, s.field(name).fields))
	}
	return rows
}

// text reads a text under a key and checks it against the table's pattern.
func (s section) text(name string) string {
	f, v := s.field(name), s.At(name)
	if !v.Present() {
		return f.absent
	}
	return f.check(v)
}

// texts reads a list of texts, each of them once.
func (s section) texts(name string) []string {
	f := s.field(name)
	var texts []string
	for _, v := range s.At(name).List() {
		text := f.check(v)
		if slices.Contains(texts, text) && text != "" {
			v.Fail("", "%q is in %s twice", text, name)
			continue
		}
		texts = append(texts, text)
	}
	return texts
}

// words reads a list of words, each of them once.
func (s section) words(name string) []string {
	f := s.field(name)
	var words []string
	for _, v := range s.At(name).List() {
		word := v.Word("", f.words...)
		if slices.Contains(words, word) && word != "" {
			v.Fail("", "%q is in %s twice", word, name)
			continue
		}
		words = append(words, word)
	}
	return words
}

// check reads one text that must have the form of the field.
func (f field) check(v yamldoc.Value) string {
	switch f.shape {
	case domainShape:
		return v.Parsed(skill.ParseDomain)
	case accountShape, holderShape:
		return v.Parsed(skill.ParseAccount)
	default:
		return v.Parsed(f.match)
	}
}

// match is an error where a text does not have the form of the field.
func (f field) match(text string) (string, error) {
	switch {
	case text == "":
		return "", fmt.Errorf("%s is empty", f.name)
	case f.pattern != nil && !f.pattern.MatchString(text):
		return "", diag.WithHint(fmt.Errorf("%s cannot be %q", f.name, text), "write it like %s", f.like)
	}
	return text, nil
}

func (s section) word(name string) string {
	f := s.field(name)
	return s.At(name).Word(f.absent, f.words...)
}

func (s section) flag(name string) bool { return s.At(name).Flag(s.field(name).absent == "true") }

func (s section) whole(name string) int64 {
	f := s.field(name)
	absent, err := strconv.ParseInt(f.absent, 10, 64)
	if err != nil {
		absent = 0
	}
	return s.At(name).Whole(f.lowest, absent)
}
