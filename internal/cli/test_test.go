package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/governance"
)

// The whole of "bylaw test": cases, our policies' tests, and those of the community's policies, one of which is wrong. It
// takes long, so no other test does it.
func TestAllTestsAreRunAndOneFailureIsNamed(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // coverage makes much garbage
	p := &place{T: t, dir: t.TempDir()}
	p.must(os.CopyFS(filepath.Join(p.dir, "governance"), governance.Files))
	policies := filepath.Join(p.dir, "governance", "policies")
	p.must(os.MkdirAll(policies, 0o750))
	p.must(os.WriteFile(filepath.Join(policies, "quiet.rego"), []byte(quietWeek), 0o600))
	p.must(os.WriteFile(filepath.Join(policies, "quiet_test.rego"), []byte(quietTest), 0o600))
	code, out, complaints := p.run("test", "--all", "--quiet")
	if code != 1 || complaints != "" {
		t.Errorf("exit status %d: %s", code, complaints)
	}
	for _, want := range []string{
		`(?m)^FAIL governance/policies/quiet_test.rego:7: bylaw.guard_test.test_other_weeks\n  printed: set\(\)\ncases: 7 of 7 passed\n`,
		`(?m)^policies of bylaw: ([0-9]+) of ([0-9]+) tests passed, [0-9.]+ % of [0-9]+ lines covered$`,
		`(?m)^policies of the community: 1 of 2 tests passed, 75.0 % of 4 lines covered\n  governance/policies/quiet.rego: not covered: 10$`,
		`(?m)^[0-9]+ passed, 1 failed\n\z`,
	} {
		found := regexp.MustCompile(want).FindStringSubmatch(out)
		if found == nil || len(found) == 3 && found[1] != found[2] {
			t.Errorf("%s is missing in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "FAIL "); n != 1 {
		t.Errorf("%d failures in\n%s", n, out)
	}
}

const quietWeek = `# Nothing is decided between the years, unless it cannot wait.
package bylaw.guard

# the facts are input
deny contains "this is the quiet week" if {
	startswith(input.now, "2026-12-2")
	not urgent
}

urgent if startswith(input.proposal.title, "urgent:")
`

const quietTest = `package bylaw.guard_test

import data.bylaw.guard

test_the_quiet_week if guard.deny == {"this is the quiet week"} with input as {"now": "2026-12-27"}

test_other_weeks if {
	denied := guard.deny with input as {"now": "2026-11-27"}
	print(denied)
	count(denied) == 1
}
`
