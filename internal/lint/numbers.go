package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/provision"
)

// numbers reports articles whose text and provision state different numbers: people follow the first, bylaw the second.
// Only an article with exactly one provision is compared, and only where both sides hold a number of one sort that the
// other side does not have: a text need not repeat everything, and may speak of other things too.
func (l *linter) numbers() {
	said := make([][]figure, len(l.charter.Articles))
	roles := l.roles()
	others := tongues(string(l.text), roles)
	for i, a := range l.charter.Articles {
		said[i] = numberWords(string(l.text[a.Start:a.End]), a.Start, roles, others)
		if p, ok := l.only(a.Citation); ok {
			l.compare(a, figuresOf(p.Rule), said[i], l.above(i, said))
		}
	}
}

// only gives the provision of an article that has exactly one.
func (l *linter) only(article string) (provision.Provision, bool) {
	var found []provision.Provision
	for _, p := range l.charter.Provisions {
		if p.Citation == article {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return provision.Provision{}, false
	}
	return found[0], true
}

// above gives what the articles above an article say: it holds for those below, too.
func (l *linter) above(i int, said [][]figure) []figure {
	var all []figure
	level := l.charter.Articles[i].Level
	for j := i - 1; j >= 0 && level > 0; j-- {
		if a := l.charter.Articles[j]; a.Level < level {
			all, level = append(all, said[j]...), a.Level
		}
	}
	return all
}

func (l *linter) compare(a constitution.Article, rule, text, above []figure) {
	for _, m := range []measure{share, period, membership, people} {
		unsaid := unmatched(of(rule, m), slices.Concat(of(text, m), of(above, m)), m == share)
		unruled := unmatched(of(text, m), of(rule, m), false)
		if len(unsaid) == 0 || len(unruled) == 0 {
			continue
		}
		l.found.Warnf(l.place(unruled[0].at), "people read the text, bylaw decides by the provision: make both say the same",
			"article %s says %s where its provision says %s", a.Citation, quoted(unruled, `"`), quoted(unsaid, ""))
	}
}

func of(all []figure, m measure) []figure {
	return slices.DeleteFunc(slices.Clone(all), func(f figure) bool { return f.measure != m })
}

// unmatched gives the figures that no other one agrees with. Where each counts once, another one is used up by agreeing:
// a quorum of two thirds is not stated by the two thirds of a threshold.
func unmatched(all, others []figure, once bool) []figure {
	var rest []figure
	others = slices.Clone(others)
	for _, f := range all {
		i := slices.IndexFunc(others, f.agrees)
		switch {
		case i >= 0 && once:
			others = slices.Delete(others, i, i+1)
		case i < 0 && !f.loose:
			rest = append(rest, f)
		}
	}
	return rest
}

func quoted(figures []figure, mark string) string {
	words := make([]string, len(figures))
	for i, f := range figures {
		words[i] = fmt.Sprintf("%s%s%s", mark, f.words, mark)
	}
	return strings.Join(words, " and ")
}
