package draft_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/draft"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// follow drafts what one list says that is the file a.csv of a community.
func follow(t *testing.T, b draft.Base, list string) (draft.Draft, error) {
	t.Helper()
	var readings []sources.Reading
	for _, l := range b.Charter.Sources.Lists {
		readings = append(readings, sources.Reading{List: l, Data: []byte("#domain,#severity\n" + list)})
	}
	return draft.OfLists(b, sources.Evaluate(b.Charter, readings, noon), noon)
}

func TestListsAreFollowedInPlace(t *testing.T) {
	const before = `sources: {lists: [{name: a, file: a.csv}]}  # ours
domain_blocks:
  - {domain: b.example, severity: suspend}  # decided in May
  - {domain: c.example, severity: silence, private_comment: x, sources: {a: 2026-10-01, gone: 2026-10-01}}
  - {domain: d.example, severity: silence, sources: {a: 2026-10-01}}
`
	const after = `sources: {lists: [{name: a, file: a.csv}]}  # ours
domain_blocks:
  - {domain: a.example, severity: silence, private_comment: from a, sources: {a: "2026-11-21"}, reason: listed by a}
  - {domain: b.example, severity: suspend}  # decided in May
  - {domain: c.example, severity: suspend, private_comment: x, sources: {a: "2026-10-01"}}
last_read:
  - {list: a, entries: 3, at: "2026-11-21"}
`
	b := sample(t, map[string]string{federation: before})
	got, err := follow(t, b, "a.example,silence\nb.example,silence\nc.example,suspend\n")
	if err != nil || string(got.Files[federation]) != after {
		t.Fatalf("%v\n%s", err, got.Files[federation])
	}
	if want := "Follow block lists: 1 new, 1 changed, 1 removed"; got.Title != want || got.Key != draft.ListsKey {
		t.Errorf("title %q, key %q", got.Title, got.Key)
	}
	// With the length noted, and nothing new, there is nothing to propose; then one more entry changes the length.
	b = sample(t, map[string]string{federation: after})
	same := (*draft.ErrSame)(nil)
	if _, err := follow(t, b, "a.example,silence\nc.example,suspend\n"); !errors.As(err, &same) {
		t.Errorf("proposed again: %v", err)
	}
	got, err = follow(t, b, "a.example,silence\nc.example,suspend\nz.example,silence\ny.example,noop\n")
	if text := string(got.Files[federation]); err != nil || !strings.HasSuffix(text, "last_read:\n  - {list: a, entries: 4, at: \"2026-11-21\"}\n") {
		t.Errorf("%v\n%s", err, text)
	}
}

// TestAFollowedListReadsBack: whatever is added, raised and removed in whatever file, it reads back as it was proposed.
func TestAFollowedListReadsBack(t *testing.T) {
	const listed = ", sources: {a: 2026-10-01}}\n"
	for name, entries := range map[string]string{
		"a sorted file":        "domain_blocks:\n  - {domain: b.example, severity: silence" + listed + "  - {domain: d.example, severity: silence" + listed + "  - {domain: f.example, severity: noop}\n",
		"one that is not":      "domain_blocks:\n  # the last comes first\n  - {domain: f.example, severity: noop}\n  - {domain: b.example, severity: silence" + listed + "  - {domain: d.example, severity: silence" + listed + "# the end\n",
		"a key behind":         "domain_blocks:\n  - {domain: d.example, severity: silence" + listed + "domain_allows: []\n",
		"all that is there":    "domain_blocks:\n- {domain: x.example, severity: silence" + listed + "- {domain: y.example, severity: silence" + listed,
		"an empty list":        "domain_blocks: []\n",
		"no list":              "domain_allows: []\n",
		"a list of many lines": "domain_blocks:\n  - domain: d.example\n    severity: silence\n    sources:\n      a: 2026-10-01\n  - domain: e.example\n    severity: noop\n",
	} {
		for _, list := range []string{"", "a.example,silence\nc.example,suspend\nd.example,suspend\ng.example,silence\nh.example,silence\n"} {
			b := sample(t, map[string]string{federation: "sources: {lists: [{name: a, file: a.csv}]}\n" + entries})
			got, err := follow(t, b, list+"noted.example,noop\n")
			if same := (*draft.ErrSame)(nil); errors.As(err, &same) {
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			next := base(t, rehashed(got.Over(b.Tree)))
			if _, err := follow(t, next, list+"noted.example,noop\n"); err == nil {
				t.Errorf("%s: it would be proposed again:\n%s", name, got.Files[federation])
			}
			for _, item := range next.Charter.Instance.Items {
				if at := next.Charter.Instance.Place(item.Resource, item.Target); at.Line == 0 {
					t.Errorf("%s: %s has no place", name, item.Target)
				}
			}
		}
	}
}

// BenchmarkOfLists follows a list with a hundred new servers, in a file of ten thousand entries.
func BenchmarkOfLists(b *testing.B) {
	var file, list strings.Builder
	file.WriteString("sources: {lists: [{name: a, file: a.csv}]}\ndomain_blocks:\n")
	for n := range 10_000 {
		fmt.Fprintf(&file, "  - {domain: s%05d.example, severity: suspend}\n", n)
	}
	for n := range 100 {
		fmt.Fprintf(&list, "n%05d.example,suspend\n", n)
	}
	t := &testing.T{}
	from := sample(t, map[string]string{federation: file.String()})
	for b.Loop() {
		if _, err := follow(t, from, list.String()); err != nil {
			b.Fatal(err)
		}
	}
}
