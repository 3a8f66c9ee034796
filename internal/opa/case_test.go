package opa

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/votecase"
)

// shared compiles the embedded policies once for all tests here.
var shared = New()

// testJudge gives the judge that the tests share.
func testJudge(testing.TB) *Judge { return shared }

// workedCases reads the cases of a folder of testdata.
func workedCases(t testing.TB, folder string) []votecase.Case {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", folder, err)
	}
	var all []votecase.Case
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var found diag.List
		all = append(all, votecase.Parse(file, src, nil, &found)...)
		for _, d := range found {
			t.Error(d)
		}
	}
	return all
}

func TestWorkedDecisionsComeOutAsRecorded(t *testing.T) {
	cases := workedCases(t, "cases")
	if len(cases) != 158 {
		t.Errorf("read %d cases, want 158", len(cases))
	}
	decideAll(t, cases)
}

func TestEdgesFallAsSettled(t *testing.T) { decideAll(t, workedCases(t, "edges")) }

func decideAll(t *testing.T, cases []votecase.Case) {
	t.Helper()
	results, err := testJudge(t).Run(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !r.Passed {
			t.Errorf("%s: %s\n%s", r.Case.Place, r.Case.ID, r.Steps())
		}
	}
}
