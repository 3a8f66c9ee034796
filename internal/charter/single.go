package charter

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/skill"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// single reports whether a server has exactly one of the resource, so that its key holds the thing itself and no list of them.
func (e entryReader) single() bool {
	put, _ := skill.Find(e.resource.Put)
	return put.Single
}

// whole reads what a server has one of: a map of parameters, or the bare value where there is only one.
func (e entryReader) whole(v yamldoc.Value) plan.Item {
	item := plan.Item{Resource: e.resource.Name, Target: e.resource.Name, Params: map[string]any{}}
	if len(e.params) == 1 {
		item.Params[e.params[0].Name] = bare(e.params[0], v)
		return item
	}
	m := v.Map(e.keys...)
	item.Reason = m.At("reason").Text()
	if until := m.At("until"); until.Present() {
		until.Fail("remove the date, and propose another "+e.resource.Noun+" when its time has come",
			"%s cannot end: a server always has one, and nothing says what comes after it", e.resource.Name)
	}
	for _, p := range e.params {
		value := m.At(p.Name)
		switch {
		case value.Present():
			item.Params[p.Name] = e.ofServer(p, value)
		case p.Required:
			m.Need(p.Name)
		}
	}
	if m.IsMap() && len(item.Params) > 0 {
		renewed(&item, m)
	}
	if m.IsMap() && len(item.Params) == 0 {
		v.Fail("write one of its keys, or remove the key to leave it alone", "%s says nothing", e.resource.Name)
	}
	return item
}

// bare reads the only parameter of what a server has one of.
func bare(p skill.Param, v yamldoc.Value) any {
	if p.Type != skill.Text {
		return readParam(p, v)
	}
	return v.Parsed(func(text string) (string, error) {
		if text = strings.TrimSpace(text); text == "" {
			return "", diag.WithHint(fmt.Errorf("%s is empty", p.Name), "write the text, or remove the key to leave it alone")
		}
		return text, nil
	})
}

// ofServer reads a parameter of what a server has one of. An account is one of its own.
func (e entryReader) ofServer(p skill.Param, v yamldoc.Value) any {
	read := trimmed(readParam(p, v))
	if p.Type != skill.Account {
		return read
	}
	handle, _ := read.(string)
	if handle = local(handle, e.own); handle != "" && strings.Count(handle, "@") != 1 {
		v.Fail("name one of its own, such as @ada", "%q is no account of this server", handle)
	}
	return handle
}

// trimmed takes off a text what the server takes off its ends.
func trimmed(v any) any {
	if text, ok := v.(string); ok {
		return strings.TrimSpace(text)
	}
	return v
}

// readList reads a list of texts, or of pairs of a name and a value. What occurs twice is a mistake, and so is what the
// server would cut or drop without a word.
func readList(p skill.Param, v yamldoc.Value) []any {
	list, first := []any{}, map[string]int{}
	for _, element := range v.List() {
		var read any
		var name string
		if p.Pairs {
			pair := element.Map("name", "value")
			name = line(p, pair.Need("name"))
			read = map[string]any{"name": name, "value": line(p, pair.Need("value"))}
		} else {
			name = line(p, element)
			read = name
		}
		if line, twice := first[name]; twice && name != "" {
			element.Fail("keep one of the two", "%q is written twice; first on line %d", name, line)
		}
		first[name] = element.Place().Line
		list = append(list, read)
	}
	return list
}

// line reads one element of a list: a text on one line, neither empty nor too long.
func line(p skill.Param, v yamldoc.Value) string {
	if !v.Present() {
		return ""
	}
	return v.Parsed(func(text string) (string, error) {
		text = strings.TrimSpace(text)
		n := utf8.RuneCountInString(text)
		switch {
		case text == "":
			return "", fmt.Errorf("a text of %s is empty", p.Name)
		case strings.ContainsAny(text, "\r\n"):
			return "", diag.WithHint(fmt.Errorf("a text of %s has more than one line", p.Name), "write it on one line, or with > instead of |")
		case p.Each > 0 && n > p.Each:
			return "", diag.WithHint(fmt.Errorf("a text of %s has %d characters, more than %d", p.Name, n, p.Each), "shorten it, or split it")
		}
		return text, nil
	})
}
