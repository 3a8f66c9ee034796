package mastodon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

func TestAnImportTakesWhatMastodonTakes(t *testing.T) {
	const header = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
	for name, c := range map[string]struct {
		file string
		want []string
		says string
	}{
		"an export":               {header + "A.example,silence,true,false, spam ,true\n", []string{"a.example silence true false true spam"}, ""},
		"domains alone":           {"a.example\nb.example\n", []string{"a.example suspend false false false", "b.example suspend false false false"}, ""},
		"another first column":    {"#severity,#domain\nsilence,a.example\n", []string{"silence suspend false false false"}, ""},
		"an invalid name":         {header + "*.example,suspend,,,,\n", nil, ""},
		"an unknown severity":     {header + "a.example,defederate,,,,\n", nil, ""},
		"a parent that is there":  {header + "x.there.example,suspend,,,,\n", nil, ""},
		"a child before a parent": {header + "x.a.example,noop,,,,\na.example,suspend,,,,\n", []string{"x.a.example noop false false false ", "a.example suspend false false false "}, ""},
		"no CSV":                  {header + "\"a.example,suspend\n", nil, "invalid CSV file"},
		"too many rows":           {strings.Repeat("a.example\n", 20_001), nil, "more than 20000 rows"},
	} {
		t.Run(name, func(t *testing.T) {
			server := mastodon.New(mastodon.Options{Empty: true})
			server.Edit(func(s *mastodon.State) {
				s.DomainBlocks = []*mastodon.DomainBlock{{ID: 1, Domain: "there.example", Severity: "silence"}}
			})
			n, err := server.ImportDomainBlocks("list.csv", []byte(c.file))
			if n != len(c.want) || err == nil && c.says != "" || err != nil && (c.says == "" || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%d blocks, %v; want %d and %q", n, err, len(c.want), c.says)
			}
			server.Edit(func(s *mastodon.State) {
				var got []string
				for _, b := range s.DomainBlocks[1:] {
					line := fmt.Sprint(b.Domain, " ", b.Severity, " ", b.RejectMedia, " ", b.RejectReports, " ", b.Obfuscate)
					if b.PublicComment != nil {
						line += " " + *b.PublicComment
					}
					got = append(got, line)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		})
	}
}
