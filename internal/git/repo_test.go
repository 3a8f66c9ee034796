package git_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/git"
)

var who = git.Signature{Name: "Ada", Email: "ada@social.example", Time: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}

// files makes a file system of paths and contents.
func files(pairs ...string) fstest.MapFS {
	made := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		made[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1]), Mode: 0o644}
	}
	return made
}

func initRepo(t *testing.T) *git.Repo {
	t.Helper()
	repo, err := git.Init(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return repo
}

func write(t *testing.T, repo *git.Repo, pairs ...string) string {
	t.Helper()
	hash, err := repo.Write(files(pairs...), who, "Change")
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func put(t *testing.T, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpenOutsideARepositoryIsATypedErrorWithAHint(t *testing.T) {
	_, err := git.Open(t.TempDir())
	if !errors.Is(err, git.ErrNotRepository) || diag.HintOf(err) == "" {
		t.Fatalf("got %v, hint %q", err, diag.HintOf(err))
	}
}

func TestOpenFindsTheRepositoryOfAFolderInside(t *testing.T) {
	repo := initRepo(t)
	write(t, repo, "governance/instance/federation.yaml", "domain_blocks: []\n")
	inside, err := git.Open(filepath.Join(repo.Root(), "governance", "instance"))
	if err != nil {
		t.Fatal(err)
	}
	if inside.Root() != repo.Root() {
		t.Errorf("got root %q, want %q", inside.Root(), repo.Root())
	}
}

func TestOpenPrefersABareRepositoryInsideAWorkTree(t *testing.T) {
	dir := filepath.Join(initRepo(t).Root(), "ledger.git")
	if _, err := git.Create(dir); err != nil {
		t.Fatal(err)
	}
	bare, err := git.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if bare.Root() != dir {
		t.Errorf("got root %q, want %q", bare.Root(), dir)
	}
}

type statusTest struct {
	change func(t *testing.T, dir string)
	want   git.Status
}

func TestStatus(t *testing.T) {
	tests := map[string]statusTest{
		"clean": {
			change: func(*testing.T, string) {},
			want:   git.Status{Branch: "main"},
		},
		"changed, new and removed governed files are dirty": {
			change: func(t *testing.T, dir string) {
				put(t, dir, "governance/roster.yaml", "seats: [x]\n")
				put(t, dir, ".github/workflows/new.yml", "on: push\n")
				if err := os.Remove(filepath.Join(dir, "governance", "bylaw.yaml")); err != nil {
					t.Fatal(err)
				}
			},
			want: git.Status{Branch: "main", Dirty: []string{
				".github/workflows/new.yml", "governance/bylaw.yaml", "governance/roster.yaml",
			}},
		},
		"other files do not matter": {
			change: func(t *testing.T, dir string) { put(t, dir, "README.md", "changed\n") },
			want:   git.Status{Branch: "main"},
		},
	}
	testStatus(t, tests)
}

// testStatus runs a table of changes to a clone with two governed files and one other.
func testStatus(t *testing.T, tests map[string]statusTest) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			repo := initRepo(t)
			test.want.Head = write(t, repo, "governance/roster.yaml", "seats: []\n", "governance/bylaw.yaml", "version: 1\n", "README.md", "x\n")
			test.change(t, repo.Root())
			got, err := repo.Status()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("status (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStatusOfAnUnbornBranch(t *testing.T) {
	repo := initRepo(t)
	put(t, repo.Root(), "governance/bylaw.yaml", "version: 1\n")
	got, err := repo.Status()
	if err != nil {
		t.Fatal(err)
	}
	want := git.Status{Branch: "main", Unborn: true, Dirty: []string{"governance/bylaw.yaml"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if _, _, err := repo.Tree("HEAD"); !errors.Is(err, git.ErrUnborn) {
		t.Errorf("tree of an unborn branch: got %v", err)
	}
}

func TestStatusOfADetachedHead(t *testing.T) {
	repo := initRepo(t)
	commit := write(t, repo, "governance/bylaw.yaml", "version: 1\n")
	put(t, repo.Root(), ".git/HEAD", commit+"\n")
	got, err := repo.Status()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(git.Status{Head: commit, Detached: true}, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
}

func TestTreeAndWorkTreeOfTheSameContentAreEqual(t *testing.T) {
	repo := initRepo(t)
	commit := write(t, repo, "governance/bylaw.yaml", "version: 1\n", ".github/workflows/ci.yml", "on: push\n", "README.md", "not governed\n")
	committed, source, err := repo.Tree("main")
	if err != nil {
		t.Fatal(err)
	}
	onDisk, err := git.WorkTree(repo.Root())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(committed, onDisk); diff != "" {
		t.Errorf("commit and disk differ (-commit +disk):\n%s", diff)
	}
	if source.Commit != commit || !source.Time.Equal(who.Time) {
		t.Errorf("got source %+v", source)
	}
	if diff := cmp.Diff([]string{".github/workflows/ci.yml", "governance/bylaw.yaml"}, committed.Paths()); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	repo := initRepo(t)
	write(t, repo, "governance/bylaw.yaml", "version: 1\n", "governance/instance/a.yaml", "a: 1\n")
	tree, _, err := repo.Tree("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "governance/bylaw.yaml", "governance/instance/a.yaml"); err != nil {
		t.Error(err)
	}
}

func TestTreeWithoutGovernance(t *testing.T) {
	repo := initRepo(t)
	write(t, repo, "README.md", "x\n")
	for name, err := range map[string]error{
		"commit": second(repo.Tree("HEAD")),
		"disk":   last(git.WorkTree(repo.Root())),
	} {
		if !errors.Is(err, git.ErrNoGovernance) || !strings.Contains(diag.HintOf(err), "bylaw init") {
			t.Errorf("%s: got %v with hint %q", name, err, diag.HintOf(err))
		}
	}
}

func second[A, B any](_ A, _ B, err error) error { return err }
func last[A any](_ A, err error) error           { return err }

func TestAMissingCommitIsATypedErrorWithAHint(t *testing.T) {
	repo := initRepo(t)
	write(t, repo, "governance/bylaw.yaml", "version: 1\n")
	for _, rev := range []string{"nothing", strings.Repeat("12", 20)} {
		_, err := repo.Commit(rev)
		if !errors.Is(err, git.ErrNoCommit) || !strings.Contains(diag.HintOf(err), "fetch-depth") {
			t.Errorf("%q: got %v with hint %q", rev, err, diag.HintOf(err))
		}
	}
}

func TestSnapshotDependsOnContentAlone(t *testing.T) {
	repo := initRepo(t)
	write(t, repo, "governance/bylaw.yaml", "version: 1\n", "README.md", "x\n")
	_, source, err := repo.Tree("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := git.Create(filepath.Join(t.TempDir(), "bare.git"))
	if err != nil {
		t.Fatal(err)
	}
	onDisk, err := git.WorkTree(repo.Root())
	if err != nil {
		t.Fatal(err)
	}
	tree, commit, err := elsewhere.Snapshot(onDisk)
	if err != nil {
		t.Fatal(err)
	}
	if tree != source.Tree {
		t.Errorf("got tree %s, the commit has %s", tree, source.Tree)
	}
	again, againCommit, err := elsewhere.Snapshot(files("governance/bylaw.yaml", "version: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if again != tree || againCommit != commit {
		t.Errorf("a second snapshot has other hashes")
	}
	for _, hash := range []string{tree, commit} {
		kept, err := elsewhere.Governed(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := fs.ReadFile(kept, "governance/bylaw.yaml"); err != nil || string(data) != "version: 1\n" {
			t.Errorf("read back %q, %v", data, err)
		}
	}
}
