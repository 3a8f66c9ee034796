package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// lookalikes reports domains of the desired state that are made of letters of several alphabets.
func (l *linter) lookalikes(desired charter.Instance) {
	for _, item := range desired.Items {
		l.lookalike(desired.Place(item.Resource, item.Target), item)
	}
}

// lookalike warns of an international domain that may be taken for another one.
func (l *linter) lookalike(at diag.Place, item plan.Item) {
	domain := item.Target[strings.LastIndex(item.Target, "@")+1:]
	if !strings.Contains(domain, "xn--") {
		return
	}
	shown, err := idna.ToUnicode(domain)
	if err != nil {
		return
	}
	for _, label := range strings.Split(shown, ".") {
		if why := confusing(label); why != "" {
			l.found.Warnf(at, "compare it letter by letter with the server that you mean", "domain %q is %q, %s", domain, shown, why)
			return
		}
	}
}

// confusing says why a part of a domain may be taken for another one.
func confusing(label string) string {
	scripts := scriptsOf(label)
	if len(scripts) == 1 && imitates(label) {
		return fmt.Sprintf("whose letters are all %s ones that look Latin", scripts[0])
	}
	for _, together := range [][]string{
		{"Han", "Hiragana", "Katakana", "Latin"}, {"Bopomofo", "Han", "Latin"}, {"Han", "Hangul", "Latin"},
	} {
		if !slices.ContainsFunc(scripts, func(s string) bool { return !slices.Contains(together, s) }) {
			return ""
		}
	}
	if len(scripts) > 1 {
		return "which mixes " + strings.Join(scripts, " and ") + " letters"
	}
	return ""
}

// scriptsOf names the alphabets of a text, sorted.
func scriptsOf(label string) []string {
	found := map[string]bool{}
	for _, r := range label {
		for name, table := range unicode.Scripts {
			if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// twins are the Cyrillic and Greek letters that look like Latin ones in most typefaces.
const twins = "асеорхуіѕјһԁԛԝӏοναρυι"

func imitates(label string) bool {
	return strings.ContainsFunc(label, unicode.IsLetter) && !strings.ContainsFunc(label, func(r rune) bool {
		return unicode.IsLetter(r) && !strings.ContainsRune(twins, r)
	})
}
