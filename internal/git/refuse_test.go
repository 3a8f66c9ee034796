package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// plant commits a tree made entry by entry, as only a hostile client would write it: paths end in the entry given.
func plant(t *testing.T, repo *Repo, entries map[string]object.TreeEntry) string {
	t.Helper()
	hash := plantTree(t, repo, entries)
	commit, err := writeCommit(repo.git.Storer, hash, Signature{"x", "x@x.example", time.Unix(0, 0)}, "Plant")
	if err != nil {
		t.Fatal(err)
	}
	return commit.String()
}

func plantTree(t *testing.T, repo *Repo, entries map[string]object.TreeEntry) plumbing.Hash {
	t.Helper()
	var here []object.TreeEntry
	below := map[string]map[string]object.TreeEntry{}
	for path, entry := range entries {
		name, rest, deeper := strings.Cut(path, "/")
		if !deeper {
			entry.Name = name
			here = append(here, entry)
			continue
		}
		if below[name] == nil {
			below[name] = map[string]object.TreeEntry{}
		}
		below[name][rest] = entry
	}
	for name, folder := range below {
		here = append(here, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: plantTree(t, repo, folder)})
	}
	hash, err := writeNode(repo.git.Storer, here)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestTreeRefusesWhatCouldHideContentAndNamesThePath(t *testing.T) {
	repo, err := Create(filepath.Join(t.TempDir(), "bare.git"))
	if err != nil {
		t.Fatal(err)
	}
	blob, err := writeBlob(repo.git.Storer, []byte("x: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	file := object.TreeEntry{Mode: filemode.Regular, Hash: blob}
	link := object.TreeEntry{Mode: filemode.Symlink, Hash: blob}
	module := object.TreeEntry{Mode: filemode.Submodule, Hash: plumbing.NewHash(strings.Repeat("ab", 20))}
	tests := map[string]struct {
		entries map[string]object.TreeEntry
		want    []string
	}{
		"symbolic link":             {map[string]object.TreeEntry{"governance/roster.yaml": link}, []string{"governance/roster.yaml: is a symbolic link"}},
		"link for a workflow":       {map[string]object.TreeEntry{".github/workflows/ci.yml": link}, []string{".github/workflows/ci.yml: is a symbolic link"}},
		"governance itself a link":  {map[string]object.TreeEntry{"governance": link}, []string{"governance: must be a folder"}},
		"submodule":                 {map[string]object.TreeEntry{"governance/policies": module}, []string{"governance/policies: is a submodule"}},
		"governance a submodule":    {map[string]object.TreeEntry{"governance": module}, []string{"governance: must be a folder"}},
		"case collision of files":   {map[string]object.TreeEntry{"governance/a.yaml": file, "governance/A.yaml": file}, []string{`differs from "governance/A.yaml" only in case`}},
		"case collision of folders": {map[string]object.TreeEntry{"governance/x/a": file, "governance/X/b": file}, []string{`differs from "governance/X" only in case`}},
		"case collision at root":    {map[string]object.TreeEntry{"governance/a.yaml": file, "Governance/a.yaml": file}, []string{`Governance: differs from "governance" only in case`}},
		"composed and decomposed":   {map[string]object.TreeEntry{"governance/\u00e9": file, "governance/e\u0301": file}, []string{"only in case or form"}},
		"dot dot":                   {map[string]object.TreeEntry{"governance/..": file}, []string{"governance/..: the name is not allowed"}},
		"git folder":                {map[string]object.TreeEntry{"governance/.GIT/hooks": file}, []string{"governance/.GIT: the name is not allowed"}},
		"backslash":                 {map[string]object.TreeEntry{`governance/a\b`: file}, []string{"holds a slash or a backslash"}},
		"bidirectional mark":        {map[string]object.TreeEntry{"governance/a\u202egnp.yaml": file}, []string{"holds an invisible character"}},
		"zero width":                {map[string]object.TreeEntry{"governance/a\u200b.yaml": file}, []string{"holds an invisible character"}},
		"not UTF-8":                 {map[string]object.TreeEntry{"governance/a\xff": file}, []string{"is not UTF-8"}},
		"several at once": {map[string]object.TreeEntry{"governance/a": link, "governance/b": module, "governance/c": file},
			[]string{"governance/a: is a symbolic link", "governance/b: is a submodule"}},
		"too deep": {map[string]object.TreeEntry{"governance/" + strings.Repeat("a/", maxDepth) + "a": file}, []string{"more than 32 folders"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tree, _, err := repo.Tree(plant(t, repo, test.entries))
			if err == nil {
				t.Fatalf("got the tree %v", tree.Paths())
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}

func TestTreeIgnoresLinksOutsideTheGovernedFolders(t *testing.T) {
	repo, err := Create(filepath.Join(t.TempDir(), "bare.git"))
	if err != nil {
		t.Fatal(err)
	}
	blob, err := writeBlob(repo.git.Storer, []byte("x: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	tree, _, err := repo.Tree(plant(t, repo, map[string]object.TreeEntry{
		"governance/bylaw.yaml": {Mode: filemode.Regular, Hash: blob}, "docs/link": {Mode: filemode.Symlink, Hash: blob},
	}))
	if err != nil || len(tree) != 1 {
		t.Fatalf("got %v, %v", tree.Paths(), err)
	}
}

func TestBoundsAreFaultsThatNameThePathOnce(t *testing.T) {
	tests := map[string]struct {
		fill func(c *collector)
		want string
	}{
		"one large file": {
			func(c *collector) { c.fits("governance/big.yaml", maxBlob+1) },
			"governance/big.yaml: larger than 32 MiB",
		},
		"many files together": {
			func(c *collector) {
				for i := range 20 {
					c.fits(fmt.Sprintf("governance/f%02d", i), maxBlob)
				}
			},
			"governance/f08: the governed files together are larger than 256 MiB",
		},
		"many paths": {
			func(c *collector) {
				for i := range maxPaths + 10 {
					c.admit(fmt.Sprintf("governance/f%06d", i))
				}
			},
			"governance/f050000: more than 50000 governed files and folders",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCollector()
			test.fill(c)
			if _, err := c.result(); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestTreeRefusesALargeBlobBeforeReadingIt(t *testing.T) {
	repo, err := Create(filepath.Join(t.TempDir(), "bare.git"))
	if err != nil {
		t.Fatal(err)
	}
	large, err := writeBlob(repo.git.Storer, make([]byte, maxBlob+1))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = repo.Tree(plant(t, repo, map[string]object.TreeEntry{"governance/big.yaml": {Mode: filemode.Regular, Hash: large}}))
	if err == nil || !strings.Contains(err.Error(), "governance/big.yaml: larger than 32 MiB") {
		t.Errorf("got %v", err)
	}
}

func TestWorkTreeRefusesLinksAndPipes(t *testing.T) {
	tests := map[string]struct {
		make func(dir string) error
		want string
	}{
		"link to a file": {
			func(dir string) error {
				return os.Symlink("/etc/hostname", filepath.Join(dir, "governance", "roster.yaml"))
			},
			"governance/roster.yaml: is a symbolic link",
		},
		"link to a folder": {
			func(dir string) error { return os.Symlink(dir, filepath.Join(dir, "governance", "instance")) },
			"governance/instance: is a symbolic link",
		},
		"named pipe": {
			func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "governance", "pipe"), 0o600) },
			"governance/pipe: is not a regular file",
		},
		"governed folder is a link": {
			func(dir string) error { return os.Symlink(dir, filepath.Join(dir, ".github")) },
			".github: must be a folder",
		},
		"governed folder is a file": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, ".github"), nil, 0o600) },
			".github: must be a folder",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.MkdirAll(filepath.Join(dir, "governance"), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "governance", "bylaw.yaml"), []byte("version: 1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := test.make(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := WorkTree(dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want it to say %q", err, test.want)
			}
		})
	}
}
