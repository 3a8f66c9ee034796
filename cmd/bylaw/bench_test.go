package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/governance"
	"github.com/bylaw-dev/bylaw/internal/cli"
)

// BenchmarkLint is a complete "bylaw lint" of repositories with n domain blocks.
func BenchmarkLint(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) { benchmark(b, "lint", "-C", withBlocks(b, n)) })
	}
}

// BenchmarkPlan is a complete "bylaw plan --sandbox", beginning to end, of repositories with n domain blocks: all of them to
// create, and all of them in force.
func BenchmarkPlan(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("n=%d/create", n), func(b *testing.B) { benchmark(b, "plan", "--sandbox", "-C", withBlocks(b, n)) })
	}
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("n=%d/in_force", n), func(b *testing.B) {
			dir := withBlocks(b, n)
			if code := execute(b.Context(), "apply", "--sandbox", "--quiet", "-C", dir); code != 0 {
				b.Fatalf("apply: exit status %d", code)
			}
			benchmark(b, "plan", "--sandbox", "-C", dir)
		})
	}
}

// BenchmarkVersion is the shortest command.
func BenchmarkVersion(b *testing.B) { benchmark(b, "version") }

func benchmark(b *testing.B, args ...string) {
	b.ReportAllocs()
	for b.Loop() {
		if code := execute(b.Context(), args...); code != 0 {
			b.Fatalf("exit status %d", code)
		}
	}
}

func execute(ctx context.Context, args ...string) int {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	return cli.Run(ctx, args, cli.Process{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard,
		Env: func(string) string { return "" }, Now: func() time.Time { return now },
	})
}

// withBlocks makes a governance repository with so many blocks, and limits that let them pass.
func withBlocks(b *testing.B, blocks int) string {
	b.Helper()
	dir := b.TempDir()
	folder := filepath.Join(dir, "governance")
	if err := os.CopyFS(folder, governance.Files); err != nil {
		b.Fatal(err)
	}
	var list strings.Builder
	list.WriteString("domain_blocks:\n")
	for i := range blocks {
		fmt.Fprintf(&list, "  - {domain: s%d.bad%d.example, severity: suspend, private_comment: %q}\n", i, i%97, fmt.Sprintf("list %d", i))
	}
	settings, err := os.ReadFile(filepath.Join(folder, "bylaw.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	raised := strings.Replace(string(settings), "changes: 500", "changes: 200000", 1)
	write(b, filepath.Join(folder, "instance", "federation.yaml"), list.String())
	write(b, filepath.Join(folder, "bylaw.yaml"), raised)
	return dir
}

func write(b *testing.B, name, text string) {
	b.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}
