package citation_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/citation"
)

func TestHeadingIsReadInEveryUsualForm(t *testing.T) {
	for heading, want := range map[string][2]string{
		"3.1 Suspending federation":       {"3.1", "Suspending federation"},
		"Article 4: Amendments":           {"4", "Amendments"},
		"4. Amendments":                   {"4", "Amendments"},
		"4) Amendments":                   {"4", "Amendments"},
		"(4) Amendments":                  {"4", "Amendments"},
		"Article 4 – Amendments":          {"4", "Amendments"},
		"§ 12a The bot":                   {"12a", "The bot"},
		"§1 Name":                         {"1", "Name"},
		"§ 3 Abs. 2 Wahl":                 {"3.2", "Wahl"},
		"Article II Section 3 Dues":       {"II.3", "Dues"},
		"Article II, Section 3. Dues":     {"II.3", "Dues"},
		"Article IV":                      {"IV", ""},
		"ARTICLE IV. OFFICERS":            {"IV", "OFFICERS"},
		"IV. Officers":                    {"IV", "Officers"},
		"A. Officers":                     {"A", "Officers"},
		"(a) Officers":                    {"a", "Officers"},
		"SECTION 2.3.4 Doors":             {"2.3.4", "Doors"},
		"Sec. 3.1. Notice.":               {"3.1", "Notice."},
		"Art. 5 bis Votación electrónica": {"5 bis", "Votación electrónica"},
		"5 bis Votación":                  {"5 bis", "Votación"},
		"Article 5ter":                    {"5 ter", ""},
		"Article 5-1 Élection":            {"5-1", "Élection"},
		"Article 1er Nom":                 {"1", "Nom"},
		"Article premier Nom":             {"1", "Nom"},
		"Artículo 4° Nombre":              {"4", "Nombre"},
		"Artículo 4.º Nombre":             {"4", "Nombre"},
		"Artigo 1º - Da associação":       {"1", "Da associação"},
		"Artículo segundo. Fines":         {"2", "Fines"},
		"Art. 3 – Soci":                   {"3", "Soci"},
		"Artikel 7 Bestuur":               {"7", "Bestuur"},
		"Статья 5. Члены":                 {"5", "Члены"},
		"第18条 会員":                         {"18", "会員"},
		"第十八条　会員":                         {"18", "会員"},
		"第18条の2（会員）":                      {"18-2", "（会員）"},
		"第一章 总则":                          {"第一章", "总则"},
		"제5조 회원":                          {"5", "회원"},
		"المادة ٢ العضوية":                {"2", "العضوية"},
		"المادة الأولى: الاسم":            {"1", "الاسم"},
		"Titre I : Nom":                   {"Titre I", "Nom"},
		"Chapter 2 Voting":                {"Chapter 2", "Voting"},
		"３．１ Full width":                  {"3.1", "Full width"},
		"٣ المادة ٢":                      {"3", "المادة ٢"},
		"Membership":                      {"Membership", "Membership"},
		"4th of July":                     {"4th of July", "4th of July"},
		"2/3 majority":                    {"2/3 majority", "2/3 majority"},
		"24/7 support":                    {"24/7 support", "24/7 support"},
		"Articles of faith":               {"Articles of faith", "Articles of faith"},
		"Article Vision":                  {"Article Vision", "Article Vision"},
		"Article Civil":                   {"Article Civil", "Article Civil"},
		"Section DM":                      {"Section DM", "Section DM"},
		"Article MIX":                     {"Article MIX", "Article MIX"},
		"A word":                          {"A word", "A word"},
		"Part of us":                      {"Part of us", "Part of us"},
		"Rules of order":                  {"Rules of order", "Rules of order"},
		"Members: 3 kinds":                {"Members: 3 kinds", "Members: 3 kinds"},
		"Article":                         {"Article", "Article"},
		"Bylaws":                          {"Bylaws", "Bylaws"},
		"Rules":                           {"Rules", "Rules"},
		"Direct messages":                 {"Direct messages", "Direct messages"},
	} {
		l := citation.Heading(heading)
		if got := [2]string{l.Cited, l.Title}; got != want {
			t.Errorf("%q: got %q, want %q", heading, got, want)
		}
	}
}

func TestParagraphIsALabelOnlyWhereItNamesAnArticle(t *testing.T) {
	for words, want := range map[string]string{
		"Art. 1": "1", "Article 2": "2", "Section 3.1. Notice.": "3.1", "§ 4 Name": "4", "3.2": "3.2", "3.2 Notice.": "3.2", "1.": "1", "1) Name": "1", "(a)": "a",
		"72 hours": "", "2/3": "", "3": "", "Members": "", "Note": "", "Part 2": "", "14 days": "", "Article Civil": "",
	} {
		l, ok := citation.Paragraph(words)
		if !ok {
			l.Number = ""
		}
		if l.Number != want {
			t.Errorf("%q: got %q, want %q", words, l.Number, want)
		}
	}
}

// FuzzHeading: a heading always has words to cite it by, and its title is its end.
func FuzzHeading(f *testing.F) {
	for _, seed := range []string{"Article II Section 3 Dues", "§ 3 Abs. 2", "第十八条の二 会員", "Article 5 bis", "Titre I : Nom", "٣ المادة ٢", "\u202f5-1", "Art. 1er"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		words = strings.ToValidUTF8(words, "?")
		l := citation.Heading(words)
		if words != "" && l.Cited == "" {
			t.Errorf("%q is not cited at all", words)
		}
		if len(l.Title) > len(words) || words[len(words)-len(l.Title):] != l.Title {
			t.Errorf("%q does not end in its title %q", words, l.Title)
		}
	})
}
