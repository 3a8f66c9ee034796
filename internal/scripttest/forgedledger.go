package scripttest

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"

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
