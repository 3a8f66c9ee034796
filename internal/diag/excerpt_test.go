package diag_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

func TestExcerptsAreTheLinesOfThePlaces(t *testing.T) {
	src := "first\r\n  日本: x\n" + strings.Repeat("é", 1000) + "!" + strings.Repeat("z", 1000)
	for _, test := range []struct {
		place diag.Place
		want  diag.Excerpt
	}{
		{diag.Place{File: "f", Line: 1, Column: 2}, diag.Excerpt{Text: "first", Column: 2}},
		{diag.Place{File: "f", Line: 1}, diag.Excerpt{Text: "first"}},
		{diag.Place{File: "f", Line: 2, Column: 5}, diag.Excerpt{Text: "  日本: x", Column: 5}},
		{diag.Place{File: "f", Line: 2, Column: 99}, diag.Excerpt{Text: "  日本: x", Column: 8}},
		{diag.Place{File: "f", Line: 3, Column: 1001}, diag.Excerpt{Text: strings.Repeat("é", 200) + "!" + strings.Repeat("z", 199), Column: 201}},
		{diag.Place{File: "f", Line: 4, Column: 1}, diag.Excerpt{}},
		{diag.Place{File: "absent", Line: 4, Column: 1}, diag.Excerpt{}},
		{diag.Place{File: "f"}, diag.Excerpt{}},
	} {
		list := diag.List{{Place: test.place}}.WithExcerpts(func(file string) []byte {
			if file == "f" {
				return []byte(src)
			}
			return nil
		})
		if list[0].Excerpt != test.want {
			t.Errorf("%s: got %+v, want %+v", test.place, list[0].Excerpt, test.want)
		}
	}
}

func TestLinesThatMayHoldASecretAreNotQuoted(t *testing.T) {
	src := "args: {password_from: hunter2}\npassword_from:\n  hunter2\nplain: 1\n"
	list := diag.List{
		{Place: diag.Place{File: "f", Line: 1, Column: 1}, Message: "another mistake"},
		{Place: diag.Place{File: "f", Line: 3, Column: 3}, Message: "a secret", Private: true},
		{Place: diag.Place{File: "f", Line: 3, Column: 1}, Message: "another mistake"},
		{Place: diag.Place{File: "f", Line: 4, Column: 1}, Message: "plain"},
	}.WithExcerpts(func(string) []byte { return []byte(src) })
	for i, want := range []string{"", "", "", "plain: 1"} {
		if list[i].Excerpt.Text != want {
			t.Errorf("diagnostic %d: got %q, want %q", i, list[i].Excerpt.Text, want)
		}
	}
}
