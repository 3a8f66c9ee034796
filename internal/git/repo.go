// Package git reads governed trees from git object stores and keeps the ledger branch in one, through go-git. It
// never checks anything out and runs no program of git. What the files mean is not its business.
package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/facts"
)

// What callers branch on. Each comes wrapped with the directory or revision in question and a hint.
var (
	ErrNotRepository = errors.New("not inside a git repository")
	ErrUnborn        = errors.New("the branch has no commit yet")
	ErrNoCommit      = errors.New("no such commit here")
	ErrNoGovernance  = errors.New("there is no governance/ folder")
	ErrUnrelated     = errors.New("the commits have no common ancestor")
	ErrOtherTree     = errors.New("the commit does not hold the tree that the ledger names")
	ErrAmbiguous     = errors.New("the commits have more than one best common ancestor")
)

// Repo is an open repository. Its methods read objects and refs; they leave index and work tree alone.
type Repo struct {
	git  *git.Repository
	root string // of the work tree, or the directory of a bare repository
	bare bool
}

// Open finds the repository that holds dir: dir itself where it is bare, else the nearest folder upwards with a .git.
func Open(dir string) (*Repo, error) {
	detect := !looksBare(dir) // a bare repository may lie inside the work tree of another
	found, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{DetectDotGit: detect, EnableDotGitCommonDir: detect})
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return nil, diag.WithHint(fmt.Errorf("%q is %w", dir, ErrNotRepository), "run it in a clone of the governance repository, or run \"git init\"")
	}
	if err != nil {
		return nil, withFormat(fmt.Errorf("open repository %q: %w", dir, err))
	}
	return wrap(found, dir)
}

// withFormat adds what to do about a repository in a form that is not supported. The error names the extensions in its config.
func withFormat(err error) error {
	if !errors.Is(err, git.ErrUnknownExtension) && !errors.Is(err, git.ErrUnsupportedExtensionRepositoryFormatVersion) {
		return err
	}
	for _, known := range []struct{ extension, next string }{
		{"objectformat", "the repository has SHA-256 objects, which bylaw cannot read, and GitHub does not take: make it with \"git init --object-format=sha1\""},
		{"refstorage", "the repository keeps its refs in a reftable, which bylaw cannot read: run \"git refs migrate --ref-format=files\""},
		{"partialclone", "this is a partial clone, without files that bylaw reads: clone the repository without --filter"},
		{"worktreeconfig", "this is a sparse checkout or one of several work trees with settings of its own, which bylaw cannot read: use a plain clone"},
	} {
		if strings.Contains(err.Error(), known.extension) {
			return diag.WithHint(err, "%s", known.next)
		}
	}
	return diag.WithHint(err, "use a plain clone of the repository")
}

func looksBare(dir string) bool {
	for _, part := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(dir, part)); err != nil {
			return false
		}
	}
	return true
}

func wrap(opened *git.Repository, dir string) (*Repo, error) {
	work, err := opened.Worktree()
	if err == nil {
		return &Repo{git: opened, root: work.Filesystem.Root()}, nil
	}
	if !errors.Is(err, git.ErrIsBareRepository) {
		return nil, fmt.Errorf("open work tree of %q: %w", dir, err)
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return &Repo{git: opened, root: root, bare: true}, nil
}

// HasRemote reports whether the repository names any other one.
func (r *Repo) HasRemote() (bool, error) {
	remotes, err := r.git.Remotes()
	return len(remotes) > 0, err
}

// Root is the absolute path of the work tree, or of the repository itself where it is bare.
func (r *Repo) Root() string { return r.root }

// Status is the state of a work tree.
type Status struct {
	Branch   string   // short name; "" where the head is detached
	Head     string   // commit hash; "" where the branch is unborn
	Unborn   bool     // the branch has no commit yet
	Detached bool     // the head is a commit, not a branch
	Dirty    []string // governed paths whose files on disk are not those of Head, sorted; new files included
}

// Status reads branch, head and the governed files that differ from it on disk. What is staged does not matter, only
// what the files hold. Files that git ignores and does not track do not count, because WorkTree leaves them out.
func (r *Repo) Status() (Status, error) {
	var s Status
	head, err := r.git.Storer.Reference(plumbing.HEAD)
	if err != nil {
		return s, fmt.Errorf("read head of %q: %w", r.root, err)
	}
	s.Detached = head.Type() != plumbing.SymbolicReference
	if !s.Detached {
		s.Branch = head.Target().Short()
	}
	resolved, err := r.git.Head()
	switch {
	case errors.Is(err, plumbing.ErrReferenceNotFound):
		s.Unborn = true
	case err != nil:
		return s, fmt.Errorf("read head of %q: %w", r.root, err)
	default:
		s.Head = resolved.Hash().String()
	}
	s.Dirty, err = r.dirty(s)
	return s, err
}

func (r *Repo) dirty(s Status) ([]string, error) {
	if r.bare {
		return nil, nil
	}
	committed := facts.Tree{}
	if !s.Unborn {
		tree, _, err := r.Tree(s.Head)
		if err != nil && !errors.Is(err, ErrNoGovernance) {
			return nil, err
		}
		committed = tree
	}
	onDisk, err := WorkTree(r.root)
	if err != nil && !errors.Is(err, ErrNoGovernance) {
		return nil, err
	}
	var dirty []string
	differing := onDisk.Differing(committed)
	if len(differing) == 0 {
		return nil, nil
	}
	as := r.conversion()
	for _, path := range differing {
		if !as.clean(path, onDisk, committed) {
			dirty = append(dirty, path)
		}
	}
	return dirty, nil
}
