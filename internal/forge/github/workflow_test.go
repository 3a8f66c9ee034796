package github_test

import (
	"errors"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/forge"
)

func TestAWorkflowOfTheDefaultBranchIsKeptAlive(t *testing.T) {
	w := newWorld(t)
	w.push("grace", "main", w.write(".github/workflows/bylaw-check.yml", "on: schedule\n"))
	if err := w.as("bot").EnableWorkflow(t.Context(), "bylaw-check.yml"); err != nil {
		t.Error(err)
	}
	for name, test := range map[string]struct {
		as, file string
		want     error
	}{
		"a workflow that is not there": {"bot", "other.yml", forge.ErrNotFound},
		"no right to write":            {"stranger", "bylaw-check.yml", forge.ErrForbidden},
	} {
		if err := w.as(test.as).EnableWorkflow(t.Context(), test.file); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
}
