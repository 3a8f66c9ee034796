package render_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestOverviews(t *testing.T) {
	for _, dir := range cases(t, "overview") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			o := input[render.Overview](t, filepath.Join(dir, "overview.json"))
			golden(t, filepath.Join(dir, "want.txt"), render.OverviewText(o, render.Style{}))
		})
	}
}

func TestASummaryHoldsEachProposalAndFits(t *testing.T) {
	p := input[render.Page](t, "testdata/comment/hostile/page.json")
	got := render.Summary([]render.Page{p, input[render.Page](t, "testdata/comment/passed/page.json")})
	golden(t, "testdata/summary.md", got)
	if found := mentions.FindString(prose(t, got)); found != "" {
		t.Errorf("%q mentions somebody", found)
	}
	big := slices.Repeat([]render.Page{huge(t, "several words about it")}, 20)
	if got := render.Summary(big); len(got) > 1<<20 || !strings.Contains(got, "Shortened: the comments") {
		t.Errorf("%d bytes", len(got))
	}
	if got := render.Summary(nil); got != "### bylaw\n\nNo open proposal has changed.\n" {
		t.Errorf("got %q", got)
	}
}

func TestOutputsCannotBeEndedFromOutside(t *testing.T) {
	one := []render.Brief{{Number: 7, Outcome: decision.Passed, Digest: "d\nDELIM\nevil=1"}}
	got, err := render.Outputs(one, "DELIM2")
	if want := "outcome<<DELIM2\npassed\nDELIM2\ndigest<<DELIM2\nd DELIM evil=1\nDELIM2\nproposals<<DELIM2\n" +
		`[{"number":7,"outcome":"passed","digest":"d\nDELIM\nevil=1"}]` + "\nDELIM2\n"; err != nil || got != want {
		t.Errorf("%v, got\n%s", err, got)
	}
	if _, err := render.Outputs(one, "DELIM"); err == nil {
		t.Error("a value that holds the delimiter was written")
	}
	if got, err := render.Outputs(nil, "D"); err != nil || !strings.Contains(got, "outcome<<D\n\nD\n") || !strings.HasSuffix(got, "[]\nD\n") {
		t.Errorf("%v, got\n%s", err, got)
	}
}
