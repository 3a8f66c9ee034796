package lint_test

import "testing"

func TestCitationsMustResolve(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"an article":                     {"As in article 2, or Article 1.", nil},
		"an article that is not there":   {"As in article 9.9.", []string{"warning: the text cites article 9.9, which does not exist"}},
		"a heading above":                {"See article 3 and 3.1, section 3.2, § 3.", nil},
		"several":                        {"Articles 1, 2 and 7 apply, or articles 3.1 and 3.4.", []string{"warning: the text cites article 7, which does not exist", "warning: the text cites article 3.4, which does not exist"}},
		"over two lines":                 {"As in article\n8 of this text.", []string{"warning: the text cites article 8, which does not exist"}},
		"with a word for see":            {"See 3.9, under 3.1 or 3.8.", []string{"warning: the text cites article 3.9, which does not exist", "warning: the text cites article 3.8, which does not exist"}},
		"in parentheses":                 {"The way back (3.1, 3.7).", []string{"warning: the text cites article 3.7, which does not exist"}},
		"another law":                    {"Article 17 of the GDPR, article 6 GDPR, article 12(3) of Regulation 2016/679, § 86 StGB.", nil},
		"our own text, said so":          {"Article 17 of this text.", []string{"warning: the text cites article 17, which does not exist"}},
		"a number that cites nothing":    {"Mastodon 4.3 counts (4.5), see 7.2 there, under 24 hours, under 3.5 %.", nil},
		"code":                           {"Write `article 99`.\n\n```\nsee article 98\n```", nil},
		"a paragraph ends a citation":    {"This is an article\n\n8 people wrote it.", nil},
		"the words of a heading":         {"### Article 77 Heading\n\nText.", nil},
		"emphasis does not hide one":     {"As in **article 66**.", []string{"warning: the text cites article 66, which does not exist"}},
		"a letter belongs to the number": {"As in article 2a.", []string{"warning: the text cites article 2a, which does not exist"}},
	}
	chapters := "## 3 Chapter\n\n### 3.1 One\n\nText.\n\n### 3.2 Two\n\nText.\n\n"
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			expect(t, check(t, sound()+chapters+article("2 Second", test.text, "")), test.want...)
		})
	}
}

func TestRomanNumbersAreCitedWhereArticlesHaveThem(t *testing.T) {
	expect(t, check(t, sound()+article("Article II Second", "As in article II, article IX and Article V.", "")),
		"warning: the text cites article IX, which does not exist", "warning: the text cites article V, which does not exist")
	expect(t, check(t, sound()+article("2 Second", "It is the article I wrote.", "")))
}
