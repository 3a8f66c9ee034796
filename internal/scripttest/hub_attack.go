package scripttest

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bylaw-dev/bylaw/internal/sandbox"
	"github.com/bylaw-dev/bylaw/internal/sandbox/mastodon"
)

// target starts the target of an attack, a fake Mastodon, and puts its address and a token with every right into the
// environment. From then on "untouched" fails after any request to that server, and "unwritten" after any write: an apply
// with the token looks for the anchor of the ledger in the thread before it refuses.
func target(ts *testscript.TestScript, _ bool, _ []string) {
	server := mastodon.New(mastodon.Options{})
	url, stop, err := sandbox.Serve(context.Background(), sandbox.Address, server)
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv("MASTODON_URL", url)
	ts.Setenv("MASTODON_ACCESS_TOKEN", mastodon.BotToken)
	ts.SetCmd("untouched", func(ts *testscript.TestScript, _ bool, _ []string) {
		if asked := server.Requests(); len(asked) > 0 {
			ts.Fatalf("the Mastodon server got %v", asked)
		}
	})
	ts.SetCmd("unwritten", func(ts *testscript.TestScript, _ bool, _ []string) {
		if asked := server.Requests(); slices.ContainsFunc(asked, mastodon.Request.Writes) {
			ts.Fatalf("the Mastodon server got a write: %v", asked)
		}
	})
}

// gitlink pushes a branch that has a submodule at a path, which no work tree can show: "gitlink WHO DIR BRANCH PATH". The
// branch starts at the commit that the clone is at.
func gitlink(ts *testscript.TestScript, _ bool, args []string) {
	slot := slotOf(ts)
	if len(args) != 4 || slot.hub == nil {
		ts.Fatalf("usage: gitlink WHO DIR BRANCH PATH, after hub open")
	}
	dir := ts.MkAbs(args[1])
	repo, err := git.PlainOpen(dir)
	ts.Check(err)
	head, err := repo.Head()
	ts.Check(err)
	parent, err := repo.CommitObject(head.Hash())
	ts.Check(err)
	root, err := parent.Tree()
	ts.Check(err)
	by := object.Signature{Name: args[0], Email: args[0] + "@social.example", When: slot.hub.clock()}
	commit := &object.Commit{
		Author: by, Committer: by, Message: "Link a module", ParentHashes: []plumbing.Hash{parent.Hash},
		TreeHash: withLink(ts, repo, root, strings.Split(args[3], "/"), parent.Hash),
	}
	ts.Check(slot.hub.move(args[0], dir, args[2], keep(ts, repo, commit).String(), false))
}

// withLink stores a tree that has a submodule at a path, in folders that exist.
func withLink(ts *testscript.TestScript, repo *git.Repository, tree *object.Tree, path []string, target plumbing.Hash) plumbing.Hash {
	if len(path) > 1 {
		folder, err := tree.Tree(path[0])
		ts.Check(err)
		return withHash(ts, repo, tree, path[0], withLink(ts, repo, folder, path[1:], target))
	}
	link := object.TreeEntry{Name: path[0], Mode: filemode.Submodule, Hash: target}
	linked := &object.Tree{Entries: append(tree.Entries, link)}
	sort.Sort(object.TreeEntrySorter(linked.Entries))
	return keep(ts, repo, linked)
}

// keep stores a tree or a commit.
func keep(ts *testscript.TestScript, repo *git.Repository, what object.Object) plumbing.Hash {
	encoded := repo.Storer.NewEncodedObject()
	ts.Check(what.Encode(encoded))
	hash, err := repo.Storer.SetEncodedObject(encoded)
	ts.Check(err)
	return hash
}
