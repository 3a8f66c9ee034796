package charter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

func TestPoliciesOfFilesFollowThoseOfTheText(t *testing.T) {
	const inText, quiet, loud, test = "package bylaw.guard\n", "package bylaw.guard # quiet\n", "package bylaw.guard # loud\n", "package bylaw.guard_test\n"
	files := repository(map[string]string{
		charter.ConstitutionFile:               "# Constitution\n\n## 1 Members\n\n```rego\n" + inText + "```\n",
		charter.PoliciesFolder + "/quiet.rego": quiet, charter.PoliciesFolder + "/loud.rego": loud,
		charter.PoliciesFolder + "/quiet_test.rego": test, charter.PoliciesFolder + "/README.md": "Why we have these.\n",
	})
	c, mistakes := charter.Load(files)
	if err := mistakes.Err(); err != nil {
		t.Fatal(err)
	}
	want := []constitution.Policy{
		{Citation: "1", Place: diag.Place{File: charter.ConstitutionFile, Line: 5, Column: 1}, Source: inText},
		{Place: diag.Place{File: charter.PoliciesFolder + "/loud.rego"}, Source: loud},
		{Place: diag.Place{File: charter.PoliciesFolder + "/quiet.rego"}, Source: quiet},
	}
	if diff := cmp.Diff(want, c.Constitution.Policies); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
	wantTests := []constitution.Policy{{Place: diag.Place{File: charter.PoliciesFolder + "/quiet_test.rego"}, Source: test}}
	if diff := cmp.Diff(wantTests, c.PolicyTests); diff != "" {
		t.Errorf("tests (-want +got):\n%s", diff)
	}
}
