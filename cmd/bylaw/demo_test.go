package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

const (
	readme   = "../../README.md"
	demoPage = "../../docs/tutorial/demo.md"
)

// TestReadmeAndTutorialShowTheDemo runs the demo and compares it with its page, byte for byte. The README links to that page.
func TestReadmeAndTutorialShowTheDemo(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	code := cli.Run(context.Background(), []string{"demo"}, cli.Process{
		Judge: decider, Dir: t.TempDir(), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Env: func(string) string { return "" }, Now: time.Now,
	})
	if code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit status %d, standard error %q", code, stderr.String())
	}
	golden.Within(t, demoPage, "<!-- demo -->\n```\n", "```\n<!-- /demo -->", stdout.String())
}

// TestReadmeIsShort keeps the README at two screens: what is longer belongs into docs/.
func TestReadmeIsShort(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines > 100 {
		t.Errorf("the README has %d lines", lines)
	}
	for _, command := range []string{"go run ./cmd/bylaw demo", "go test ./..."} {
		if !strings.Contains(string(text), command) {
			t.Errorf("the README does not name %q", command)
		}
	}
}
