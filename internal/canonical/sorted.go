package canonical

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// depthMax is how deep values may be nested here: sorting an object copies all that it holds.
const depthMax = 64

// sorted gives the RFC 8785 form of compact JSON. Most JSON needs nothing but its keys sorted, which is several times faster
// than reading every value and writing it again. A text with escapes and a number that is no short integer are left to jcs,
// each by itself. It is not ok where all of it has to be left to jcs.
func sorted(loose []byte) (strict []byte, ok bool) {
	s := sorter{in: loose, out: make([]byte, 0, len(loose))}
	ok = s.value(0)
	return s.out, ok && len(s.in) == 0
}

// sorter takes JSON from the beginning of in, and appends its strict form to out. Its methods are not ok where they cannot.
type sorter struct {
	in, out []byte
	members []member // of all objects that are open, the outermost first
	old     []byte   // what is being sorted
}

// member is where a member of an object is in out.
type member struct{ key, value, end int }

func (s *sorter) value(depth int) bool {
	switch {
	case len(s.in) == 0 || depth > depthMax:
		return false
	case s.take('{'):
		return s.object(depth + 1)
	case s.take('['):
		return s.array(depth + 1)
	case s.in[0] == '"':
		return s.text()
	}
	return s.word()
}

// take takes one byte over, if it comes next.
func (s *sorter) take(b byte) bool {
	if len(s.in) == 0 || s.in[0] != b {
		return false
	}
	s.in, s.out = s.in[1:], append(s.out, b)
	return true
}

func (s *sorter) array(depth int) bool {
	if s.take(']') {
		return true
	}
	for s.value(depth) {
		if !s.take(',') {
			return s.take(']')
		}
	}
	return false
}

func (s *sorter) object(depth int) bool {
	if s.take('}') {
		return true
	}
	first := len(s.members)
	for s.member(depth) {
		if s.take(',') {
			continue
		}
		ok := s.sort(s.members[first:])
		s.members = s.members[:first]
		return ok && s.take('}')
	}
	return false
}

func (s *sorter) member(depth int) bool {
	m := member{key: len(s.out)}
	if !s.text() || !s.take(':') {
		return false
	}
	m.value = len(s.out)
	ok := s.value(depth)
	m.end = len(s.out)
	s.members = append(s.members, m)
	return ok
}

// sort brings the members at the end of out into the order of their keys. RFC 8785 orders by UTF-16, which is the order of
// bytes for ASCII without escapes only; and no key may be there twice.
func (s *sorter) sort(members []member) bool {
	start := members[0].key
	s.old = append(s.old[:0], s.out[start:]...)
	name := func(m member) []byte { return s.old[m.key+len(`"`)-start : m.value-len(`":`)-start] }
	slices.SortFunc(members, func(a, b member) int { return bytes.Compare(name(a), name(b)) })
	s.out = s.out[:start]
	for i, m := range members {
		if i > 0 {
			if bytes.Equal(name(members[i-1]), name(m)) {
				return false
			}
			s.out = append(s.out, ',')
		}
		if bytes.ContainsFunc(name(m), func(r rune) bool { return r == '\\' || r >= utf8.RuneSelf }) {
			return false
		}
		s.out = append(s.out, s.old[m.key-start:m.end-start]...)
	}
	return true
}

// text takes a string over, which stays as it is where nothing in it is escaped.
func (s *sorter) text() bool {
	if len(s.in) == 0 || s.in[0] != '"' {
		return false
	}
	plain, ascii, end := true, true, 1
	for ; end < len(s.in) && s.in[end] != '"'; end++ {
		switch b := s.in[end]; {
		case b == '\\':
			plain = false
			end++
		case b < ' ':
			return false
		case b >= utf8.RuneSelf:
			ascii = false
		}
	}
	if end >= len(s.in) {
		return false
	}
	token := s.in[:end+1]
	if plain && (ascii || utf8.Valid(token)) {
		return s.append(token)
	}
	return s.transform(token)
}

// digitsMax is how many digits of an integer every reader of JSON distinguishes.
const digitsMax = 15

// word takes a number, true, false or null over.
func (s *sorter) word() bool {
	end := bytes.IndexAny(s.in, ",]}")
	if end < 0 {
		end = len(s.in)
	}
	token := s.in[:end]
	digits := bytes.TrimPrefix(token, []byte("-"))
	integer := len(digits) > 0 && len(digits) <= digitsMax && digits[0] != '0' && len(bytes.Trim(digits, "0123456789")) == 0
	if integer || string(token) == "0" {
		return s.append(token)
	}
	return s.transform(token)
}

// transform has jcs write one value.
func (s *sorter) transform(token []byte) bool {
	strict, err := jcs.Transform(token)
	if err != nil {
		return false
	}
	s.in, s.out = s.in[len(token):], append(s.out, strict...)
	return true
}

func (s *sorter) append(token []byte) bool {
	s.in, s.out = s.in[len(token):], append(s.out, token...)
	return true
}
