package scripttest

import (
	"bytes"
	"errors"
	"io"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/git"
)

// grepLedger looks for a word in every file of every commit of the two branches of the ledger: "grepledger
// REPOSITORY WORD".
func grepLedger(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: grepledger REPOSITORY WORD")
	}
	repo, err := gogit.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	found := ""
	for _, branch := range []string{git.LedgerBranch, git.PeopleBranch} {
		ref, err := repo.Reference(plumbing.NewBranchReferenceName(branch), true)
		ts.Check(err)
		commits, err := repo.Log(&gogit.LogOptions{From: ref.Hash()})
		ts.Check(err)
		ts.Check(commits.ForEach(func(c *object.Commit) error {
			files, err := c.Files()
			if err != nil {
				return err
			}
			return files.ForEach(func(f *object.File) error {
				text, err := f.Contents()
				if bytes.Contains([]byte(text), []byte(args[1])) {
					found = branch + ": " + f.Name
				}
				return err
			})
		}))
	}
	if neg && found != "" {
		ts.Fatalf("%q is in %s", args[1], found)
	}
	if !neg && found == "" {
		ts.Fatalf("%q is nowhere in the ledger", args[1])
	}
}

// dropBranch removes a branch as a person with push access could: "dropbranch REPOSITORY BRANCH".
func dropBranch(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: dropbranch REPOSITORY BRANCH")
	}
	repo, err := gogit.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(repo.Storer.RemoveReference(plumbing.NewBranchReferenceName(args[1])))
}

// branchOf gives a clone a branch of its own where its origin has one: "branchof REPOSITORY BRANCH".
func branchOf(ts *testscript.TestScript, _ bool, args []string) {
	repo, err := gogit.PlainOpen(ts.MkAbs(args[0]))
	ts.Check(err)
	ref, err := repo.Reference(plumbing.NewRemoteReferenceName("origin", args[1]), true)
	ts.Check(err)
	ts.Check(repo.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(args[1]), ref.Hash())))
}

// ledgerFiles reads the ledger branch of a repository.
func ledgerFiles(repo *gogit.Repository) (map[string][]byte, error) {
	ref, err := repo.Reference(plumbing.NewBranchReferenceName(git.LedgerBranch), true)
	if err != nil {
		return nil, err
	}
	tip, err := repo.CommitObject(ref.Hash())
	if err != nil {
		return nil, err
	}
	files, err := tip.Files()
	if err != nil {
		return nil, err
	}
	found := map[string][]byte{}
	return found, files.ForEach(func(f *object.File) error {
		reader, err := f.Reader()
		if err != nil {
			return err
		}
		found[f.Name], err = io.ReadAll(reader)
		return errors.Join(err, reader.Close())
	})
}
