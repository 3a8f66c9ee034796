package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// Source says where a governed tree came from.
type Source struct {
	Commit string    // full hash; "" for files that are in no commit
	Tree   string    // git hash of a tree with only the governed folders: equal content, equal hash
	Time   time.Time // committer time, a claim of its author
}

// Tree reads the governed files of a commit from the object store. Symbolic links, submodules, names that collide or
// hide, and more than the bounds allow are mistakes naming their path, all at once. ErrNoGovernance comes with what the
// commit does hold.
func (r *Repo) Tree(rev string) (facts.Tree, Source, error) {
	c, err := r.commit(rev)
	if err != nil {
		return nil, Source{}, err
	}
	files, err := r.collect(c.TreeHash)
	if err != nil {
		return files, Source{}, fmt.Errorf("commit %.12s: %w", c.Hash.String(), err)
	}
	tree, err := treeHash(files)
	return files, Source{c.Hash.String(), tree, c.Committer.When.UTC()}, err
}

// Governed opens a tree that Keep stored, or the tree of a commit, by its full hash.
func (r *Repo) Governed(ctx context.Context, hash string) (facts.Tree, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := r.git.CommitObject(plumbing.NewHash(hash)); err == nil {
		tree, _, err := r.Tree(hash)
		return tree, err
	}
	return r.collect(plumbing.NewHash(hash))
}

// Enacted opens a governed tree by the commit that held it, or by its own hash where commit is "". ErrOtherTree means that
// the commit holds another tree than the one named.
func (r *Repo) Enacted(ctx context.Context, commit, tree string) (facts.Tree, error) {
	if commit == "" {
		return r.Governed(ctx, tree)
	}
	files, err := r.Governed(ctx, commit)
	if err != nil {
		return nil, err
	}
	if hash, err := treeHash(files); err != nil || hash != tree {
		return nil, errors.Join(err, fmt.Errorf("commit %.12s, tree %.12s: %w", commit, tree, ErrOtherTree))
	}
	return files, nil
}

// collect walks a root tree, but only into the governed folders.
func (r *Repo) collect(root plumbing.Hash) (facts.Tree, error) {
	entries, err := r.node(root)
	if err != nil {
		return nil, err
	}
	c := newCollector()
	for _, entry := range entries {
		if !c.claims(entry.Name) {
			continue
		}
		if entry.Mode != filemode.Dir {
			c.admit(entry.Name)
			c.fault(entry.Name, "", "must be a folder")
			continue
		}
		if err := r.folder(c, "", entry); err != nil {
			return nil, err
		}
	}
	return c.result()
}

func (r *Repo) node(hash plumbing.Hash) ([]object.TreeEntry, error) {
	size, err := r.git.Storer.EncodedObjectSize(hash)
	if err != nil {
		return nil, r.missing(hash.String(), err)
	}
	if size > maxNode {
		return nil, fmt.Errorf("tree %s is larger than %d MiB", hash, maxNode>>20)
	}
	tree, err := r.git.TreeObject(hash)
	if err != nil {
		return nil, r.missing(hash.String(), err)
	}
	return tree.Entries, nil
}

func (r *Repo) folder(c *collector, parent string, entry object.TreeEntry) error {
	path := join(parent, entry.Name)
	if !c.admit(path) {
		return nil
	}
	entries, err := r.node(entry.Hash)
	if err != nil {
		return err
	}
	for _, below := range entries {
		if err := r.entry(c, path, below); err != nil {
			return err
		}
	}
	return nil
}

func (r *Repo) entry(c *collector, parent string, entry object.TreeEntry) error {
	path := join(parent, entry.Name)
	switch entry.Mode {
	case filemode.Dir:
		return r.folder(c, parent, entry)
	case filemode.Regular, filemode.Deprecated:
		return r.blob(c, path, facts.Regular, entry.Hash)
	case filemode.Executable:
		return r.blob(c, path, facts.Executable, entry.Hash)
	case filemode.Symlink:
		c.link(path)
	case filemode.Submodule:
		c.fault(path, "put the files themselves in its place", "is a submodule, whose content cannot be reviewed here")
	default:
		c.fault(path, "", "has the unknown mode %s", entry.Mode)
	}
	return nil
}

func (r *Repo) blob(c *collector, path, mode string, hash plumbing.Hash) error {
	size, err := r.git.Storer.EncodedObjectSize(hash)
	if err != nil {
		return r.missing(path, err)
	}
	if !c.admit(path) || !c.fits(path, size) {
		return nil
	}
	data, err := r.bytes(hash)
	if err != nil {
		return fmt.Errorf("read %q: %w", path, err)
	}
	c.tree[path] = facts.Blob{Mode: mode, Hash: hash.String(), Data: data}
	return nil
}

func (r *Repo) bytes(hash plumbing.Hash) ([]byte, error) {
	blob, err := r.git.BlobObject(hash)
	if err != nil {
		return nil, err
	}
	reader, err := blob.Reader()
	if err != nil {
		return nil, err
	}
	data, err := readUpTo(reader, blob.Size, maxBlob+1)
	return data, errors.Join(err, reader.Close())
}

// readUpTo reads no more than the bound. The size expected only saves copying.
func readUpTo(r io.Reader, size, bound int64) ([]byte, error) {
	var buffer bytes.Buffer
	buffer.Grow(int(min(size, bound)) + bytes.MinRead)
	_, err := buffer.ReadFrom(io.LimitReader(r, bound))
	return buffer.Bytes(), err
}

func join(parent, name string) string { return strings.TrimPrefix(parent+"/"+name, "/") }
