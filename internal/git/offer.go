package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Draft stores a commit upon another, with files written again, or removed where their content is nil. No branch moves, and
// the work tree stays as it is.
func (c *Clone) Draft(d facts.Offer) (string, error) {
	parent, err := c.repo.commit(d.Base)
	if err != nil {
		return "", err
	}
	tree := parent.TreeHash
	for path, data := range d.Files {
		if tree, err = c.repo.rewrite(tree, strings.Split(path, "/"), data); err != nil {
			return "", fmt.Errorf("write %q: %w", path, err)
		}
	}
	by := Signature{Name: d.Name, Email: d.Email, Time: d.At}
	commit, err := writeCommit(c.repo.git.Storer, tree, by, d.Message, parent.Hash)
	return commit.String(), err
}

// rewrite stores a folder in which one file is another, and gives its hash. A folder without files is left out.
func (r *Repo) rewrite(folder plumbing.Hash, path []string, data []byte) (plumbing.Hash, error) {
	var entries []object.TreeEntry
	var old plumbing.Hash
	mode := filemode.Regular
	if !folder.IsZero() {
		node, err := r.node(folder)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		for _, entry := range node {
			if entry.Name != path[0] {
				entries = append(entries, entry)
				continue
			}
			old = entry.Hash
			if entry.Mode == filemode.Executable {
				mode = entry.Mode
			}
		}
	}
	hash, err := r.entryOf(old, path, data)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if len(path) > 1 {
		mode = filemode.Dir
	}
	if !hash.IsZero() {
		entries = append(entries, object.TreeEntry{Name: path[0], Mode: mode, Hash: hash})
	}
	if len(entries) == 0 {
		return plumbing.ZeroHash, nil
	}
	return writeNode(r.git.Storer, entries)
}

// entryOf stores what is under the first name of a path; the zero hash is nothing.
func (r *Repo) entryOf(old plumbing.Hash, path []string, data []byte) (plumbing.Hash, error) {
	switch {
	case len(path) > 1:
		return r.rewrite(old, path[1:], data)
	case data == nil:
		return plumbing.ZeroHash, nil
	}
	return writeBlob(r.git.Storer, data)
}

// Offer sets a branch of the origin to a commit that is stored here. A branch that exists with other commits is an error:
// it is never forced.
func (c *Clone) Offer(ctx context.Context, branch, commit string) error {
	local := plumbing.ReferenceName("refs/bylaw/offers/" + branch)
	if err := c.repo.git.Storer.SetReference(plumbing.NewHashReference(local, plumbing.NewHash(commit))); err != nil {
		return err
	}
	at, err := transport.NewEndpoint(c.origin.URL)
	if err != nil {
		return fmt.Errorf("push to %q: %w", c.origin.URL, err)
	}
	auth, err := c.origin.auth(at)
	if err != nil {
		return err
	}
	spec := config.RefSpec(local + ":" + plumbing.NewBranchReferenceName(branch))
	remote := git.NewRemote(c.repo.git.Storer, &config.RemoteConfig{Name: "origin", URLs: []string{c.origin.URL}})
	var said bytes.Buffer
	err = remote.PushContext(ctx, &git.PushOptions{RemoteName: "origin", RefSpecs: []config.RefSpec{spec}, Auth: auth, Progress: &said})
	if err != nil && !errors.Is(err, git.NoErrAlreadyUpToDate) {
		return fmt.Errorf("push branch %q: %w", branch, explained(err, said.String()))
	}
	return nil
}
