package git

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/memory"
)

// deepen fetches what a shallow clone is missing of the history of a branch. The branch is fetched again into memory: a server
// that knows of the commits here supposes that all before them is here too.
func (r *Repo) deepen(ctx context.Context, from Remote, branch string) error {
	shallow, err := r.git.Storer.Shallow()
	if err != nil || len(shallow) == 0 {
		return err
	}
	whole, err := git.Init(memory.NewStorage(), nil)
	if err != nil {
		return err
	}
	copied := &Repo{git: whole}
	if err := copied.Fetch(ctx, from, map[string]string{branch: branch}); err != nil {
		return fmt.Errorf("the history that a shallow clone is missing: %w", err)
	}
	tip, err := whole.Reference(plumbing.ReferenceName(branch), true)
	if err != nil {
		return err
	}
	if err := copyMissing(r.git.Storer, whole.Storer, tip.Hash()); err != nil {
		return err
	}
	return r.git.Storer.SetShallow(slices.DeleteFunc(shallow, r.rooted))
}

// rooted reports whether all parents of a commit are here.
func (r *Repo) rooted(hash plumbing.Hash) bool {
	commit, err := r.git.CommitObject(hash)
	absent := func(parent plumbing.Hash) bool { return r.git.Storer.HasEncodedObject(parent) != nil }
	return err == nil && !slices.ContainsFunc(commit.ParentHashes, absent)
}
