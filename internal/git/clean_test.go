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

// What "git status" calls clean is clean: files that a rule ignores, line ends that are converted, modes that are not compared.
func TestStatusIsCleanAsForGit(t *testing.T) {
	testStatus(t, map[string]statusTest{
		"ignored files that are not tracked are clean, by the rules of every place": {
			change: func(t *testing.T, dir string) {
				put(t, dir, ".gitignore", "*.swp\n/governance/drafts/\nroster.yaml\n")
				put(t, dir, "governance/.gitignore", "*.orig\n!kept.orig\n")
				put(t, dir, ".git/info/exclude", "# a comment\n\n*~\n")
				put(t, dir, "personal", "Thumbs.db\n")
				appendConfig(t, dir, "[core]\n\texcludesFile = "+filepath.Join(dir, "personal")+"\n")
				for _, name := range []string{".roster.yaml.swp", "drafts/a.yaml", "drafts/.gitignore", "a.orig", "roster.yaml~", "Thumbs.db"} {
					put(t, dir, "governance/"+name, "!*\n")
				}
				if err := os.Symlink("nothing", filepath.Join(dir, "governance", "link~")); err != nil {
					t.Fatal(err)
				}
				put(t, dir, "governance/kept.orig", "x\n")
				put(t, dir, "governance/roster.yaml", "seats: [x]\n")
			},
			want: git.Status{Branch: "main", Dirty: []string{"governance/.gitignore", "governance/kept.orig", "governance/roster.yaml"}},
		},
		"line ends that attributes convert are clean": {
			change: func(t *testing.T, dir string) {
				put(t, dir, ".gitattributes", "*.yaml text=auto eol=crlf\nbylaw.yaml -text\n")
				appendConfig(t, dir, "[core]\n\tautocrlf = true\n")
				put(t, dir, "governance/roster.yaml", "seats: []\r\n")
				put(t, dir, "governance/bylaw.yaml", "version: 1\r\n")
			},
			want: git.Status{Branch: "main", Dirty: []string{"governance/bylaw.yaml"}},
		},
		"line ends that git converts are clean": {
			change: func(t *testing.T, dir string) {
				appendConfig(t, dir, "[core]\n\tautocrlf = true\n")
				put(t, dir, "governance/roster.yaml", "seats: []\r\n")
			},
			want: git.Status{Branch: "main"},
		},
		"line ends that git does not convert are dirty": {
			change: func(t *testing.T, dir string) {
				appendConfig(t, dir, "[core]\n\tautocrlf = false\n")
				put(t, dir, "governance/roster.yaml", "seats: []\r\n")
			},
			want: git.Status{Branch: "main", Dirty: []string{"governance/roster.yaml"}},
		},
		"a mode that git does not look at is clean": {
			change: func(t *testing.T, dir string) {
				appendConfig(t, dir, "[core]\n\tfileMode = false\n")
				if err := os.Chmod(filepath.Join(dir, "governance", "bylaw.yaml"), 0o755); err != nil {
					t.Fatal(err)
				}
			},
			want: git.Status{Branch: "main"},
		},
	})
}

func TestWorkTreeWhoseFolderIsIgnored(t *testing.T) {
	repo := initRepo(t)
	put(t, repo.Root(), ".gitignore", "governance\n")
	put(t, repo.Root(), "governance/bylaw.yaml", "version: 1\n")
	if _, err := git.WorkTree(repo.Root()); err == nil || !strings.Contains(err.Error(), "git ignores this folder") {
		t.Errorf("got %v", err)
	}
	tracked := initRepo(t)
	write(t, tracked, "governance/bylaw.yaml", "version: 1\n")
	put(t, tracked.Root(), ".gitignore", "governance\n")
	if tree, err := git.WorkTree(tracked.Root()); err != nil || len(tree) != 1 {
		t.Errorf("files that are tracked: got %v, %v", tree.Paths(), err)
	}
}
