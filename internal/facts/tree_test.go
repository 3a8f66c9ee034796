package facts_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

func sample() facts.Tree {
	return facts.Tree{
		"governance/bylaw.yaml":        {Mode: facts.Regular, Hash: "a", Data: []byte("version: 1\n")},
		"governance/instance/acc.yaml": {Mode: facts.Regular, Hash: "b", Data: []byte("accounts: []\n")},
		".github/run.sh":               {Mode: facts.Executable, Hash: "c"},
	}
}

func TestTreeIsAWellBehavedFileSystem(t *testing.T) {
	if err := fstest.TestFS(sample(), "governance/bylaw.yaml", "governance/instance/acc.yaml", ".github/run.sh"); err != nil {
		t.Error(err)
	}
	if err := fstest.TestFS(facts.Tree{}); err != nil {
		t.Errorf("empty tree: %v", err)
	}
}

func TestTreeDistinguishesAMissingFileFromAFolder(t *testing.T) {
	for path, missing := range map[string]bool{"governance/nothing": true, "gov": true, "governance": false, "governance/instance": false} {
		_, err := fs.ReadFile(sample(), path)
		if err == nil || errors.Is(err, fs.ErrNotExist) != missing {
			t.Errorf("%q: got %v", path, err)
		}
	}
}

func TestDifferingNamesEveryPathThatIsNotTheSameInBoth(t *testing.T) {
	tests := map[string]struct {
		change func(facts.Tree)
		want   []string
	}{
		"nothing": {func(facts.Tree) {}, nil},
		"content": {func(t facts.Tree) { t["governance/bylaw.yaml"] = facts.Blob{Mode: facts.Regular, Hash: "x"} }, []string{"governance/bylaw.yaml"}},
		"mode":    {func(t facts.Tree) { t[".github/run.sh"] = facts.Blob{Mode: facts.Regular, Hash: "c"} }, []string{".github/run.sh"}},
		"a move is both of its sides": {func(t facts.Tree) {
			t["governance/moved.yaml"] = t["governance/bylaw.yaml"]
			delete(t, "governance/bylaw.yaml")
		}, []string{"governance/bylaw.yaml", "governance/moved.yaml"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			changed := sample()
			test.change(changed)
			for _, got := range [][]string{sample().Differing(changed), changed.Differing(sample())} {
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("paths (-want +got):\n%s", diff)
				}
			}
			if got := sample().Equal(changed); got != (len(test.want) == 0) {
				t.Errorf("equal is %v", got)
			}
		})
	}
}
