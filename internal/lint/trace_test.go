package lint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/lint"
)

func TestEveryArticleIsTracedToWhatMakesItEffective(t *testing.T) {
	const text = `Who we are.

# Law

## 1 Chapter

### 1.1 Powers

Text.

` + "```provision" + `
id: powers
governs:
  - skills: [block_domain]
    where: {severity: [silence, noop], until_within: 7d}
  - subjects: [constitution, roster]
threshold: [{count: yes, value: 1}]
period: {min: 72h}
` + "```" + `

### 1.2 A guard

` + "```rego\npackage bylaw.guard\n```" + `

### 1.3 Kindness

Be kind.
`
	got := lint.TraceOf(load(t, text, members, "").Constitution, []string{"governance/policies/b.rego", "governance/policies/a.rego"})
	want := lint.Trace{
		Articles: []lint.TracedArticle{
			{Citation: "preamble", People: true},
			{Citation: "Law", Title: "Law"},
			{Citation: "1", Title: "Chapter"},
			{Citation: "1.1", Title: "Powers", Provisions: []lint.TracedProvision{{ID: "powers", Policy: "bylaw.engine", Powers: []lint.TracedPower{
				{Skills: []string{"block_domain"}, Where: "severity: silence or noop, until_within: 7d"},
				{Subjects: []string{"constitution", "roster"}},
			}}}},
			{Citation: "1.2", Title: "A guard", Guards: []lint.TracedGuard{{Policy: "bylaw.guard"}}},
			{Citation: "1.3", Title: "Kindness", People: true},
		},
		Policies: []string{"governance/policies/a.rego", "governance/policies/b.rego"},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(diag.Place{})); diff != "" {
		t.Errorf("trace (-want +got):\n%s", diff)
	}
}
