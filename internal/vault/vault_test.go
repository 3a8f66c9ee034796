package vault_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/secret"
	"github.com/bylaw-dev/bylaw/internal/vault"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFileLiesOutsideEveryRepository(t *testing.T) {
	root := t.TempDir()
	for _, folder := range []string{"home", "governance/deep", "clone/.git", "clone/deep"} {
		must(t, os.MkdirAll(filepath.Join(root, folder), 0o750))
	}
	must(t, os.Mkdir(filepath.Join(root, "worktree"), 0o750))
	must(t, os.WriteFile(filepath.Join(root, "worktree", ".git"), []byte("gitdir: elsewhere\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(root, "home", "there"), nil, 0o600))
	must(t, os.Symlink(filepath.Join(root, "clone", "deep"), filepath.Join(root, "home", "link")))
	for name, want := range map[string]string{
		"home/token":            "",
		"governance/token":      "lies in the repository",
		"governance/deep/token": "lies in the repository",
		"clone/deep/token":      "lies in the repository",
		"worktree/token":        "lies in the repository",
		"home/link/token":       "lies in the repository",
		"home/there":            "exists",
		"nowhere/token":         "the folder of",
	} {
		f := vault.File{Path: filepath.Join(root, name), Repository: filepath.Join(root, "governance")}
		check, put := f.Check(t.Context()), f.Put(t.Context(), secret.New("the-token"))
		for _, err := range []error{check, put} {
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
	info, err := os.Stat(filepath.Join(root, "home", "token"))
	must(t, err)
	content, err := os.ReadFile(filepath.Join(root, "home", "token"))
	if err != nil || info.Mode().Perm() != 0o600 || string(content) != "the-token\n" {
		t.Errorf("%v %s %q", err, info.Mode(), content)
	}
}

func TestGitHubHasTheTokenFromStandardInputAlone(t *testing.T) {
	var lines []string
	var typed string
	g := vault.GitHub{Secret: "NAME", Environment: "apply", Repository: "a/b", Run: func(_ context.Context, stdin io.Reader, name string, args ...string) (string, error) {
		lines = append(lines, name+" "+strings.Join(args, " "))
		if stdin != nil {
			read, err := io.ReadAll(stdin)
			typed = string(read)
			return "", err
		}
		return "", nil
	}}
	must(t, g.Check(t.Context()))
	must(t, g.Put(t.Context(), secret.New("the-token")))
	if want := "gh secret list --env apply --repo a/b|" + g.Command(); strings.Join(lines, "|") != want || typed != "the-token" {
		t.Errorf("%q, typed %q", lines, typed)
	}
	g.Run = func(context.Context, io.Reader, string, ...string) (string, error) {
		return "no the-token\x1b[31m", errors.New("exit status 1")
	}
	if err := g.Put(t.Context(), secret.New("the-token")); err == nil || strings.Contains(err.Error(), "the-token") || strings.Contains(err.Error(), "\x1b") {
		t.Error(err)
	}
	if err := g.Check(t.Context()); err == nil {
		t.Error("a gh that fails is taken for one that works")
	}
}
