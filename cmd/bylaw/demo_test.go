package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/cli"
)

const (
	readme = "../../README.md"
	begin  = "<!-- demo -->\n```\n"
	end    = "```\n<!-- /demo -->"
)

// TestTheReadmeShowsTheDemo runs the demo and compares it with what the README promises, byte for byte.
func TestTheReadmeShowsTheDemo(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := cli.Run(context.Background(), []string{"demo"}, cli.Process{
		Dir: t.TempDir(), Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Env: func(string) string { return "" }, Now: time.Now,
	})
	if code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit status %d, standard error %q", code, stderr.String())
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, opened := strings.Cut(string(text), begin)
	shown, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		t.Fatalf("README.md has no block between %q and %q", begin, end)
	}
	if *update {
		if err := os.WriteFile(readme, []byte(before+begin+stdout.String()+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(shown, stdout.String()); diff != "" {
		t.Errorf("the demo (-README +now), run \"make golden\":\n%s", diff)
	}
}
