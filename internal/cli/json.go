package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// writeJSON writes a value as people and programs read it: two spaces, no HTML escapes, one line feed at the end. Characters that
// control a terminal or turn text around are escaped, and so is "##[", which some CI runners would take for a command: within
// JSON all of them can only be in a string, where the escape is the same value.
func writeJSON(w io.Writer, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escaped(bytes.ReplaceAll(text.Bytes(), []byte("##["), []byte(`#\u0023[`))))
	return err
}

// escaped writes the characters of a JSON text that must not reach a terminal as escapes. The encoder leaves those beyond ASCII.
func escaped(text []byte) []byte {
	if !bytes.ContainsFunc(text, harmful) {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if harmful(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return out
}

func harmful(r rune) bool {
	return r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
}
