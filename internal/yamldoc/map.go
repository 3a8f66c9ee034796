package yamldoc

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Map is a mapping whose keys have been checked.
type Map struct {
	Value
	keys   []string
	values []Value        // in the order of keys
	places map[string]int // in keys; nil for a map of few keys, which a list has many of
}

// fewKeys are found as fast by looking at each.
const fewKeys = 16

// Map reads a mapping with these keys and no others: duplicate and unknown keys are reported, with the key that was
// probably meant.
func (v Value) Map(known ...string) Map {
	m := v.AnyMap()
	for _, key := range m.keys {
		if slices.Contains(known, key) {
			continue
		}
		hint := Suggest(key, known)
		if hint == "" {
			hint = "known keys: " + strings.Join(slices.Sorted(slices.Values(known)), ", ")
		}
		m.KeyFail(key, hint, "unknown key %q", key)
	}
	return m
}

// AnyMap reads a mapping whose keys are names, so that none is unknown; duplicates are reported.
func (v Value) AnyMap() Map {
	m := Map{Value: v}
	if !v.is(yaml.MappingNode, "a map") {
		return m
	}
	content := v.resolved().Content
	m.keys, m.values = make([]string, 0, len(content)/2), make([]Value, 0, len(content)/2)
	if len(content)/2 > fewKeys {
		m.places = make(map[string]int, len(content)/2)
	}
	for i := 0; i+1 < len(content); i += 2 {
		key := Value{node: content[i], doc: v.doc}
		name := key.resolved().Value
		if key.resolved().Kind != yaml.ScalarNode || key.resolved().Tag == "!!merge" {
			key.Fail("write the keys out", "expected a plain key, found %s", key.describe())
			continue
		}
		if first, twice := m.find(name); twice {
			key.Fail("", "key %q is given twice; first on line %d", name, m.values[first].Place().Line)
			continue
		}
		if m.places != nil {
			m.places[name] = len(m.keys)
		}
		m.keys, m.values = append(m.keys, name), append(m.values, Value{node: content[i+1], doc: v.doc})
	}
	return m
}

// find gives the place of a key.
func (m Map) find(key string) (at int, ok bool) {
	if m.places != nil {
		at, ok = m.places[key]
		return at, ok
	}
	at = slices.Index(m.keys, key)
	return at, at >= 0
}

// Keys gives the keys in the order in which they were written.
func (m Map) Keys() []string { return m.keys }

// At gives the value under a key; an absent key is a Value that is not present.
func (m Map) At(key string) Value {
	if at, ok := m.find(key); ok {
		return m.values[at]
	}
	return Value{doc: m.doc}
}

// Has reports whether a key is written and not null.
func (m Map) Has(key string) bool { return m.At(key).Present() }

// Need gives the value under a key, and reports the map where it is missing.
func (m Map) Need(key string) Value {
	v := m.At(key)
	if !v.Present() && m.Present() && m.resolved().Kind == yaml.MappingNode {
		m.Fail("add \""+key+":\"", "key %q is missing", key)
	}
	return v
}

// KeyFail reports a mistake at a key rather than at its value.
func (m Map) KeyFail(key, hint, format string, args ...any) {
	content := m.resolved().Content
	for i := 0; i+1 < len(content); i += 2 {
		if content[i].Value == key {
			Value{node: content[i], doc: m.doc}.Fail(hint, format, args...)
			return
		}
	}
	m.Fail(hint, format, args...)
}

// KeyPlace is where a key is written; the zero Place for one that is not.
func (m Map) KeyPlace(key string) diag.Place {
	if !m.IsMap() {
		return diag.Place{}
	}
	content := m.resolved().Content
	for i := 0; i+1 < len(content); i += 2 {
		if content[i].Value == key {
			return m.doc.place(content[i])
		}
	}
	return diag.Place{}
}
