package scripttest

import (
	"bytes"
	"io"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"
)

// tamper replaces a text in one entry of a ledger, as a person with push access could: "tamper REPOSITORY SEQ OLD NEW". The
// entries after it are left as they are.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: tamper REPOSITORY ENTRY-FILE OLD NEW")
	}
	repo, err := git.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	name := plumbing.NewBranchReferenceName("bylaw-ledger")
	ref, err := repo.Reference(name, true)
	ts.Check(err)
	tip, err := repo.CommitObject(ref.Hash())
	ts.Check(err)
	root, err := tip.Tree()
	ts.Check(err)
	file, err := root.File("entries/" + args[1])
	ts.Check(err)
	text, err := file.Contents()
	ts.Check(err)
	altered := bytes.Replace([]byte(text), []byte(args[2]), []byte(args[3]), 1)
	if string(altered) == text {
		ts.Fatalf("%s does not hold %q", args[1], args[2])
	}
	entries, err := root.Tree("entries")
	ts.Check(err)
	folder := withHash(ts, repo, entries, args[1], store(ts, repo, plumbing.BlobObject, altered))
	tree := withHash(ts, repo, root, "entries", folder)
	commit := &object.Commit{Author: tip.Author, Committer: tip.Committer, Message: "rewritten", TreeHash: tree}
	encoded := repo.Storer.NewEncodedObject()
	ts.Check(commit.Encode(encoded))
	hash, err := repo.Storer.SetEncodedObject(encoded)
	ts.Check(err)
	ts.Check(repo.Storer.SetReference(plumbing.NewHashReference(name, hash)))
}

// withHash stores a tree in which one name has another hash.
func withHash(ts *testscript.TestScript, repo *git.Repository, tree *object.Tree, name string, hash plumbing.Hash) plumbing.Hash {
	altered := &object.Tree{}
	for _, entry := range tree.Entries {
		if entry.Name == name {
			entry.Hash = hash
		}
		altered.Entries = append(altered.Entries, entry)
	}
	encoded := repo.Storer.NewEncodedObject()
	ts.Check(altered.Encode(encoded))
	stored, err := repo.Storer.SetEncodedObject(encoded)
	ts.Check(err)
	return stored
}

func store(ts *testscript.TestScript, repo *git.Repository, kind plumbing.ObjectType, data []byte) plumbing.Hash {
	encoded := repo.Storer.NewEncodedObject()
	encoded.SetType(kind)
	w, err := encoded.Writer()
	ts.Check(err)
	_, err = io.Copy(w, bytes.NewReader(data))
	ts.Check(err)
	ts.Check(w.Close())
	hash, err := repo.Storer.SetEncodedObject(encoded)
	ts.Check(err)
	return hash
}
