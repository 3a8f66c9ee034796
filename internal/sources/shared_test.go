package sources_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// TestTwoListsAsTheyAreShared: of two lists with the measures, masks and overlap of real ones, names replaced.
func TestTwoListsAsTheyAreShared(t *testing.T) {
	c := community(2, "s001.example suspend a b", "gone.example suspend b")
	c.Sources.Threshold, c.Sources.First = 2, "silence"
	var texts []string
	for _, file := range []string{"shared.csv", "server.csv"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	r := read(c, texts...)
	var out strings.Builder
	for _, s := range r.Sources {
		fmt.Fprintf(&out, "%s: %s, %d entries, %d new, %d changed, %d below, %d ignored, %d skipped, retracted %v\n",
			s.Name, s.State, s.Entries, s.New, s.Changed, s.Below, s.Ignored, s.Skipped, s.Retracted)
	}
	golden.Compare(t, filepath.Join("testdata", "shared.txt"), out.String()+said(r)+"\n")
}

// TestNothingIsProposedTwice: an entry that is written as proposed leaves nothing to propose, on the day and later.
func TestNothingIsProposedTwice(t *testing.T) {
	a, b := list("x.example suspend", "y.example silence,true", "z.example noop,true"), list("x.example silence")
	c := community(2)
	r := read(c, a, b)
	for _, change := range r.Changes {
		c.Instance.Items = append(c.Instance.Items, change.Item)
	}
	slices.SortFunc(c.Instance.Items, func(x, y plan.Item) int { return strings.Compare(x.Target, y.Target) })
	if again := read(c, a, b); len(r.Changes) != 3 || len(again.Changes) > 0 {
		t.Errorf("%s\nagain:\n%s", said(r), said(again))
	}
}

// FuzzEvaluate: whatever two lists hold, nothing is removed unless both are complete, and no server is in two places.
func FuzzEvaluate(f *testing.F) {
	f.Add(list("x.example suspend"), list("held.example silence"))
	f.Add(list("sp*m.example suspend"), "<html>")
	f.Add("", header)
	f.Fuzz(func(t *testing.T, a, b string) {
		c := community(2, "held.example suspend a", "own.example silence", "spam.example silence a b")
		r := read(c, a, b)
		complete := r.Sources[0].State == sources.Complete && r.Sources[1].State == sources.Complete
		if less := len(r.Of(sources.Remove)) + len(r.Of(sources.Lower)); less > 0 && !complete {
			t.Fatalf("%d less by lists that are %s and %s", less, r.Sources[0].State, r.Sources[1].State)
		}
		seen := map[string]bool{}
		for _, line := range strings.Split(said(r), "\n") {
			words := strings.Fields(line + " -")
			if domain := strings.TrimSuffix(words[min(1, len(words)-1)], ":"); domain != "-" && (seen[domain] || domain == "own.example" && words[0] != "ignored") {
				t.Fatalf("%s twice, or changed though it is ours:\n%s", domain, said(r))
			} else {
				seen[domain] = true
			}
		}
	})
}
