package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
)

// appendConfig adds to the settings of a repository.
func appendConfig(t *testing.T, dir, text string) {
	t.Helper()
	path := filepath.Join(dir, ".git", "config")
	settings, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(settings, text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A repository in a form that cannot be read is named with what to do.
func TestARepositoryInAnotherFormIsNamed(t *testing.T) {
	for extension, next := range map[string]string{
		"objectformat = sha256":   "git init --object-format=sha1",
		"refStorage = reftable":   "git refs migrate --ref-format=files",
		"partialClone = origin":   "without --filter",
		"worktreeConfig = true":   "plain clone",
		"somethingNew = whatever": "plain clone",
	} {
		repo := initRepo(t)
		appendConfig(t, repo.Root(), "[core]\n\trepositoryformatversion = 1\n[extensions]\n\t"+extension+"\n")
		if _, err := git.Open(repo.Root()); err == nil || !strings.Contains(diag.HintOf(err), next) {
			t.Errorf("%s: %v (%s)", extension, err, diag.HintOf(err))
		}
	}
}
