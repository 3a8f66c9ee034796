package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/idna"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/plan"
)

// tricks reports what looks like something else: characters that nobody sees or that turn text around, and domains made
// of letters of several alphabets. The texts of the desired state are looked at where they are read.
func (l *linter) tricks(desired charter.Instance) {
	quoted := l.quotedCode()
	previous := rune(0)
	for i, r := range string(l.law.Source) {
		if what := hidden(r, previous); what != "" && !quoted[i] {
			l.found.Errorf(l.place(i), "remove it: people vote on what they see", "%s U+%04X", what, r)
		}
		previous = r
	}
	for _, item := range desired.Items {
		l.lookalike(desired.Place(item.Resource, item.Target), item)
	}
}

// quotedCode tells which bytes are code that bylaw does not read: there people may show what they warn of.
func (l *linter) quotedCode() map[int]bool {
	inside := map[int]bool{}
	mark := func(start, stop int) {
		for i := start; i < stop; i++ {
			inside[i] = true
		}
	}
	src := l.law.Source
	document := goldmark.DefaultParser().Parse(text.NewReader(src))
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if info := string(n.Language(src)); info == "provision" || info == "rego" {
				return ast.WalkContinue, nil
			}
			for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
				mark(line.Start, line.Stop)
			}
		case *ast.CodeBlock:
			for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
				mark(line.Start, line.Stop)
			}
		case *ast.Text:
			if n.Parent().Kind() == ast.KindCodeSpan {
				mark(n.Segment.Start, n.Segment.Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	return inside
}

// hidden says what is wrong with a character, "" for an ordinary one.
func hidden(r, previous rune) string {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x061C, r == 0x200E, r == 0x200F:
		return "a character that turns text around:"
	case r == 0x200C || r == 0x200D: // scripts and emoji join their signs with these
		if previous > 0x02FF {
			return ""
		}
	case r >= 0xE0020 && r <= 0xE007F && (previous == 0x1F3F4 || previous >= 0xE0020): // flags of regions
		return ""
	case r == 0x00AD, r == 0x034F, r == 0x115F, r == 0x1160, r == 0x180E, r == 0x3164, r == 0xFFA0, r == 0x2800:
	case r >= 0xE0000 && r <= 0xE01EF:
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r':
	default:
		return ""
	}
	return "an invisible character:"
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
