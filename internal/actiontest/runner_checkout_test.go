package actiontest

import (
	"path/filepath"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/sandbox/community"
)

// checkout does what the action actions/checkout does: the branch named, with its full history or its last commit alone.
func (r *runner) checkout(workspace string, with map[string]string) {
	r.Helper()
	if with["persist-credentials"] != "false" {
		r.Errorf("a checkout leaves its token behind: %v", with)
	}
	if r.shallow || with["fetch-depth"] != "0" {
		r.shallowClone(workspace, with["ref"])
		return
	}
	work, err := git.Init(workspace)
	r.must(err)
	origin := git.Remote{URL: r.GitHubURL + "/" + r.Repository + ".git", Password: func() string { return r.Tokens[community.WorkflowBot] }}
	for _, name := range []string{"fetched", with["ref"]} {
		r.must(work.Fetch(r.Context(), origin, map[string]string{"refs/heads/" + with["ref"]: "refs/heads/" + name}))
		r.must(work.Switch(name))
	}
}

// shallowClone brings the last commit of a branch and its files, and nothing from before.
func (r *runner) shallowClone(workspace, branch string) {
	r.Helper()
	there, err := gogit.PlainOpen(filepath.Join(r.dir, "repository.git"))
	r.must(err)
	name := plumbing.NewBranchReferenceName(branch)
	tip, err := there.Reference(name, true)
	r.must(err)
	here, err := gogit.PlainInit(workspace, false)
	r.must(err)
	keep := func(hash plumbing.Hash) {
		encoded, err := there.Storer.EncodedObject(plumbing.AnyObject, hash)
		r.must(err)
		_, err = here.Storer.SetEncodedObject(encoded)
		r.must(err)
	}
	commit, err := there.CommitObject(tip.Hash())
	r.must(err)
	keep(commit.Hash)
	keep(commit.TreeHash)
	tree, err := commit.Tree()
	r.must(err)
	walker := object.NewTreeWalker(tree, true, nil)
	defer walker.Close()
	for _, entry, err := walker.Next(); err == nil; _, entry, err = walker.Next() {
		keep(entry.Hash)
	}
	r.must(here.Storer.SetShallow([]plumbing.Hash{commit.Hash}))
	r.must(here.Storer.SetReference(plumbing.NewHashReference(name, commit.Hash)))
	r.must(here.Storer.SetReference(plumbing.NewSymbolicReference(plumbing.HEAD, name)))
	work, err := here.Worktree()
	r.must(err)
	r.must(work.Checkout(&gogit.CheckoutOptions{Branch: name}))
}
