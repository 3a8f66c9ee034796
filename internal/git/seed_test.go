package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFollowedBranchIsPulledFromOrigin(t *testing.T) {
	repo := initRepo(t)
	if err := repo.Follow("https://forge.example/coop/governance.git", "main"); err != nil {
		t.Fatal(err)
	}
	settings, err := os.ReadFile(filepath.Join(repo.Root(), ".git", "config"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"url = https://forge.example/coop/governance.git", "fetch = +refs/heads/*:refs/remotes/origin/*",
		`[branch "main"]`, "remote = origin", "merge = refs/heads/main",
	} {
		if !strings.Contains(string(settings), want) {
			t.Errorf("the settings of git are missing %q:\n%s", want, settings)
		}
	}
	if repo.Follow("https://elsewhere.example/governance.git", "main") == nil {
		t.Error("a second origin took the place of the first")
	}
}
