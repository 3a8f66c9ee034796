// Package githost is what the embedded forges share: bare repositories, the merges that a forge makes in them, and git over
// HTTP. Who may do what is for the forge.
package githost

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/revlist"
)

// Repository is one bare repository.
type Repository struct{ Git *git.Repository }

// Open opens the bare repository in a folder.
func Open(dir string) (*Repository, error) {
	opened, err := git.PlainOpen(dir)
	if err != nil {
		return nil, fmt.Errorf("open bare repository %q: %w", dir, err)
	}
	return &Repository{opened}, nil
}

// Default is the branch that HEAD names, "main" where it names none.
func (r *Repository) Default() string {
	head, err := r.Git.Storer.Reference(plumbing.HEAD)
	if err != nil || head.Type() != plumbing.SymbolicReference {
		return "main"
	}
	return head.Target().Short()
}

// Tip is what a ref points to, zero where it does not exist.
func (r *Repository) Tip(ref string) plumbing.Hash {
	found, err := r.Git.Reference(plumbing.ReferenceName(ref), true)
	if err != nil {
		return plumbing.ZeroHash
	}
	return found.Hash()
}

// Set makes a ref point to a commit; the zero hash removes it.
func (r *Repository) Set(ref string, to plumbing.Hash) error {
	name := plumbing.ReferenceName(ref)
	if to.IsZero() {
		return r.Git.Storer.RemoveReference(name)
	}
	return r.Git.Storer.SetReference(plumbing.NewHashReference(name, to))
}

// Has says whether there is a commit of that hash.
func (r *Repository) Has(commit plumbing.Hash) bool {
	_, err := r.Git.CommitObject(commit)
	return err == nil
}

// Contains says whether an ancestor, or the commit itself, is reachable from tip.
func (r *Repository) Contains(tip, ancestor plumbing.Hash) bool {
	if tip == ancestor {
		return true
	}
	younger, err := r.Git.CommitObject(tip)
	if err != nil {
		return false
	}
	older, err := r.Git.CommitObject(ancestor)
	if err != nil {
		return false
	}
	is, err := older.IsAncestor(younger)
	return err == nil && is
}

// Ahead lists what head has and base has not, oldest first.
func (r *Repository) Ahead(base, head plumbing.Hash) ([]*object.Commit, error) {
	known := map[plumbing.Hash]bool{}
	old, err := r.Git.CommitObject(base)
	if err != nil {
		return nil, err
	}
	if err := object.NewCommitPreorderIter(old, nil, nil).ForEach(func(c *object.Commit) error {
		known[c.Hash] = true
		return nil
	}); err != nil {
		return nil, err
	}
	tip, err := r.Git.CommitObject(head)
	if err != nil {
		return nil, err
	}
	var commits []*object.Commit
	if known[head] {
		return nil, nil
	}
	err = object.NewCommitPreorderIter(tip, known, nil).ForEach(func(c *object.Commit) error {
		commits = append(commits, c)
		return nil
	})
	slices.Reverse(commits)
	return commits, err
}

// Copy copies a commit with all that it leads to from another repository.
func (r *Repository) Copy(from *git.Repository, tip plumbing.Hash) error {
	if r.Git.Storer.HasEncodedObject(tip) == nil {
		return nil
	}
	hashes, err := revlist.Objects(from.Storer, []plumbing.Hash{tip}, nil)
	if err != nil {
		return fmt.Errorf("copy commit %s: %w", tip, err)
	}
	for _, hash := range hashes {
		if r.Git.Storer.HasEncodedObject(hash) == nil {
			continue
		}
		one, err := from.Storer.EncodedObject(plumbing.AnyObject, hash)
		if err != nil {
			return err
		}
		if _, err := r.Git.Storer.SetEncodedObject(one); err != nil {
			return err
		}
	}
	return nil
}

// MergeBase gives the commit at which two histories part. Where they have none in common it is ErrConflict.
func (r *Repository) MergeBase(a, b plumbing.Hash) (plumbing.Hash, error) {
	first, err := r.Git.CommitObject(a)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	second, err := r.Git.CommitObject(b)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	bases, err := first.MergeBase(second)
	if err == nil && len(bases) == 0 {
		err = ErrConflict
	}
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return bases[0].Hash, nil
}

// Changed lists the paths of the files that differ between two commits.
func (r *Repository) Changed(from, to plumbing.Hash) ([]string, error) {
	var sides []map[string]leaf
	for _, hash := range []plumbing.Hash{from, to} {
		commit, err := r.Git.CommitObject(hash)
		if err != nil {
			return nil, err
		}
		leaves, err := flatten(r.Git, commit.TreeHash)
		if err != nil {
			return nil, err
		}
		sides = append(sides, leaves)
	}
	var paths []string
	for path := range union(sides) {
		if sides[0][path] != sides[1][path] {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths, nil
}

// MergedTree merges the changes of theirs into ours and gives the tree; ErrConflict where both changed the same lines.
func (r *Repository) MergedTree(ours, theirs plumbing.Hash) (plumbing.Hash, error) {
	base, err := r.MergeBase(ours, theirs)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	var trees []plumbing.Hash
	for _, hash := range []plumbing.Hash{base, ours, theirs} {
		commit, err := r.Git.CommitObject(hash)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		trees = append(trees, commit.TreeHash)
	}
	return mergeTrees(r.Git, trees[0], trees[1], trees[2])
}

// Replay makes each commit of a head again on top of tip, as a rebase merge does, and gives the last; merges are left out.
func (r *Repository) Replay(tip, head plumbing.Hash, committer object.Signature) (plumbing.Hash, error) {
	commits, err := r.Ahead(tip, head)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	for _, each := range commits {
		if each.NumParents() != 1 {
			continue
		}
		parent, err := each.Parent(0)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		onto, err := r.Git.CommitObject(tip)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		tree, err := mergeTrees(r.Git, parent.TreeHash, onto.TreeHash, each.TreeHash)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if tip, err = r.Commit(each.Author, committer, tree, each.Message, tip); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	return tip, nil
}

// Commit stores a commit.
func (r *Repository) Commit(author, committer object.Signature, tree plumbing.Hash, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	encoded := r.Git.Storer.NewEncodedObject()
	made := &object.Commit{
		Author: author, Committer: committer, Message: strings.TrimSpace(message) + "\n", TreeHash: tree, ParentHashes: parents,
	}
	if err := made.Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}
	return r.Git.Storer.SetEncodedObject(encoded)
}
