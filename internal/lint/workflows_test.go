package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/lint"
)

func TestWorkflowsThatAreNotFilledInAreReported(t *testing.T) {
	const unfilled = "on:\n  push:\n    branches: [the-protected-branch]\njobs:\n  x:\n    steps:\n      - uses: bylaw-dev/bylaw@0000000000000000000000000000000000000000 # v0.0.0\n"
	files := fstest.MapFS{
		".github/workflows/bylaw-apply.yml":     {Data: []byte(unfilled)},
		".github/workflows/own.yaml":            {Data: []byte("on: push\n")},
		".github/workflows/notes.md":            {Data: []byte(unfilled)},
		".github/workflows/folder/no.yml":       {Data: []byte(unfilled)},
		"internal/template/bylaw-apply.yml":     {Data: []byte(unfilled)},
		".github/ISSUE_TEMPLATE/suggestion.yml": {Data: []byte(unfilled)},
	}
	var got, paths []string
	for path := range files {
		paths = append(paths, path)
	}
	for _, d := range lint.Workflows(files, paths) {
		got = append(got, d.String())
	}
	want := []string{
		".github/workflows/bylaw-apply.yml:3:16: the workflow is not filled in: the name of the protected branch is missing",
		".github/workflows/bylaw-apply.yml:7:30: the workflow is not filled in: the commit of the action is missing",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
