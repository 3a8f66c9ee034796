package git_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
)

func TestEnactedIsTheTreeThatWasKeptOrNothing(t *testing.T) {
	repo := initRepo(t)
	commit := write(t, repo, "governance/bylaw.yaml", "version: 1\n", "README.md", "x\n")
	want, source, err := repo.Tree(commit)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Keep(t.Context(), want)
	if err != nil || tree != source.Tree {
		t.Fatalf("kept as %q, %v, want %q", tree, err, source.Tree)
	}
	for name, from := range map[string]string{"by its commit": commit, "by its own hash": ""} {
		got, err := repo.Enacted(t.Context(), from, tree)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	other := write(t, repo, "governance/bylaw.yaml", "version: 2\n")
	if _, err := repo.Enacted(t.Context(), other, tree); !errors.Is(err, git.ErrOtherTree) {
		t.Errorf("another commit: got %v", err)
	}
}

func TestSnapshotRefusesATreeWhoseHashesLie(t *testing.T) {
	bare, err := git.Create(filepath.Join(t.TempDir(), "bare.git"))
	if err != nil {
		t.Fatal(err)
	}
	lie := facts.Tree{"governance/bylaw.yaml": {Mode: facts.Regular, Hash: "0123456789012345678901234567890123456789", Data: []byte("x")}}
	if _, _, err := bare.Snapshot(lie); err == nil {
		t.Error("the tree was written")
	}
}
