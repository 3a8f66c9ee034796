package main

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"testing"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/ledger"
)

// forgeLedger rewrites a ledger branch as a person with push access could by force: "forge REPOSITORY remove N", "swap N M",
// "copy N M" (adds M), "cut N" (keeps the first N), or "rewrite N OLD NEW", after which every later entry names the right
// hash again.
func forgeLedger(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: forge REPOSITORY remove|swap|copy|cut|rewrite N [ARGS]")
	}
	repo, err := gogit.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	files, err := ledgerFiles(repo)
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	switch args[1] {
	case "remove":
		delete(files, ledger.EntryPath(n))
	case "cut":
		for seq := n + 1; files[ledger.EntryPath(seq)] != nil; seq++ {
			delete(files, ledger.EntryPath(seq))
		}
		for path := range files { // facts without an entry
			if path[0] == 'f' && !named(files, path) {
				delete(files, path)
			}
		}
	case "swap", "copy":
		m, err := strconv.Atoi(args[3])
		ts.Check(err)
		a, b := ledger.EntryPath(n), ledger.EntryPath(m)
		if args[1] == "copy" {
			files[b] = files[a]
		} else {
			files[a], files[b] = files[b], files[a]
		}
	case "rewrite":
		ts.Check(rewrite(files, n, args[3], args[4]))
	default:
		ts.Fatalf("forge cannot %q", args[1])
	}
	ts.Check(replaceLedger(repo, files))
}

// named says whether an entry names a facts file.
func named(files map[string][]byte, path string) bool {
	for entry, data := range files {
		if entry[0] == 'e' && bytes.Contains(data, []byte(path[len("facts/"):len(path)-len(".json")])) {
			return true
		}
	}
	return false
}

// rewrite changes a text in an entry, and gives every later one the hash of the one before.
func rewrite(files map[string][]byte, n int, old, new string) error {
	changed := bytes.Replace(files[ledger.EntryPath(n)], []byte(old), []byte(new), 1)
	if bytes.Equal(changed, files[ledger.EntryPath(n)]) {
		return fmt.Errorf("entry %d does not hold %q", n, old)
	}
	last, err := ledger.Decode(changed)
	if err != nil {
		return err
	}
	files[ledger.EntryPath(n)] = changed
	for seq := n + 1; files[ledger.EntryPath(seq)] != nil; seq++ {
		next, err := ledger.Decode(files[ledger.EntryPath(seq)])
		if err != nil {
			return err
		}
		next.Prev = ledger.Sum(files[ledger.EntryPath(last.Seq)])
		if files[ledger.EntryPath(seq)], err = ledger.Encode(next); err != nil {
			return err
		}
		last = next
	}
	return nil
}

// replaceLedger makes the ledger branch one commit with the files given.
func replaceLedger(repo *gogit.Repository, files map[string][]byte) error {
	folders := map[string][]object.TreeEntry{}
	for path, data := range files {
		folder, name, _ := bytes.Cut([]byte(path), []byte("/"))
		hash, err := put(repo, plumbing.BlobObject, data)
		if err != nil {
			return err
		}
		folders[string(folder)] = append(folders[string(folder)], object.TreeEntry{Name: string(name), Mode: filemode.Regular, Hash: hash})
	}
	var root []object.TreeEntry
	for name, entries := range folders {
		hash, err := putTree(repo, entries)
		if err != nil {
			return err
		}
		root = append(root, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: hash})
	}
	tree, err := putTree(repo, root)
	if err != nil {
		return err
	}
	encoded := repo.Storer.NewEncodedObject()
	if err := (&object.Commit{Message: "rewritten", TreeHash: tree}).Encode(encoded); err != nil {
		return err
	}
	hash, err := repo.Storer.SetEncodedObject(encoded)
	if err != nil {
		return err
	}
	return repo.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(git.LedgerBranch), hash))
}

func putTree(repo *gogit.Repository, entries []object.TreeEntry) (plumbing.Hash, error) {
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name < entries[j].Name })
	encoded := repo.Storer.NewEncodedObject()
	if err := (&object.Tree{Entries: entries}).Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}
	return repo.Storer.SetEncodedObject(encoded)
}

func put(repo *gogit.Repository, kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	encoded := repo.Storer.NewEncodedObject()
	encoded.SetType(kind)
	w, err := encoded.Writer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if _, err := w.Write(data); err != nil {
		return plumbing.ZeroHash, err
	}
	if err := w.Close(); err != nil {
		return plumbing.ZeroHash, err
	}
	return repo.Storer.SetEncodedObject(encoded)
}

// TestAFlippedByteOfTheDemosLedgerIsNamed flips bytes of every entry in a real branch and runs the program. The unit
// test of the ledger flips each single byte.
func TestAFlippedByteOfTheDemosLedgerIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out, code := runIn(t, dir, "demo", "--keep", "story"); code != 0 {
		t.Fatalf("demo: %d\n%s", code, out)
	}
	repo, err := gogit.PlainOpen(dir + "/story/github.git")
	if err != nil {
		t.Fatal(err)
	}
	valid, err := ledgerFiles(repo)
	if err != nil {
		t.Fatal(err)
	}
	for seq := 1; valid[ledger.EntryPath(seq+1)] != nil; seq++ { // a change of the last one only an anchor shows
		data := valid[ledger.EntryPath(seq)]
		for _, at := range []int{0, len(data) / 3, len(data) - 1} {
			flipped := bytes.Clone(data)
			flipped[at] ^= 1
			files := map[string][]byte{}
			for path, content := range valid {
				files[path] = content
			}
			files[ledger.EntryPath(seq)] = flipped
			if err := replaceLedger(repo, files); err != nil {
				t.Fatal(err)
			}
			out, code := runIn(t, dir, "verify", "-C", "story/github.git")
			if code != 3 || !bytes.Contains([]byte(out), []byte(fmt.Sprintf("%06d.json", seq))) && !bytes.Contains([]byte(out), []byte(fmt.Sprintf("entry %d ", seq))) {
				t.Errorf("entry %d, byte %d: status %d\n%s", seq, at, code, out)
			}
		}
	}
}

// runIn runs one command line in a directory, and returns everything that it printed.
func runIn(t *testing.T, dir string, args ...string) (said string, code int) {
	t.Helper()
	var out bytes.Buffer
	code = cli.Run(t.Context(), args, cli.Process{
		Judge: decider, Dir: dir, Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &out, Env: func(string) string { return "" }, Now: time.Now,
	})
	return out.String(), code
}
