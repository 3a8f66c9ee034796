package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"

	"github.com/bylaw-dev/bylaw/internal/git"
)

func TestCommitFilesCommitsTheseFilesAlone(t *testing.T) {
	dir := t.TempDir()
	repo, err := git.Begin(dir, "trunk")
	if err != nil || repo.Branch() != "trunk" || repo.OriginAddress() != "" {
		t.Fatalf("%v, on the branch %q from %q", err, repo.Branch(), repo.OriginAddress())
	}
	for _, name := range []string{"governance/bylaw.yaml", "notes.txt"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	who := git.Signature{Name: "ada", Email: "ada@lamp.example", Time: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
	commit, err := repo.CommitFiles([]string{"governance/bylaw.yaml"}, who, "Begin")
	if err != nil {
		t.Fatal(err)
	}
	tree, _, err := repo.Tree(commit)
	if err != nil || strings.Join(tree.Paths(), " ") != "governance/bylaw.yaml" {
		t.Errorf("committed %v, %v", tree.Paths(), err)
	}
	if _, err := repo.CommitFiles([]string{"notes.txt"}, who, "Notes"); err != nil {
		t.Errorf("a file that is not governed: %v", err)
	}
}

func TestCommitFilesRefusesWhereOtherChangesAreStaged(t *testing.T) {
	dir := t.TempDir()
	repo, err := git.Begin(dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := gogit.PlainOpen(dir)
	if err != nil {
		t.Fatal(err)
	}
	work, err := opened.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := work.Add("b"); err != nil {
		t.Fatal(err)
	}
	if _, err := repo.CommitFiles([]string{"a"}, git.Signature{}, "Begin"); err == nil || !strings.Contains(err.Error(), `"b" is staged too`) {
		t.Errorf("got %v", err)
	}
}
