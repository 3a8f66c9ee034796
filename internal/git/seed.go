package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/revlist"
	"github.com/go-git/go-git/v5/storage"
)

// Create makes an empty bare repository whose head is the unborn branch main.
func Create(dir string) (*Repo, error) { return create(dir, true) }

// Init makes an empty repository with a work tree, on the unborn branch main.
func Init(dir string) (*Repo, error) { return create(dir, false) }

func create(dir string, bare bool) (*Repo, error) { return createOn(dir, plumbing.Main, bare) }

func createOn(dir string, branch plumbing.ReferenceName, bare bool) (*Repo, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	made, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{
		InitOptions: git.InitOptions{DefaultBranch: branch}, Bare: bare,
	})
	if err != nil {
		return nil, fmt.Errorf("create repository %q: %w", dir, err)
	}
	return wrap(made, dir)
}

// Write puts files into the work tree, over what is there, and commits everything that differs on the present branch.
// It gives the commit's hash.
func (r *Repo) Write(files fs.FS, who Signature, message string) (string, error) {
	if err := spill(r.root, files); err != nil {
		return "", err
	}
	work, err := r.git.Worktree()
	if err != nil {
		return "", err
	}
	if err := work.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		return "", fmt.Errorf("add to %q: %w", r.root, err)
	}
	by := who.git()
	hash, err := work.Commit(message, &git.CommitOptions{Author: &by, Committer: &by})
	if err != nil {
		return "", fmt.Errorf("commit to %q: %w", r.root, err)
	}
	return hash.String(), nil
}

func spill(dir string, files fs.FS) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	err = fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(path)), 0o750); err != nil {
			return err
		}
		return root.WriteFile(filepath.FromSlash(path), data, 0o600)
	})
	return errors.Join(err, root.Close())
}

// Switch moves the work tree to a branch, which is made from the present commit if it does not exist. Changes that are
// not committed go along to a new branch, and are an error on the way to another.
func (r *Repo) Switch(branch string) error {
	work, err := r.git.Worktree()
	if err != nil {
		return err
	}
	name := plumbing.NewBranchReferenceName(branch)
	_, err = r.git.Reference(name, false)
	isNew := errors.Is(err, plumbing.ErrReferenceNotFound)
	if err := work.Checkout(&git.CheckoutOptions{Branch: name, Create: isNew, Keep: isNew}); err != nil {
		return fmt.Errorf("switch to branch %q: %w", branch, err)
	}
	return nil
}

// Publish copies a branch with all its commits into the repository at dir, and sets the branch of the same name there.
// It is for repositories of this machine; a branch that would not be a fast-forward is refused.
func (r *Repo) Publish(branch, dir string) error {
	target, err := Open(dir)
	if err != nil {
		return err
	}
	name := plumbing.NewBranchReferenceName(branch).String()
	if theirs, err := target.git.Reference(plumbing.ReferenceName(name), true); err == nil {
		if base, err := r.MergeBase(theirs.Hash().String(), branch); err != nil || base != theirs.Hash().String() {
			return errors.Join(fmt.Errorf("branch %q of %q has commits that are not here", branch, dir), err)
		}
	}
	return target.copyRefs(r.root, map[string]string{name: name})
}

// Follow names url as the remote "origin", whose branch of this name git then pulls into ours.
func (r *Repo) Follow(url, branch string) error {
	if _, err := r.git.CreateRemote(&config.RemoteConfig{Name: "origin", URLs: []string{url}}); err != nil {
		return fmt.Errorf("remote %q: %w", url, err)
	}
	return r.git.CreateBranch(&config.Branch{Name: branch, Remote: "origin", Merge: plumbing.NewBranchReferenceName(branch)})
}

// copyRefs brings refs and all that they reach from another repository of this machine.
func (r *Repo) copyRefs(dir string, refs map[string]string) error {
	source, err := Open(dir)
	if err != nil {
		return err
	}
	for theirs, ours := range refs {
		ref, err := source.git.Reference(plumbing.ReferenceName(theirs), true)
		if err != nil {
			return source.missing(theirs, err)
		}
		if err := copyObjects(r.git.Storer, source.git.Storer, ref.Hash()); err != nil {
			return fmt.Errorf("copy %q from %q: %w", theirs, dir, err)
		}
		if err := r.git.Storer.SetReference(plumbing.NewHashReference(plumbing.ReferenceName(ours), ref.Hash())); err != nil {
			return err
		}
	}
	return nil
}

func copyObjects(to, from storage.Storer, tip plumbing.Hash) error {
	if to.HasEncodedObject(tip) == nil {
		return nil
	}
	return copyMissing(to, from, tip)
}

// copyMissing copies what a commit leads to, also where the commit itself is there and what is before it is not.
func copyMissing(to, from storage.Storer, tip plumbing.Hash) error {
	hashes, err := revlist.Objects(from, []plumbing.Hash{tip}, nil)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		if to.HasEncodedObject(hash) == nil {
			continue
		}
		object, err := from.EncodedObject(plumbing.AnyObject, hash)
		if err != nil {
			return err
		}
		if _, err := to.SetEncodedObject(object); err != nil {
			return err
		}
	}
	return nil
}
