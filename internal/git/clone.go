package git

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Clone is a repository together with the one that it follows: what is asked about is fetched first. What was fetched
// lies below refs/bylaw/; branches and work tree of the repository stay as they are.
type Clone struct {
	repo   *Repo
	origin Remote
}

// Following gives the repository as a clone of origin. An origin without a URL is the repository itself.
func (r *Repo) Following(origin Remote) *Clone { return &Clone{r, origin} }

// Tip fetches a branch of the origin, with its whole history also where the repository is a shallow clone, and gives the
// full hash of the commit that it is at.
func (c *Clone) Tip(ctx context.Context, branch string) (string, error) {
	if c.origin.URL == "" {
		return c.repo.Tip(branch)
	}
	theirs, ours := "refs/heads/"+branch, "refs/bylaw/heads/"+branch
	if err := c.repo.Fetch(ctx, c.origin, map[string]string{theirs: ours}); err != nil {
		return "", err
	}
	if err := c.repo.deepen(ctx, c.origin, theirs); err != nil {
		return "", err
	}
	return c.repo.Tip(ours)
}

// Bring fetches the head of a proposal, and of the commits named those that the origin still gives: one that was pushed
// away may be gone. It is no error that a commit cannot be had; Governed says so for each.
func (c *Clone) Bring(ctx context.Context, proposal int, commits []string) error {
	if c.origin.URL == "" {
		return nil
	}
	head := fmt.Sprintf("refs/pull/%d/head", proposal)
	if err := c.repo.Fetch(ctx, c.origin, map[string]string{head: "refs/bylaw/pull/" + fmt.Sprint(proposal)}); err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(commits), func(commit string) bool {
		return !plumbing.IsHash(commit) || c.repo.git.Storer.HasEncodedObject(plumbing.NewHash(commit)) == nil
	})
	for _, commit := range missing {
		if err := c.repo.fetchCommit(ctx, c.origin, plumbing.NewHash(commit)); err != nil {
			return err
		}
	}
	return nil
}

// fetchCommit fetches one commit by its hash, as far as the remote gives what no ref of it leads to.
func (r *Repo) fetchCommit(ctx context.Context, from Remote, commit plumbing.Hash) error {
	at, err := transport.NewEndpoint(from.URL)
	if err != nil {
		return fmt.Errorf("fetch from %q: %w", from.URL, err)
	}
	if at.Protocol == "file" {
		source, err := Open(at.Path)
		if err != nil || source.git.Storer.HasEncodedObject(commit) != nil {
			return err
		}
		return copyObjects(r.git.Storer, source.git.Storer, commit)
	}
	auth, err := from.auth(at)
	if err != nil {
		return err
	}
	spec := config.RefSpec(fmt.Sprintf("%s:refs/bylaw/commits/%s", commit, commit))
	remote := git.NewRemote(r.git.Storer, &config.RemoteConfig{Name: "origin", URLs: []string{from.URL}})
	err = remote.FetchContext(ctx, &git.FetchOptions{RefSpecs: []config.RefSpec{spec}, Auth: auth, Tags: git.NoTags})
	if err == nil || errors.Is(err, git.NoErrAlreadyUpToDate) || errors.Is(err, git.ErrExactSHA1NotSupported) || refused(err) {
		return nil
	}
	return fmt.Errorf("fetch commit %.12s from %q: %w", commit, from.URL, err)
}

// refused distinguishes a server that no longer has a commit from one that could not be asked: git has no code for it, only words.
func refused(err error) bool { return strings.Contains(err.Error(), "not our ref") }

// Governed reads the governed files of a commit. Mistakes that a tree cannot hold, such as a symbolic link, come with what
// could be read apart from them. A commit without the governance folder is no mistake of git's.
func (c *Clone) Governed(ctx context.Context, commit string) (facts.Tree, error) {
	tree, err := c.repo.Governed(ctx, commit)
	if errors.Is(err, ErrNoGovernance) {
		return tree, nil
	}
	return tree, err
}

// Committed gives the committer's date of a commit.
func (c *Clone) Committed(commit string) (time.Time, error) {
	found, err := c.repo.Commit(commit)
	return found.Time, err
}

// MergeBase gives the commit at which two histories part.
func (c *Clone) MergeBase(a, b string) (string, error) { return c.repo.MergeBase(a, b) }

// Trunk gives the first-parent chain that leads to tip, oldest first, beginning with the commit from. It is an error if
// from is not on it.
func (c *Clone) Trunk(tip, from string) ([]string, error) { return c.repo.Trunk(tip, from) }

// Trunk gives the first-parent chain that leads to tip, oldest first, beginning with the commit from, or with the root where
// that is "".
func (r *Repo) Trunk(tip, from string) ([]string, error) {
	later, err := r.FirstParents(tip, from)
	if err != nil {
		return nil, err
	}
	var chain []string
	if from != "" {
		chain = append(chain, from)
	}
	for _, commit := range slices.Backward(later) {
		chain = append(chain, commit.Hash)
	}
	return chain, nil
}
