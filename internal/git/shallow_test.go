package git_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/git"
)

// shallowClone is what "git clone --depth 1" makes of a branch; by path, since the server of these tests makes none.
func shallowClone(t *testing.T, from, branch string) string {
	t.Helper()
	dir := t.TempDir()
	there, err := gogit.PlainOpen(from)
	must(t, err)
	tip, err := there.Reference(plumbing.NewBranchReferenceName(branch), true)
	must(t, err)
	here, err := gogit.PlainInit(dir, false)
	must(t, err)
	commit, err := there.CommitObject(tip.Hash())
	must(t, err)
	encoded, err := there.Storer.EncodedObject(plumbing.CommitObject, commit.Hash)
	must(t, err)
	_, err = here.Storer.SetEncodedObject(encoded)
	must(t, err)
	must(t, here.Storer.SetShallow([]plumbing.Hash{commit.Hash}))
	must(t, here.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(branch), commit.Hash)))
	return dir
}

func TestAShallowCloneIsFilledUp(t *testing.T) {
	o := newOrigin(t)
	work, err := git.Init(t.TempDir())
	must(t, err)
	must(t, work.Fetch(t.Context(), git.Remote{URL: o.dir}, map[string]string{"refs/heads/main": "refs/heads/later"}))
	must(t, work.Switch("later"))
	second, err := work.Write(fstest.MapFS{"governance/x.md": {Data: []byte("four")}}, git.Signature{Name: "ada", Time: time.Unix(0, 0)}, "four")
	must(t, err)
	must(t, o.Push("ada", work.Root(), "main", second, false))

	for _, url := range []string{o.url, o.dir} {
		dir := shallowClone(t, o.dir, "main")
		repo, err := git.Open(dir)
		must(t, err)
		clone := repo.Following(git.Remote{URL: url})
		for range 2 {
			if tip, err := clone.Tip(t.Context(), "main"); err != nil || tip != second {
				t.Fatalf("%s: the tip is %s, %v, want %s", url, tip, err, second)
			}
		}
		if _, _, err := repo.Tree(o.main); err != nil {
			t.Errorf("%s: the first commit: %v", url, err)
		}
		if left, err := os.ReadFile(filepath.Join(dir, ".git", "shallow")); err != nil || len(left) > 0 {
			t.Errorf("%s: still shallow at %s, %v", url, left, err)
		}
	}
}
