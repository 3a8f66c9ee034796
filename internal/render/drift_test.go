package render_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/plan"
	"github.com/bylaw-dev/bylaw/internal/render"
)

// The report is the one whose JSON is tested in the package plan.
func TestDriftReportForPeople(t *testing.T) {
	data, err := os.ReadFile("../plan/testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	var r plan.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, "testdata/drift/want.txt", render.DriftText(r, render.Style{}))
	golden.Compare(t, "testdata/drift/want.md", render.DriftMarkdown(r))
}
