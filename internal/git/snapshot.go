package git

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/memory"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// kept is where the refs lie that save kept trees from garbage collection.
const kept = "refs/bylaw/kept/"

// Snapshot writes governed files as a tree and as a commit without parents, by a fixed author at time zero, so that
// equal content has equal hashes wherever and whenever it is written. A ref of its own keeps both.
func (r *Repo) Snapshot(files fs.FS) (tree, commit string, err error) {
	content, ok := files.(facts.Tree)
	if !ok {
		if content, err = readDisk(files, &ignoreRules{}); err != nil {
			return "", "", err
		}
	}
	root, err := writeFiles(r.git.Storer, content)
	if err != nil {
		return "", "", fmt.Errorf("snapshot: %w", err)
	}
	who := Signature{Name: "bylaw", Email: "bylaw@localhost", Time: time.Unix(0, 0)}
	hash, err := writeCommit(r.git.Storer, root, who, "Governed files\n")
	if err != nil {
		return "", "", fmt.Errorf("snapshot: %w", err)
	}
	ref := plumbing.NewHashReference(plumbing.ReferenceName(kept+hash.String()), hash)
	return root.String(), hash.String(), r.git.Storer.SetReference(ref)
}

// Keep stores governed files and gives the hash of their tree, for Governed.
func (r *Repo) Keep(ctx context.Context, files fs.FS) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	tree, _, err := r.Snapshot(files)
	return tree, err
}

// Signature is who wrote a commit, and when.
type Signature struct {
	Name  string
	Email string
	Time  time.Time
}

func (s Signature) git() object.Signature {
	return object.Signature{Name: s.Name, Email: s.Email, When: s.Time.UTC()}
}

// treeHash gives the hash that Snapshot would give, without keeping anything.
func treeHash(files facts.Tree) (string, error) {
	root, err := writeTree(memory.NewStorage(), files)
	return root.String(), err
}

func writeFiles(store storer.EncodedObjectStorer, files facts.Tree) (plumbing.Hash, error) {
	for path, blob := range files {
		hash, err := writeBlob(store, blob.Data)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if hash.String() != blob.Hash {
			return plumbing.ZeroHash, fmt.Errorf("%q has the hash %s, not %s", path, hash, blob.Hash)
		}
	}
	return writeTree(store, files)
}

// writeTree stores the folders, but not the files, and gives the hash of the root.
func writeTree(store storer.EncodedObjectStorer, files facts.Tree) (plumbing.Hash, error) {
	var entries []object.TreeEntry
	below := map[string]facts.Tree{}
	for path, blob := range files {
		name, rest, deeper := strings.Cut(path, "/")
		if !deeper {
			entries = append(entries, fileEntry(name, blob))
			continue
		}
		if below[name] == nil {
			below[name] = facts.Tree{}
		}
		below[name][rest] = blob
	}
	for name, folder := range below {
		hash, err := writeTree(store, folder)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: hash})
	}
	return writeNode(store, entries)
}

func fileEntry(name string, blob facts.Blob) object.TreeEntry {
	mode := filemode.Regular
	if blob.Mode == facts.Executable {
		mode = filemode.Executable
	}
	return object.TreeEntry{Name: name, Mode: mode, Hash: plumbing.NewHash(blob.Hash)}
}

// writeNode stores one folder. Git orders a folder as if its name ended in a slash.
func writeNode(store storer.EncodedObjectStorer, entries []object.TreeEntry) (plumbing.Hash, error) {
	slices.SortFunc(entries, func(a, b object.TreeEntry) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return encode(store, &object.Tree{Entries: entries})
}

func sortKey(entry object.TreeEntry) string {
	if entry.Mode == filemode.Dir {
		return entry.Name + "/"
	}
	return entry.Name
}

func writeCommit(store storer.EncodedObjectStorer, tree plumbing.Hash, who Signature, message string, parents ...plumbing.Hash) (plumbing.Hash, error) {
	return encode(store, &object.Commit{
		Author: who.git(), Committer: who.git(), Message: message, TreeHash: tree, ParentHashes: parents,
	})
}

func encode(store storer.EncodedObjectStorer, what object.Object) (plumbing.Hash, error) {
	encoded := store.NewEncodedObject()
	if err := what.Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}
	return save(store, encoded)
}

func writeBlob(store storer.EncodedObjectStorer, data []byte) (plumbing.Hash, error) {
	encoded := store.NewEncodedObject()
	encoded.SetType(plumbing.BlobObject)
	encoded.SetSize(int64(len(data)))
	writer, err := encoded.Writer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if _, err := writer.Write(data); err != nil {
		return plumbing.ZeroHash, err
	}
	if err := writer.Close(); err != nil {
		return plumbing.ZeroHash, err
	}
	return save(store, encoded)
}

// save writes an object unless it is there already: most of a tree is the same as in the commit before.
func save(store storer.EncodedObjectStorer, encoded plumbing.EncodedObject) (plumbing.Hash, error) {
	if store.HasEncodedObject(encoded.Hash()) == nil {
		return encoded.Hash(), nil
	}
	return store.SetEncodedObject(encoded)
}
