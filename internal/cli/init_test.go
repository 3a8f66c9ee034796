package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestInitListsTheFilesWhereGitDoesNotKnowWhoCommits(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	var stdout, stderr bytes.Buffer
	dir := t.TempDir()
	code := Run(t.Context(), []string{
		"init", "-C", dir, "--instance", "lamp.example", "--repository", "lamp/governance", "--members", "ada=101:@ada", "--commit",
	}, Process{
		Judge: compiled, Dir: dir, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Env: func(string) string { return "" },
		Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	})
	if code != 1 || !strings.Contains(stdout.String(), "Wrote the governance repository") || !strings.Contains(stdout.String(), "git commit -m") ||
		!strings.Contains(stderr.String(), "not committed: git does not know who you are") || !strings.Contains(stderr.String(), "hint: run \"git config") {
		t.Errorf("exit status %d\n%s\n%s", code, stdout.String(), stderr.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "governance", "roster.yaml")); err != nil {
		t.Error(err)
	}
}
