package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/golden"
)

const (
	readme = "../../README.md"
	begin  = "<!-- demo -->\n```\n"
	end    = "```\n<!-- /demo -->"
)

// TestTheReadmeShowsTheDemo runs the demo and compares it with what the README promises, byte for byte.
func TestTheReadmeShowsTheDemo(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	code := cli.Run(context.Background(), []string{"demo"}, cli.Process{
		Judge: decider, Dir: t.TempDir(), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Env: func(string) string { return "" }, Now: time.Now,
	})
	if code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit status %d, standard error %q", code, stderr.String())
	}
	golden.Within(t, readme, begin, end, stdout.String())
}
