package yamldoc

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/invisible"
)

// Value is a value with its place. The zero Value, an absent key and null are all "not present"; reading one gives zero
// values and reports nothing, so that a reader can go on and find the other mistakes.
type Value struct {
	node    *yaml.Node
	doc     *Document
	private bool
}

// Private gives the value as one that may be a secret: its mistakes are reported without the line.
func (v Value) Private() Value {
	v.private = true
	return v
}

// Present reports whether there is a value other than null.
func (v Value) Present() bool {
	n := v.resolved()
	return n != nil && (n.Kind != yaml.ScalarNode || n.Tag != "!!null")
}

// Place is where the value is in its file.
func (v Value) Place() diag.Place {
	if v.doc == nil {
		return diag.Place{}
	}
	return v.doc.place(v.node)
}

// Fail reports a mistake at the value.
func (v Value) Fail(hint, format string, args ...any) {
	if v.doc != nil {
		v.doc.fail(v.Place(), hint, format, args...)
		(*v.doc.diags)[len(*v.doc.diags)-1].Private = v.private
	}
}

// Warn reports something doubtful at the value.
func (v Value) Warn(hint, format string, args ...any) {
	if v.doc != nil {
		v.doc.diags.Warnf(v.Place(), hint, format, args...)
	}
}

// resolved follows an alias to the node that it stands for.
func (v Value) resolved() *yaml.Node {
	if v.node != nil && v.node.Kind == yaml.AliasNode {
		return v.node.Alias
	}
	return v.node
}

// is reports whether the value has the kind wanted, and reports it if it has another.
func (v Value) is(kind yaml.Kind, wanted string) bool {
	if !v.Present() {
		return false
	}
	if v.resolved().Kind != kind {
		v.Fail("", "expected %s, found %s", wanted, v.describe())
		return false
	}
	return true
}

// describe names what stands there, for messages.
func (v Value) describe() string {
	n := v.resolved()
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	default:
		return strconv.Quote(n.Value)
	}
}

// IsMap reports whether the value is a map; it and its like are for places where more than one shape is allowed.
func (v Value) IsMap() bool { return v.Present() && v.resolved().Kind == yaml.MappingNode }

// IsList reports whether the value is a list.
func (v Value) IsList() bool { return v.Present() && v.resolved().Kind == yaml.SequenceNode }

// IsScalar reports whether the value is a single text, number or flag.
func (v Value) IsScalar() bool { return v.Present() && v.resolved().Kind == yaml.ScalarNode }

// IsFlow reports whether a list or a map is written with brackets, in lines that cannot be added to.
func (v Value) IsFlow() bool { return v.Present() && v.resolved().Style&yaml.FlowStyle != 0 }

// List gives the elements of a list.
func (v Value) List() []Value {
	if !v.is(yaml.SequenceNode, "a list") {
		return nil
	}
	nodes := v.resolved().Content
	values := make([]Value, len(nodes))
	for i, n := range nodes {
		values[i] = Value{node: n, doc: v.doc}
	}
	return values
}

// OneOrMore gives the elements of a list, or the value itself where a single one is in the place of a list.
func (v Value) OneOrMore() []Value {
	if v.IsScalar() {
		return []Value{v}
	}
	return v.List()
}

// Text gives the text of a scalar as it was written, also of numbers and flags. Characters that hide or reorder what a
// reader sees are mistakes.
func (v Value) Text() string {
	text, _ := v.text()
	return text
}

// Parsed gives the form that parse makes of a text; an error of parse is reported at the value with its hint, and gives "".
func (v Value) Parsed(parse func(text string) (string, error)) string {
	text, ok := v.text()
	if !ok {
		return ""
	}
	parsed, err := parse(text)
	if err != nil {
		v.Fail(diag.HintOf(err), "%s", err)
		return ""
	}
	return parsed
}

// text is not ok where there is no text, or one with a mistake that is reported by then.
func (v Value) text() (string, bool) {
	if !v.is(yaml.ScalarNode, "text") {
		return "", false
	}
	text := v.resolved().Value
	if r, found := invisible.First(text); found {
		v.Fail("remove it: it hides or reorders what a reader sees", "text holds the invisible character U+%04X", r)
		return "", false
	}
	return text, true
}

// ParseTime reads an RFC 3339 time. Go's own parser takes +24:00 for a time zone, which no clock has.
func ParseTime(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if _, offset := t.Zone(); err == nil && (offset <= -24*3600 || offset >= 24*3600) {
		err = fmt.Errorf("%q has a time zone of 24 hours or more", text)
	}
	return t, err
}

// Flag gives true or false, and absent where there is no value.
func (v Value) Flag(absent bool) bool {
	if !v.is(yaml.ScalarNode, "true or false") {
		return absent
	}
	switch n := v.resolved(); {
	case n.Tag == "!!bool" && strings.EqualFold(n.Value, "true"):
		return true
	case n.Tag == "!!bool" && strings.EqualFold(n.Value, "false"):
		return false
	}
	v.Fail("", "expected true or false, found %s", v.describe())
	return absent
}

// Whole gives a whole number from lowest up, and absent where there is none.
func (v Value) Whole(lowest, absent int64) int64 {
	if !v.is(yaml.ScalarNode, "a whole number") {
		return absent
	}
	n, err := strconv.ParseInt(v.resolved().Value, 10, 64)
	if err != nil || n < lowest {
		v.Fail("", "expected a whole number of %d or more, found %s", lowest, v.describe())
		return absent
	}
	return n
}

// Word gives one of the words allowed, and absent where there is no value.
func (v Value) Word(absent string, allowed ...string) string {
	return v.WordOf(allowed, absent, Suggest)
}

// WordOf is Word with a hint that suggest makes of a word that is not allowed.
func (v Value) WordOf(allowed []string, absent string, suggest func(word string, known []string) string) string {
	if !v.is(yaml.ScalarNode, "one of "+strings.Join(allowed, ", ")) {
		return absent
	}
	word := v.resolved().Value
	if slices.Contains(allowed, word) {
		return word
	}
	v.Fail(suggest(word, allowed), "expected one of %s, found %q", strings.Join(allowed, ", "), word)
	return absent
}

// Suggest gives the hint "did you mean" with the nearest of the words known, or "" where none is near.
func Suggest(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}

// editDistance counts the insertions, removals, replacements and swaps of neighbours between two words.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			replace := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				replace++
			}
			rows[i][j] = min(replace, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
