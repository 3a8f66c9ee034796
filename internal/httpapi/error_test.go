package httpapi

import (
	"strings"
	"testing"
	"unicode"
)

// FuzzPlain: whatever a server says, we show one line of it without control or formatting characters.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"Record not found", "a\r\n::set-output name=x::y", "\x1b[31m", "\u202eevil", "\xff\xfe", strings.Repeat("é ", 400)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Plain(text)
		if len([]rune(shown)) > plainMax+3 {
			t.Errorf("%q is too long", shown)
		}
		for _, r := range shown {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf) || unicode.IsSpace(r) && r != ' ' {
				t.Errorf("%q holds %U", shown, r)
			}
		}
		if Plain(shown) != shown && !strings.HasSuffix(shown, "...") {
			t.Errorf("%q becomes %q", shown, Plain(shown))
		}
	})
}
