package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

const (
	explainPage = "../../docs/guides/explain.md"
	explainAsk  = "bylaw explain block_domain domain=harvest.example severity=suspend"
	explainOpen = "```sh\n" + explainAsk + "\n```\n\n```\n"
	explainEnd  = "```\n"
)

// TestTheDocumentationShowsARealExplanation runs the command that docs/guides/explain.md begins with.
func TestTheDocumentationShowsARealExplanation(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "governance"), governance.Files); err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	code := cli.Run(context.Background(), strings.Fields(explainAsk)[1:], cli.Process{
		Judge: decider, Dir: dir, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: os.Stderr,
		Env: func(string) string { return "" }, Now: func() time.Time { return now },
	})
	if code != 0 {
		t.Fatalf("exit status %d", code)
	}
	golden.Within(t, explainPage, explainOpen, explainEnd, stdout.String())
}
