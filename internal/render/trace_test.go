package render_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/lint"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestTraceIsATableAndAListOfWhatIsLeftToPeople(t *testing.T) {
	got := render.Trace(lint.Trace{
		Articles: []lint.TracedArticle{
			{Citation: "Spirit", Title: "Spirit", People: true},
			{Citation: "1", Title: "A chapter without words"},
			{Citation: "1.1", Title: "Powers\x07", Provisions: []lint.TracedProvision{
				{ID: "powers", Policy: "bylaw.engine", Powers: []lint.TracedPower{
					{Skills: []string{"block_domain", "unblock_domain"}, Where: "severity: suspend"},
					{Skills: []string{"update_profile"}, Subjects: []string{"cases", "other"}},
				}},
				{ID: "second", Policy: "bylaw.engine"},
			}},
			{Citation: "1.2", Title: "Guard", Guards: []lint.TracedGuard{{Policy: "bylaw.guard", Place: diag.Place{Line: 12}}}},
		},
		Policies: []string{"governance/policies/a.rego"},
	})
	want := `article     provision  policy                 governs
Spirit      -          -                      left to people
1.1 Powers  powers     bylaw.engine           block_domain, unblock_domain (severity: suspend)
                                              update_profile; subjects: cases, other
            second     bylaw.engine           nothing by itself
1.2 Guard   -          bylaw.guard (line 12)  denials and warnings on every proposal
governance/policies/a.rego looks at every proposal; it can add denials and warnings
left to people: Spirit
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("trace (-want +got):\n%s", diff)
	}
}
