package wire

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/branch"
	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/facts"
	"github.com/bylaw-dev/bylaw/internal/git"
	"github.com/bylaw-dev/bylaw/internal/port"
)

// WorkTree reads the governed files on disk.
func (w *Wire) WorkTree() (facts.Tree, error) { return git.WorkTree(w.Repository()) }

// Governed reads the governed files of a commit, or those on disk where ref is "".
func (w *Wire) Governed(ref string) (facts.Tree, error) {
	if ref == "" {
		return w.WorkTree()
	}
	repo, err := git.Open(w.Repository())
	if err != nil {
		return nil, err
	}
	tree, _, err := repo.Tree(ref)
	return tree, err
}

// Commit finds a commit of the repository.
func (w *Wire) Commit(ref string) (git.Commit, error) {
	repo, err := git.Open(w.Repository())
	if err != nil {
		return git.Commit{}, err
	}
	return repo.Commit(ref)
}

// Source loads the governed tree, and notes what a reader of the plan should know about where it comes from.
func (w *Wire) Source(ref string) (branch.Source, error) {
	tree, err := w.Governed(ref)
	if err != nil {
		return branch.Source{}, err
	}
	commit, notes, err := w.checkedOutCommit(ref)
	if err != nil {
		return branch.Source{}, err
	}
	return branch.Load(tree, commit, notes)
}

// checkedOutCommit says which commit the tree belongs to, and whether it is that commit at all.
func (w *Wire) checkedOutCommit(ref string) (commit string, notes []string, err error) {
	repo, err := git.Open(w.Repository())
	if errors.Is(err, git.ErrNotRepository) || err == nil && !sameFolder(repo.Root(), w.Repository()) {
		return "", []string{"not a git repository: the files on disk are planned, and no one voted on them"}, nil
	}
	if err != nil {
		return "", nil, err
	}
	if ref != "" {
		at, err := repo.Commit(ref)
		return at.Hash, nil, err
	}
	s, err := repo.Status()
	switch {
	case err != nil:
		return "", nil, err
	case s.Unborn:
		return "", []string{"the branch has no commit yet: the files on disk are planned"}, nil
	case s.Detached:
		notes = append(notes, "the head is detached: this is no branch's tip")
	}
	if len(s.Dirty) > 0 {
		notes = append(notes, "the work tree is dirty: these files differ from the commit: "+strings.Join(s.Dirty, ", "))
	}
	return s.Head, notes, nil
}

// sameFolder compares two paths after following symbolic links; macOS has one at the root of its temporary files.
func sameFolder(a, b string) bool {
	x, errX := filepath.EvalSymlinks(a)
	y, errY := filepath.EvalSymlinks(b)
	return errX == nil && errY == nil && x == y
}

// InForce loads the charter to compare with: that of the commit named, or else of the protected branch where the folder is
// the root of a repository that has it. It is nil where there is none, and where it has mistakes of its own: the text on
// disk may be what mends them. The same tree is not read again.
func (w *Wire) InForce(ref string, own facts.Tree, law charter.Charter) (*charter.Charter, error) {
	repo, err := git.Open(w.Repository())
	switch {
	case ref == "" && (errors.Is(err, git.ErrNotRepository) || err == nil && !sameFolder(repo.Root(), w.Repository())):
		return nil, nil //nolint:nilnil // a folder without git has no law in force, and no one asked for one
	case err != nil:
		return nil, err
	}
	tree, err := baseTree(repo, ref, law.Settings.Forge.Branch)
	if err != nil || tree == nil {
		return nil, err
	}
	if tree.Equal(own) {
		return &law, nil
	}
	base, found := charter.Load(tree)
	if err := found.Err(); err != nil {
		if ref != "" {
			return nil, err
		}
		return nil, nil // a base with mistakes is nothing to compare with: lint is about the text on disk
	}
	return &base, nil
}

// baseTree reads the governed tree of a commit, or of the protected branch as far as it is known here.
func baseTree(repo *git.Repo, ref, branch string) (facts.Tree, error) {
	if ref != "" {
		tree, _, err := repo.Tree(ref)
		return tree, err
	}
	for _, rev := range []string{"refs/remotes/origin/" + branch, "refs/heads/" + branch} {
		if tree, _, err := repo.Tree(rev); branch != "" && err == nil {
			return tree, nil
		}
	}
	return nil, nil
}

// Ledger opens the ledger of the governance repository.
func (w *Wire) Ledger() (port.Ledger, error) {
	repo, err := git.Open(w.Repository())
	if err != nil {
		return nil, err
	}
	return repo.Ledger(w.Now), nil
}
