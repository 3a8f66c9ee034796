package render_test

import (
	"path/filepath"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/decision"
	"github.com/bylaw-dev/bylaw/internal/golden"
	"github.com/bylaw-dev/bylaw/internal/render"
)

func TestAnExplanationReadsAsItsGolden(t *testing.T) {
	for _, dir := range cases(t, "explain") {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			o := input[decision.Outlook](t, filepath.Join(dir, "outlook.json"))
			golden.Compare(t, filepath.Join(dir, "want.txt"), render.Explanation(o, render.Style{}))
		})
	}
}
