package lint_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/lint"
)

func TestALanguageWithoutSentencesIsAWarning(t *testing.T) {
	for code, want := range map[string]bool{"en": false, "de": false, "fr": false, "es": false, "cy": true} {
		fsys := repository(sound(), members, "")
		fsys[charter.SettingsFile].Data = append(fsys[charter.SettingsFile].Data, "publish: {language: "+code+"}\n"...)
		c, found := charter.Load(fsys)
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		more, err := lint.Charter(t.Context(), c, nil, decide, noon)
		if err != nil {
			t.Fatal(err)
		}
		warned := false
		for _, d := range more {
			warned = warned || strings.HasPrefix(d.Message, `there are no sentences of bylaw in "`+code+`"`) && d.Hint != ""
		}
		if warned != want {
			t.Errorf("%s: warned is %t: %v", code, warned, more)
		}
	}
}
