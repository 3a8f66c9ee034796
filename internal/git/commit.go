package git

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Commit is what a commit says of itself. Author and times are claims of its author: they prove nothing.
type Commit struct {
	Hash    string
	Parents []string // in order; the first is the one that a merge went into
	Author  string
	Time    time.Time // committer time
	Message string
}

// Commit finds a commit by full or short hash, branch, tag or another revision that git knows.
func (r *Repo) Commit(rev string) (Commit, error) {
	c, err := r.commit(rev)
	if err != nil {
		return Commit{}, err
	}
	return describe(c), nil
}

// Tip gives the full hash of the commit that a branch is at.
func (r *Repo) Tip(branch string) (string, error) {
	c, err := r.commit(branch)
	if err != nil {
		return "", err
	}
	return c.Hash.String(), nil
}

func describe(c *object.Commit) Commit {
	d := Commit{Hash: c.Hash.String(), Author: c.Author.Name, Time: c.Committer.When.UTC(), Message: c.Message}
	for _, parent := range c.ParentHashes {
		d.Parents = append(d.Parents, parent.String())
	}
	return d
}

// commit resolves a full hash as a hash, whatever branches are called: a branch named like a commit must not hide it.
func (r *Repo) commit(rev string) (*object.Commit, error) {
	hash := plumbing.NewHash(rev)
	if !plumbing.IsHash(rev) {
		resolved, err := r.git.ResolveRevision(plumbing.Revision(rev))
		if err != nil {
			return nil, r.missing(rev, err)
		}
		hash = *resolved
	}
	c, err := r.git.CommitObject(hash)
	if err != nil {
		return nil, r.missing(rev, err)
	}
	return c, nil
}

func (r *Repo) missing(rev string, err error) error {
	if _, headErr := r.git.Head(); errors.Is(headErr, plumbing.ErrReferenceNotFound) && rev == "HEAD" {
		return diag.WithHint(fmt.Errorf("%q: %w", r.root, ErrUnborn), "commit the governance folder first")
	}
	if errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, plumbing.ErrReferenceNotFound) {
		return diag.WithHint(fmt.Errorf("%q: %w", rev, ErrNoCommit), "fetch it; in a workflow, check out with fetch-depth: 0")
	}
	return fmt.Errorf("read commit %q: %w", rev, err)
}

// MergeBase gives the best common ancestor of two revisions. Where history crosses and there are several, none is the
// base of a vote: that is ErrAmbiguous, never a guess.
func (r *Repo) MergeBase(a, b string) (string, error) {
	first, err := r.commit(a)
	if err != nil {
		return "", err
	}
	second, err := r.commit(b)
	if err != nil {
		return "", err
	}
	bases, err := first.MergeBase(second)
	switch {
	case err != nil:
		return "", r.missing(a+"..."+b, err)
	case len(bases) == 0:
		return "", fmt.Errorf("%q and %q: %w", a, b, ErrUnrelated)
	case len(bases) > 1:
		return "", diag.WithHint(fmt.Errorf("%q and %q: %w", a, b, ErrAmbiguous), "rebase the proposal onto the protected branch")
	}
	return bases[0].Hash.String(), nil
}

// FirstParents gives the first-parent chain from a revision backwards, newest first, up to and without the commit
// until, or to the root where until is "". It is an error if until is not on the chain.
func (r *Repo) FirstParents(rev, until string) ([]Commit, error) {
	c, err := r.commit(rev)
	var chain []Commit
	for ; err == nil; c, err = c.Parent(0) {
		if c.Hash.String() == until {
			return chain, nil
		}
		chain = append(chain, describe(c))
	}
	if !errors.Is(err, object.ErrParentNotFound) && !errors.Is(err, io.EOF) {
		return nil, r.missing(rev, err)
	}
	if until != "" {
		return nil, fmt.Errorf("%q is not on the first-parent chain of %q", until, rev)
	}
	return chain, nil
}

// Between gives the commits that are reachable from head and not from base, newest first.
func (r *Repo) Between(base, head string) ([]Commit, error) {
	seen := map[plumbing.Hash]bool{}
	old, err := r.commit(base)
	if err != nil {
		return nil, err
	}
	walk := object.NewCommitPreorderIter(old, nil, nil)
	if err := walk.ForEach(func(c *object.Commit) error { seen[c.Hash] = true; return nil }); err != nil {
		return nil, r.missing(base, err)
	}
	tip, err := r.commit(head)
	if err != nil {
		return nil, err
	}
	var commits []Commit
	err = object.NewCommitPreorderIter(tip, seen, nil).ForEach(func(c *object.Commit) error {
		if !seen[c.Hash] {
			commits = append(commits, describe(c))
		}
		return nil
	})
	if err != nil && !errors.Is(err, storer.ErrStop) {
		return nil, r.missing(head, err)
	}
	return commits, nil
}
