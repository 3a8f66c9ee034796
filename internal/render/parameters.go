package render

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
)

// parameters are what the catalogue knows of a skill's parameters: their order, and which of them need no label.
type parameters []skill.Param

func parametersOf(name skill.Name) parameters {
	s, _ := skill.Find(name)
	return s.Known()
}

// said writes the parameters that are set.
func (p parameters) said(all map[string]any) []string {
	var said []string
	for _, key := range p.keys(all) {
		if p.isSet(key, all[key]) {
			said = append(said, p.set(key, all[key]))
		}
	}
	return said
}

// moved writes what an update changes.
func (p parameters) moved(from, to map[string]any) []string {
	return p.differing(from, to, func(key string, was, is any) string {
		switch {
		case !isSet(is):
			return "no longer " + p.set(key, was)
		case !isSet(was):
			return "now " + p.set(key, is)
		}
		return p.label(key) + valueOf(key, was) + " → " + valueOf(key, is)
	})
}

// apart writes how the server differs from the repository.
func (p parameters) apart(desired, live map[string]any) []string {
	return p.differing(desired, live, func(key string, declared, is any) string {
		switch {
		case !p.isSet(key, is):
			return p.set(key, declared) + " declared, not on the server"
		case !p.isSet(key, declared):
			return p.set(key, is) + " on the server, not declared"
		}
		return p.label(key) + value(declared) + " declared, " + value(is) + " on the server"
	})
}

func (p parameters) differing(a, b map[string]any, say func(key string, a, b any) string) []string {
	var said []string
	for _, key := range p.keys(a, b) {
		if (isSet(a[key]) || isSet(b[key])) && !reflect.DeepEqual(a[key], b[key]) {
			said = append(said, say(key, a[key], b[key]))
		}
	}
	return said
}

// keys gives each key once: what the catalogue knows in its order, then the others by name.
func (p parameters) keys(all ...map[string]any) []string {
	var keys, others []string
	for _, known := range p {
		given := slices.ContainsFunc(all, func(params map[string]any) bool { _, ok := params[known.Name]; return ok })
		if given && !slices.Contains(keys, known.Name) {
			keys = append(keys, known.Name)
		}
	}
	for _, params := range all {
		for key := range params {
			if !slices.Contains(keys, key) {
				others = append(others, key)
			}
		}
	}
	slices.Sort(others)
	return append(keys, slices.Compact(others)...)
}

// isSet reports whether a value says something: also a no where the server says yes by itself.
func (p parameters) isSet(key string, v any) bool {
	return isSet(v) || v == false && slices.ContainsFunc(p, func(known skill.Param) bool { return known.Name == key && known.Default })
}

// set says that a parameter is set: a flag by its name, everything else with its value.
func (p parameters) set(key string, v any) string {
	switch v {
	case true:
		return label(key)
	case false:
		return "not " + label(key)
	}
	return p.label(key) + valueOf(key, v)
}

// valueOf writes a parameter for people; where an entry comes from as a list of names.
func valueOf(key string, v any) string {
	lists, ok := v.(map[string]any)
	if key != plan.Sources || !ok {
		return value(v)
	}
	var said []string
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		said = append(said, quoted(name)+" since "+value(lists[name]))
	}
	return strings.Join(said, ", ")
}

// label goes before a value. The first word of a skill, such as how severe a block is, speaks for itself.
func (p parameters) label(key string) string {
	first := slices.IndexFunc(p, func(known skill.Param) bool { return known.Type == skill.Word })
	if first >= 0 && p[first].Name == key {
		return ""
	}
	return label(key) + " "
}

// isSet says what a server keeps from what is as good as absent.
func isSet(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case bool:
		return v
	case []any:
		return len(v) > 0
	}
	return true
}
