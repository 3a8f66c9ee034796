package language_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/language"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func placeholders(sentence string) []string {
	found := placeholder.FindAllString(sentence, -1)
	slices.Sort(found)
	return found
}

func TestEveryLanguageHasEverySentenceWithItsPlaceholders(t *testing.T) {
	english := language.For(language.Default)
	if len(english.Sentences) < 100 || !slices.Equal(language.Known(), []string{"de", "en", "es", "fr"}) {
		t.Fatalf("%d sentences, languages %q", len(english.Sentences), language.Known())
	}
	for _, code := range language.Known() {
		table := language.For(code)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(english.Sentences)), slices.Sorted(maps.Keys(table.Sentences))); diff != "" {
			t.Errorf("%s: sentences (-en +%s):\n%s", code, code, diff)
		}
		for key, sentence := range english.Sentences {
			if diff := cmp.Diff(placeholders(sentence), placeholders(table.Sentences[key])); diff != "" {
				t.Errorf("%s: placeholders of %s (-en +%s):\n%s", code, key, code, diff)
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(english.Same)), slices.Sorted(maps.Keys(table.Same))); diff != "" {
			t.Errorf("%s: other words (-en +%s):\n%s", code, code, diff)
		}
		for key, words := range table.Same {
			allowed := map[string]bool{}
			for _, known := range english.Same[key] {
				for _, p := range placeholders(known) {
					allowed[p] = true
				}
			}
			for _, w := range words {
				for _, p := range placeholders(w) {
					if !allowed[p] {
						t.Errorf("%s: other words of %s have %s, which is not filled in", code, key, p)
					}
				}
			}
		}
		if len(table.Numbers) != len(english.Numbers) || len(table.One) == 0 || len(table.Units["day"]) == 0 {
			t.Errorf("%s: numbers %q, one %q, units %q", code, table.Numbers, table.One, table.Units)
		}
	}
}

func TestAnUnknownLanguageIsEnglish(t *testing.T) {
	if got := language.For("tlh").Say("head.version", "n", "3"); got != "version 3" {
		t.Errorf("got %q", got)
	}
}
