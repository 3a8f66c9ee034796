package render_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestOverviews(t *testing.T) {
	for _, dir := range cases(t, "overview") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			o := input[render.Overview](t, filepath.Join(dir, "overview.json"))
			golden.Compare(t, filepath.Join(dir, "want.txt"), render.OverviewText(o, render.Style{}))
		})
	}
}

func TestASummaryHoldsEachProposalAndFits(t *testing.T) {
	p := input[render.Page](t, "testdata/comment/hostile/page.json")
	got := render.Summary([]render.Page{p, input[render.Page](t, "testdata/comment/passed/page.json")})
	golden.Compare(t, "testdata/summary.md", got)
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
