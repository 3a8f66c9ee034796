package thread_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/thread"
)

// parsed reads a constitution as the program does.
func parsed(t testing.TB, src []byte) constitution.Constitution {
	t.Helper()
	var mistakes diag.List
	law := constitution.Parse("constitution.md", src, &mistakes)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	return law
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// composed makes a thread within a limit and proves that it is whole and fits.
func composed(t testing.TB, law constitution.Constitution, limit int) thread.Thread {
	t.Helper()
	l := thread.Limits{Characters: limit, URLCharacters: 23}
	made, err := thread.Compose(law, thread.Options{
		Limits: l, Date: "2026-11-21", Version: "2", Decision: 41, DecisionURL: "https://github.com/example/governance/pull/41",
		Repository: "https://github.com/example/governance", LedgerHead: sum, Changed: []string{"1", "2"},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkPosts(t, made, l)
	return made
}

func written(made thread.Thread, limit int) string {
	var out strings.Builder
	for _, p := range made.Posts {
		fmt.Fprintf(&out, "=== %d of %d\n%s\n", thread.Count(p.Text, thread.Limits{URLCharacters: 23}), limit, visible(p.Text))
	}
	return out.String()
}

func TestTextsOfSeveralLanguagesReadWell(t *testing.T) {
	for _, name := range []string{"german", "japanese", "arabic", "emoji"} {
		t.Run(name, func(t *testing.T) {
			constitution := parsed(t, read(t, "testdata/language/"+name+".md"))
			var out strings.Builder
			for _, limit := range []int{200, 280, 500, 5000} {
				out.WriteString(written(composed(t, constitution, limit), limit))
			}
			golden.Compare(t, "testdata/language/"+name+".txt", out.String())
		})
	}
}

func TestTheSampleConstitutionReadsWell(t *testing.T) {
	constitution := parsed(t, read(t, "../../governance/constitution.md"))
	golden.Compare(t, "testdata/sample.txt", written(composed(t, constitution, 500), 500))
	for _, limit := range []int{200, 280, 5000} {
		composed(t, constitution, limit)
	}
}

// long is the sample again and again, with other numbers, until it has so many bytes.
func long(t testing.TB, size int) []byte {
	t.Helper()
	sample := read(t, "../../governance/constitution.md")
	sample = bytes.ReplaceAll(sample, []byte("\nid: "), []byte("\nid: part0-"))
	title, body, _ := bytes.Cut(sample, []byte("\n\n"))
	out := bytes.Clone(title)
	for n := 1; len(out)+len(body) < size; n++ {
		part := bytes.ReplaceAll(body, []byte("part0-"), fmt.Appendf(nil, "part%d-", n))
		out = append(append(out, "\n\n"...), bytes.ReplaceAll(part, []byte("# "), fmt.Appendf(nil, "# %d.", n))...)
	}
	out = append(out, "\n\n"...)
	return append(out, bytes.Repeat([]byte("At the end. "), max(0, size-len(out))/12)...)
}

func TestALongConstitutionIsSplitWhole(t *testing.T) {
	constitution := parsed(t, long(t, 60_000))
	var out strings.Builder
	for _, limit := range []int{200, 280, 500, 5000} {
		made := composed(t, constitution, limit)
		fmt.Fprintf(&out, "%d posts of at most %d, the last: %q\n", len(made.Posts), limit, made.Posts[len(made.Posts)-1].Text)
	}
	golden.Compare(t, "testdata/long.txt", out.String()+written(composed(t, constitution, 500), 500))
}

func TestAThreadMayHaveOnePostOrTwoHundred(t *testing.T) {
	article := "## Article\n\n" + strings.TrimSpace(strings.Repeat("Words that fill a post up. ", 6)) + "\n\n"
	for posts, src := range map[int]string{1: "# Us\n\nBe kind.", 200: "# Us\n\n" + strings.Repeat(article, 199)} {
		made, err := thread.Compose(sampleConstitution(src, "Us"), thread.Options{Limits: small})
		if err != nil || len(made.Posts) != posts {
			t.Fatalf("%d posts, want %d: %v", len(made.Posts), posts, err)
		}
		checkPosts(t, made, small)
	}
}

// BenchmarkCompose renders and splits constitutions of so many bytes; the last is about as long as one may be.
func BenchmarkCompose(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000, 1<<20 - 1000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			constitution := parsed(b, long(b, n))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := thread.Compose(constitution, thread.Options{Limits: stock}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
