package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// Begin makes an empty repository with a work tree, on an unborn branch of this name.
func Begin(dir, branch string) (*Repo, error) {
	return createOn(dir, plumbing.NewBranchReferenceName(branch), false)
}

// Author is the person whom git's own settings name, of the repository, the user or the system; the parts are "" where they do
// not.
func (r *Repo) Author() (name, email string) {
	settings, err := r.git.ConfigScoped(config.SystemScope)
	if err != nil {
		return "", ""
	}
	return cmp.Or(settings.Author.Name, settings.User.Name), cmp.Or(settings.Author.Email, settings.User.Email)
}

// CommitFiles commits these files of the work tree, by path from its root, and nothing else. It gives the commit's hash. Where other
// changes are staged, they would be committed with them, so nothing is.
func (r *Repo) CommitFiles(paths []string, who Signature, message string) (string, error) {
	work, err := r.git.Worktree()
	if err != nil {
		return "", err
	}
	staged, err := work.Status()
	if err != nil {
		return "", fmt.Errorf("status of %q: %w", r.root, err)
	}
	for path, state := range staged {
		if state.Staging != git.Unmodified && state.Staging != git.Untracked && !slices.Contains(paths, path) {
			return "", diag.WithHint(fmt.Errorf("%q is staged too", path), "commit it first, or run \"git restore --staged %s\"", path)
		}
	}
	for _, path := range paths {
		if _, err := work.Add(filepath.ToSlash(path)); err != nil {
			return "", fmt.Errorf("add %q: %w", path, err)
		}
	}
	by := who.git()
	hash, err := work.Commit(message, &git.CommitOptions{Author: &by, Committer: &by})
	if err != nil {
		return "", fmt.Errorf("commit to %q: %w", r.root, err)
	}
	return hash.String(), nil
}

// Pull brings the branches of the remote "origin" here, and the one that is named into the branch that is checked out, where that is
// a fast-forward.
func (r *Repo) Pull(ctx context.Context, branch string) error {
	work, err := r.git.Worktree()
	if err != nil {
		return err
	}
	err = work.PullContext(ctx, &git.PullOptions{ReferenceName: plumbing.NewBranchReferenceName(branch)})
	if err != nil && !errors.Is(err, git.NoErrAlreadyUpToDate) {
		return fmt.Errorf("pull %q into %q: %w", branch, r.root, err)
	}
	return nil
}

// OriginAddress is the address of the remote "origin", as git has it, "" where there is none.
func (r *Repo) OriginAddress() string {
	found, err := r.git.Remote("origin")
	if err != nil || len(found.Config().URLs) == 0 {
		return ""
	}
	return found.Config().URLs[0]
}

// Branch is the short name of the branch that is checked out, also before its first commit, and "" where the head is detached.
func (r *Repo) Branch() string {
	head, err := r.git.Storer.Reference(plumbing.HEAD)
	if err != nil || head.Type() != plumbing.SymbolicReference {
		return ""
	}
	return head.Target().Short()
}
