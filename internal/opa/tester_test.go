package opa

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/constitution"
	"github.com/bylaw-dev/bylaw/internal/diag"
)

// quiet is a policy of the community; its first line is line 15 of the constitution that lawOf makes.
const quiet = `package bylaw.guard

deny contains "not in the quiet week" if {
	startswith(input.now, "2026-12-2")
	not urgent
}

urgent if input.proposal.title == "urgent"
`

func fenced(source string) string { return "\n```rego\n" + source + "\n```\n" }

func guardTest(source string) []constitution.Policy {
	return []constitution.Policy{{Place: diag.Place{File: "governance/policies/quiet_test.rego"}, Source: source}}
}

func TestTheCommunitysTestsRunAgainstItsPolicies(t *testing.T) {
	suite, err := testJudge(t).TestGuards(t.Context(), constitutionOf(t, suspending, fenced(quiet)), guardTest(`package bylaw.guard_test

import data.bylaw.guard

test_quiet if count(guard.deny) == 1 with input as {"now": "2026-12-24"}

test_wrong if count(guard.deny) == 1 with input as {"now": "2026-11-24"}

test_constitution if data.constitution.provisions[0].citation == "3.1"

test_each[day] if {
	some day in ["2026-12-23", "2026-12-30"]
	print("trying", day)
	count(guard.deny) == 1 with input as {"now": day}
}

todo_test_later if false
`))
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) diag.Place { return diag.Place{File: "governance/policies/quiet_test.rego", Line: line} }
	want := Suite{
		Tests: []UnitTest{
			{Name: "bylaw.guard_test.test_quiet", Place: at(5), Passed: true, Why: []string{}},
			{Name: "bylaw.guard_test.test_wrong", Place: at(7), Why: []string{}},
			{Name: "bylaw.guard_test.test_constitution", Place: at(9), Passed: true, Why: []string{}},
			{Name: "bylaw.guard_test.test_each: 2026-12-23", Place: at(11), Passed: true, Why: []string{}},
			{Name: "bylaw.guard_test.test_each: 2026-12-30", Place: at(11), Why: []string{"printed: trying 2026-12-23", "printed: trying 2026-12-30"}},
			{Name: "bylaw.guard_test.todo_test_later", Place: at(17), Why: []string{"its name begins with todo_, so it was not run"}},
		},
		Coverage: Coverage{Covered: 3, Lines: 4, Modules: []ModuleCoverage{{
			Place: diag.Place{File: "constitution.md", Line: 14, Column: 1}, Covered: 3, Lines: 4, Missing: []string{"22"},
		}}},
	}
	if diff := cmp.Diff(want, suite); diff != "" {
		t.Errorf("suite (-want +got):\n%s", diff)
	}
	if got := suite.Passed(); got != 3 {
		t.Errorf("%d passed, want 3", got)
	}
	if got := suite.Coverage.Percent(); got != "75.0" {
		t.Errorf("got %s per cent", got)
	}
}

func TestTestsOfTheCommunityAreBoundLikeItsPolicies(t *testing.T) {
	tests := []struct{ name, policy, test, want string }{
		{"no Rego", quiet, "test everything", "governance/policies/quiet_test.rego:1:1: "},
		{"another package", quiet, "package bylaw.engine\ntest_x if true", "may only be in package bylaw.guard or bylaw.guard_test"},
		{"a builtin off the list", quiet, "package bylaw.guard_test\ntest_x if time.now_ns() > 0", "governance/policies/quiet_test.rego:2:11: "},
		{"a mistake that only the compiler sees", quiet, "package bylaw.guard_test\n\ntest_x if y == 1", "governance/policies/quiet_test.rego:3:11: "},
		{"a broken policy", "package bylaw.guard\n\ndeny contains x", "package bylaw.guard_test\ntest_x if true", "constitution.md:17:"},
	}
	j := testJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			suite, err := j.TestGuards(t.Context(), constitutionOf(t, suspending, fenced(tt.policy)), guardTest(tt.test))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %+v and %v, want an error with %q", suite, err, tt.want)
			}
		})
	}
}

func TestACommunityWithoutPoliciesHasAnEmptySuite(t *testing.T) {
	suite, err := testJudge(t).TestGuards(t.Context(), constitutionOf(t, suspending, ""), nil)
	if err != nil || len(suite.Tests) > 0 || suite.Coverage.Lines > 0 {
		t.Errorf("got %+v, %v", suite, err)
	}
}

// All embedded tests are found. Some are run here; "bylaw test" runs all, and a test of that command expects that all pass.
func TestOurOwnTestsAreFoundAndHaveTheirPlaces(t *testing.T) {
	b, err := ownBench()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../policies/*_test.rego")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if b.modules[name] == nil {
			t.Errorf("%s is not embedded", name)
		}
		if name != "words_test.rego" && name != "fixture_test.rego" {
			delete(b.modules, name)
		}
	}
	suite, err := b.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range suite.Tests {
		if !u.Passed || u.Place.File != "policies/words_test.rego" || u.Place.Line == 0 {
			t.Errorf("%s: %s %s", u.Place, u.Name, strings.Join(u.Why, "; "))
		}
	}
	if len(suite.Tests) == 0 || suite.Coverage.Lines == 0 || suite.Coverage.Modules[0].Place.File != "policies/ballots.rego" {
		t.Errorf("coverage %+v", suite.Coverage)
	}
}

func TestCoverageIsRoundedDown(t *testing.T) {
	for want, c := range map[string]Coverage{
		"0.0": {}, "100.0": {Covered: 7, Lines: 7}, "99.9": {Covered: 9999, Lines: 10_000}, "66.6": {Covered: 2, Lines: 3},
	} {
		if got := c.Percent(); got != want {
			t.Errorf("%d of %d: got %s, want %s", c.Covered, c.Lines, got, want)
		}
	}
}
