package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// writer writes RFC 8785 JSON of the values that plans are made of, without a tree in between: a plan of many thousand
// changes is hashed several times in a run. What it does not know, it leaves to the slow way.
type writer struct {
	out    []byte
	fields map[reflect.Type][]field
}

// field is a struct field with its key as it is written.
type field struct {
	key       string
	index     int
	omitEmpty bool
}

func canonical(v any) ([]byte, error) {
	w := writer{fields: map[reflect.Type][]field{}}
	if err := w.value(reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	return w.out, nil
}

func (w *writer) value(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Interface:
		return w.value(v.Elem())
	case reflect.Invalid:
		w.out = append(w.out, "null"...)
	case reflect.String:
		if v.Type() == reflect.TypeFor[json.Number]() {
			return w.slow(v)
		}
		w.text(v.String())
	case reflect.Bool:
		w.out = strconv.AppendBool(w.out, v.Bool())
	case reflect.Struct:
		return w.structure(v)
	case reflect.Slice:
		return w.list(v)
	case reflect.Map:
		if params, ok := v.Interface().(map[string]any); ok {
			return w.object(params)
		}
		return w.slow(v)
	default:
		return w.slow(v)
	}
	return nil
}

func (w *writer) slow(v reflect.Value) error {
	loose, err := json.Marshal(v.Interface())
	if err != nil {
		return err
	}
	strict, err := jcs.Transform(loose)
	if err != nil {
		return fmt.Errorf("no canonical form: %w", err)
	}
	w.out = append(w.out, strict...)
	return nil
}

func (w *writer) structure(v reflect.Value) error {
	w.out = append(w.out, '{')
	first := true
	for _, f := range w.fieldsOf(v.Type()) {
		if f.omitEmpty && v.Field(f.index).IsZero() {
			continue
		}
		if !first {
			w.out = append(w.out, ',')
		}
		first = false
		w.text(f.key)
		w.out = append(w.out, ':')
		if err := w.value(v.Field(f.index)); err != nil {
			return err
		}
	}
	w.out = append(w.out, '}')
	return nil
}

// fieldsOf gives the fields of one of a plan's structs in the order of their keys. All of them have a json tag, and omitempty at most.
func (w *writer) fieldsOf(t reflect.Type) []field {
	if known, ok := w.fields[t]; ok {
		return known
	}
	var found []field
	for i := range t.NumField() {
		key, option, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		found = append(found, field{key, i, option == "omitempty"})
	}
	slices.SortFunc(found, func(a, b field) int { return strings.Compare(a.key, b.key) })
	w.fields[t] = found
	return found
}

func (w *writer) list(v reflect.Value) error {
	if v.IsNil() {
		w.out = append(w.out, "null"...)
		return nil
	}
	w.out = append(w.out, '[')
	for i := range v.Len() {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.value(v.Index(i)); err != nil {
			return err
		}
	}
	w.out = append(w.out, ']')
	return nil
}

func (w *writer) object(params map[string]any) error {
	if params == nil {
		w.out = append(w.out, "null"...)
		return nil
	}
	w.out = append(w.out, '{')
	for i, key := range slices.SortedFunc(maps.Keys(params), byUTF16) {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.text(key)
		w.out = append(w.out, ':')
		if err := w.value(reflect.ValueOf(params[key])); err != nil {
			return err
		}
	}
	w.out = append(w.out, '}')
	return nil
}

// byUTF16 is the order of keys that RFC 8785 asks for; it differs from that of bytes past the basic plane only.
func byUTF16(a, b string) int {
	if isASCII(a) && isASCII(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (w *writer) text(s string) {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	w.out = append(w.out, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			w.out = append(w.out, '\\', c)
		case c >= ' ':
			w.out = append(w.out, c)
		default:
			w.out = append(w.out, control(c)...)
		}
	}
	w.out = append(w.out, '"')
}

func control(c byte) string {
	switch c {
	case '\b':
		return `\b`
	case '\f':
		return `\f`
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	return fmt.Sprintf(`\u%04x`, c)
}
