package githost

import (
	"errors"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/utils/diff"
)

// ErrConflict is a merge that a person must make.
var ErrConflict = errors.New("both sides changed the same lines")

// leaf is one file of a tree.
type leaf struct {
	mode filemode.FileMode
	hash plumbing.Hash
}

// mergeTrees merges the changes from base to theirs into ours and stores the result.
func mergeTrees(in *git.Repository, base, ours, theirs plumbing.Hash) (plumbing.Hash, error) {
	var sides [3]map[string]leaf
	for i, tree := range []plumbing.Hash{base, ours, theirs} {
		leaves, err := flatten(in, tree)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		sides[i] = leaves
	}
	merged := map[string]leaf{}
	for path := range union(sides[:]) {
		result, err := mergeLeaf(in, sides[0][path], sides[1][path], sides[2][path])
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if result != (leaf{}) {
			merged[path] = result
		}
	}
	return writeTree(in, merged)
}

func union(sides []map[string]leaf) map[string]bool {
	paths := map[string]bool{}
	for _, side := range sides {
		for path := range side {
			paths[path] = true
		}
	}
	return paths
}

// mergeLeaf takes the side that changed; where both did, their lines.
func mergeLeaf(in *git.Repository, base, ours, theirs leaf) (leaf, error) {
	switch {
	case ours == theirs, base == theirs:
		return ours, nil
	case base == ours:
		return theirs, nil
	case base == (leaf{}) || ours == (leaf{}) || theirs == (leaf{}):
		return leaf{}, ErrConflict
	case ours.mode != theirs.mode || ours.mode == filemode.Symlink || ours.mode == filemode.Submodule:
		return leaf{}, ErrConflict
	}
	var texts [3]string
	for i, each := range []leaf{base, ours, theirs} {
		blob, err := in.BlobObject(each.hash)
		if err != nil {
			return leaf{}, err
		}
		file := object.NewFile("", each.mode, blob)
		if texts[i], err = file.Contents(); err != nil {
			return leaf{}, err
		}
	}
	text, err := mergeText(texts[0], texts[1], texts[2])
	if err != nil {
		return leaf{}, err
	}
	hash, err := store(in, plumbing.BlobObject, []byte(text))
	return leaf{ours.mode, hash}, err
}

// The kinds of difference of go-git's line differ.
const (
	equal    = 0
	inserted = 1
)

// hunk replaces the lines from..to of the base.
type hunk struct {
	from, to int
	text     string
}

// mergeText merges line by line. Changes that touch or overlap are a conflict, as in git.
func mergeText(base, ours, theirs string) (string, error) {
	lines := strings.SplitAfter(base, "\n")
	changes := append(hunks(base, ours), hunks(base, theirs)...)
	slices.SortStableFunc(changes, func(a, b hunk) int { return a.from - b.from })
	changes = slices.Compact(changes)
	var merged strings.Builder
	at := 0
	for i, change := range changes {
		if i > 0 && change.from <= changes[i-1].to {
			return "", ErrConflict
		}
		merged.WriteString(strings.Join(lines[at:change.from], ""))
		merged.WriteString(change.text)
		at = change.to
	}
	merged.WriteString(strings.Join(lines[at:], ""))
	return merged.String(), nil
}

// hunks gives what a side changed, in line numbers of the base.
func hunks(base, side string) []hunk {
	var found []hunk
	line := 0
	open := false
	for _, part := range diff.Do(base, side) {
		n := lineCount(part.Text)
		if part.Type == equal {
			line += n
			open = false
			continue
		}
		if !open {
			found = append(found, hunk{from: line, to: line})
			open = true
		}
		last := &found[len(found)-1]
		if part.Type == inserted {
			last.text += part.Text
			continue
		}
		line += n
		last.to = line
	}
	return found
}

func flatten(in *git.Repository, hash plumbing.Hash) (map[string]leaf, error) {
	leaves := map[string]leaf{}
	return leaves, walk(in, hash, "", leaves)
}

func walk(in *git.Repository, hash plumbing.Hash, prefix string, into map[string]leaf) error {
	tree, err := in.TreeObject(hash)
	if err != nil {
		return err
	}
	for _, entry := range tree.Entries {
		if entry.Mode != filemode.Dir {
			into[prefix+entry.Name] = leaf{entry.Mode, entry.Hash}
			continue
		}
		if err := walk(in, entry.Hash, prefix+entry.Name+"/", into); err != nil {
			return err
		}
	}
	return nil
}

// writeTree stores the folders of a set of files.
func writeTree(in *git.Repository, leaves map[string]leaf) (plumbing.Hash, error) {
	below := map[string]map[string]leaf{}
	var entries []object.TreeEntry
	for path, each := range leaves {
		name, rest, deeper := strings.Cut(path, "/")
		if !deeper {
			entries = append(entries, object.TreeEntry{Name: name, Mode: each.mode, Hash: each.hash})
			continue
		}
		if below[name] == nil {
			below[name] = map[string]leaf{}
		}
		below[name][rest] = each
	}
	for name, folder := range below {
		hash, err := writeTree(in, folder)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: hash})
	}
	slices.SortFunc(entries, func(a, b object.TreeEntry) int { return strings.Compare(sortKey(a), sortKey(b)) })
	encoded := in.Storer.NewEncodedObject()
	if err := (&object.Tree{Entries: entries}).Encode(encoded); err != nil {
		return plumbing.ZeroHash, err
	}
	return in.Storer.SetEncodedObject(encoded)
}

// sortKey makes the order that git wants: a folder as if its name ended in a slash.
func sortKey(entry object.TreeEntry) string {
	if entry.Mode == filemode.Dir {
		return entry.Name + "/"
	}
	return entry.Name
}

func store(in *git.Repository, kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	encoded := in.Storer.NewEncodedObject()
	encoded.SetType(kind)
	writer, err := encoded.Writer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	_, err = writer.Write(data)
	if err = errors.Join(err, writer.Close()); err != nil {
		return plumbing.ZeroHash, err
	}
	return in.Storer.SetEncodedObject(encoded)
}
