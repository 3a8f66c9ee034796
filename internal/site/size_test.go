package site_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/site"
)

// large is a record of n decisions and ten times as many blocks.
func large(t testing.TB, n int) site.Record {
	t.Helper()
	c := sample(t, map[string]func(string) string{"instance/federation.yaml": func(string) string {
		var list strings.Builder
		list.WriteString("domain_blocks:\n")
		for i := range 10 * n {
			fmt.Fprintf(&list, "  - {domain: s%06d.example, severity: suspend, public_comment: Harassment and spam}\n", i)
		}
		return list.String()
	}})
	many := make([]site.Proposal, n)
	for i := range many {
		many[i] = decided(i+1, 20, 5, fmt.Sprintf("s%06d.example", i))
	}
	return record(t, c, many...)
}

func TestPagesStaySmall(t *testing.T) {
	r := large(t, 100)
	r.Proposals = append(r.Proposals, decided(101, 900, 100, "z.example"))
	files := build(t, r)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, ".html") && len(files[name]) > 100_000 {
			t.Errorf("%s has %d bytes", name, len(files[name]))
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			r := large(b, n)
			for b.Loop() {
				build(b, r)
			}
		})
	}
}
