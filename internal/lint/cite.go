package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/citation"
	"github.com/bylaw-dev/bylaw/internal/constitution"
)

// citable is what a text can cite of itself.
type citable struct {
	known map[string]bool     // citations of articles, in lower case
	part  map[string]bool     // what an article is a part of: "ii" of "II.1", "3" of "3.1"
	last  map[string]bool     // the last number of a citation: "1" of "II.1"
	items map[string][]string // the numbers of list items, by the article's citation
	roman bool                // some article has a Roman number
	large bool                // some article has a number of three digits
}

func (l *linter) citable() citable {
	c := citable{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]string{}, false, false}
	for _, a := range l.charter.Articles {
		cited := strings.ToLower(a.Citation)
		c.known[cited] = true
		c.items[cited] = a.Items
		for i, r := range cited {
			if r == '.' {
				c.part[cited[:i]] = true
				c.last[cited[i+1:]] = true
			}
		}
		if _, words, ok := strings.Cut(cited, ": "); ok {
			c.last[words] = true
		}
		c.roman = c.roman || citation.Roman(a.Citation)
		c.large = c.large || hundreds.MatchString(cited)
	}
	return c
}

// hundreds is a number that articles of a short text do not have.
var hundreds = regexp.MustCompile(`^[0-9]{3,}`)

// citations reports articles that the text names and that do not exist. Citations of other texts are left alone.
func (l *linter) citations() {
	c := l.citable()
	above := l.ancestry()
	for _, r := range citation.Find(l.text) {
		first := strings.ToLower(r.Path[0])
		switch {
		case citation.Roman(r.Path[0]) && !c.roman, c.resolves(r.Path, above(r.Start)), r.Foreign:
		case hundreds.MatchString(first) && !c.large:
		case !r.Sure && !c.known[before(first)] && !c.part[before(first)]:
		default:
			cited := strings.Join(r.Path, ".")
			l.found.Warnf(l.place(r.Start), c.near(first), "the text cites article %s, which does not exist", cited)
		}
	}
}

// before is the first part of a dotted number.
func before(number string) string {
	chapter, _, _ := strings.Cut(number, ".")
	return chapter
}

// ancestry gives the citations of the article that an offset lies in and of those that it is part of, in lower case.
func (l *linter) ancestry() func(offset int) []string {
	return func(offset int) []string {
		i, _ := slices.BinarySearchFunc(l.charter.Articles, offset+1, func(a constitution.Article, at int) int { return a.Start - at })
		if i == 0 {
			return nil
		}
		cited := strings.ToLower(l.charter.Articles[i-1].Citation)
		all := []string{cited}
		for j := len(cited) - 1; j > 0; j-- {
			if cited[j] == '.' {
				all = append(all, cited[:j])
			}
		}
		return all
	}
}

// resolves reports whether a citation names an article, a part of one, or an item of its lists, be it below the article in
// which it stands. The parts of an article that has no numbered ones are not looked for.
func (c citable) resolves(path, above []string) bool {
	first := strings.ToLower(path[0])
	if len(path) > 1 && c.part[first] {
		second := strings.ToLower(path[1])
		return c.exists(first+"."+second) || c.known[second]
	}
	return c.exists(first) || c.last[first] || slices.ContainsFunc(above, func(a string) bool { return c.exists(a + "." + first) })
}

// lettered is a number with a letter, which may be an article or an item of one.
var lettered = regexp.MustCompile(`^(.*[0-9])([a-z])$`)

func (c citable) exists(number string) bool {
	if c.known[number] || c.part[number] {
		return true
	}
	for i, r := range number {
		if r == '.' && (slices.Contains(c.items[number[:i]], number[i+1:]) || slices.Contains(c.items[number[:i]], number)) {
			return true
		}
	}
	m := lettered.FindStringSubmatch(number)
	return m != nil && slices.Contains(c.items[m[1]], m[2])
}

// near suggests the articles of the same chapter.
func (c citable) near(number string) string {
	chapter := before(number)
	var nearby []string
	for k := range c.known {
		if k == chapter || strings.HasPrefix(k, chapter+".") {
			nearby = append(nearby, k)
		}
	}
	if len(nearby) == 0 {
		return "articles are cited by the numbers of their headings in " + charter.ConstitutionFile
	}
	slices.Sort(nearby)
	return "there are " + strings.Join(nearby, ", ")
}
