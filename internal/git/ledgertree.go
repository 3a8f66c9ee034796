package git

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	pathpkg "path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/bylaw-dev/bylaw/internal/ledger"
)

var ledgerPath = regexp.MustCompile(`^(entries/[0-9]{6,}|facts/[0-9a-f]{64})\.json$`)

const entriesFolder = "entries"

// branch is the folders of the ledger's tip: name to blob in each. Files at the root are in the folder "".
type branch map[string]map[string]plumbing.Hash

func (b branch) find(path string) (plumbing.Hash, bool) {
	folder, name := split(path)
	hash, ok := b[folder][name]
	return hash, ok
}

// split parts a path into its folder, "" for the root, and the name there.
func split(path string) (folder, name string) {
	folder, name = pathpkg.Split(path)
	return strings.TrimSuffix(folder, "/"), name
}

// branch reads the folders of a commit, without their files. What is neither a folder at the root nor a file below it
// has no place in a ledger, but for the checkpoint.
func (l *Ledger) branch(tip plumbing.Hash) (branch, error) {
	found := branch{}
	if tip.IsZero() {
		return found, nil
	}
	commit, err := object.GetCommit(l.store, tip)
	if err != nil {
		return nil, fmt.Errorf("read the ledger branch: %w", err)
	}
	root, err := commit.Tree()
	if err != nil {
		return nil, fmt.Errorf("read the ledger branch: %w", err)
	}
	for _, folder := range root.Entries {
		if folder.Name == ledger.Checkpoint && folder.Mode == filemode.Regular {
			found[""] = map[string]plumbing.Hash{folder.Name: folder.Hash}
			continue
		}
		if folder.Mode != filemode.Dir {
			return nil, &ledger.Broken{Path: folder.Name, Why: "a ledger holds only folders at its root"}
		}
		names, err := l.folder(folder)
		if err != nil {
			return nil, err
		}
		found[folder.Name] = names
	}
	return found, nil
}

func (l *Ledger) folder(entry object.TreeEntry) (map[string]plumbing.Hash, error) {
	tree, err := object.GetTree(l.store, entry.Hash)
	if err != nil {
		return nil, fmt.Errorf("read the ledger branch: %w", err)
	}
	names := make(map[string]plumbing.Hash, len(tree.Entries))
	for _, file := range tree.Entries {
		path := entry.Name + "/" + file.Name
		if _, twice := names[file.Name]; twice {
			return nil, &ledger.Broken{Path: path, Why: "the file is there twice"}
		}
		if file.Mode != filemode.Regular {
			return nil, &ledger.Broken{Path: path, Why: "not a regular file"}
		}
		names[file.Name] = file.Hash
	}
	return names, nil
}

// files reads every file of a commit, sorted by path.
func (l *Ledger) files(tip plumbing.Hash) ([]ledger.File, error) {
	held, err := l.branch(tip)
	if err != nil {
		return nil, err
	}
	var files []ledger.File
	for folder, names := range held {
		for name, hash := range names {
			path := pathpkg.Join(folder, name)
			data, err := l.blob(path, hash)
			if err != nil {
				return nil, err
			}
			files = append(files, ledger.File{Path: path, Data: data})
		}
	}
	slices.SortFunc(files, func(a, b ledger.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func (l *Ledger) blob(path string, hash plumbing.Hash) ([]byte, error) {
	blob, err := object.GetBlob(l.store, hash)
	if err != nil {
		return nil, fmt.Errorf("read ledger file %q: %w", path, err)
	}
	if blob.Size > maxBlob {
		return nil, &ledger.Broken{Path: path, Why: fmt.Sprintf("larger than %d MiB", maxBlob>>20)}
	}
	reader, err := blob.Reader()
	if err != nil {
		return nil, fmt.Errorf("read ledger file %q: %w", path, err)
	}
	data, err := io.ReadAll(reader)
	return data, errors.Join(err, reader.Close())
}

// extend stores a commit after tip with the files added, if head is still the hash of tip's last entry.
func (l *Ledger) extend(tip plumbing.Hash, head string, files []ledger.File) (plumbing.Hash, error) {
	held, err := l.branch(tip)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	last, err := l.lastEntry(held)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if head != last {
		return plumbing.ZeroHash, ledger.ErrMoved
	}
	for _, file := range files {
		if err := l.add(held, file); err != nil {
			return plumbing.ZeroHash, err
		}
	}
	root, err := l.writeBranch(held)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("write the ledger: %w", err)
	}
	who := Signature{Name: "bylaw", Email: "bylaw@localhost", Time: l.now()}
	var parents []plumbing.Hash
	if !tip.IsZero() {
		parents = append(parents, tip)
	}
	return writeCommit(l.store, root, who, message(files), parents...)
}

// lastEntry gives the SHA-256 of the last entry file, 64 zeros where there is none.
func (l *Ledger) lastEntry(held branch) (string, error) {
	last := ""
	for name := range held[entriesFolder] {
		if len(name) > len(last) || len(name) == len(last) && name > last {
			last = name
		}
	}
	if last == "" {
		return strings.Repeat("0", hex.EncodedLen(sha256.Size)), nil
	}
	data, err := l.blob(entriesFolder+"/"+last, held[entriesFolder][last])
	if err != nil {
		return "", err
	}
	return ledger.Sum(data), nil
}

// add puts a file into its folder. A file that is there already may only come again with the same bytes.
func (l *Ledger) add(held branch, file ledger.File) error {
	if !ledgerPath.MatchString(file.Path) {
		return fmt.Errorf("%q has no place in a ledger, only entries/NNNNNN.json and facts/SHA256.json have", file.Path)
	}
	hash, err := writeBlob(l.store, file.Data)
	if err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	if old, taken := held.find(file.Path); taken && old != hash {
		return fmt.Errorf("ledger file %q exists with another content: %w", file.Path, ledger.ErrMoved)
	}
	folder, name := split(file.Path)
	if held[folder] == nil {
		held[folder] = map[string]plumbing.Hash{}
	}
	held[folder][name] = hash
	return nil
}

func (l *Ledger) writeBranch(held branch) (plumbing.Hash, error) {
	var root []object.TreeEntry
	for folder, names := range held {
		if len(names) == 0 {
			continue // git keeps no empty folders
		}
		var entries []object.TreeEntry
		for name, hash := range names {
			entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash})
		}
		if folder == "" {
			root = append(root, entries...)
			continue
		}
		hash, err := writeNode(l.store, entries)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		root = append(root, object.TreeEntry{Name: folder, Mode: filemode.Dir, Hash: hash})
	}
	return writeNode(l.store, root)
}

func message(files []ledger.File) string {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path
	}
	return "Record " + strings.Join(paths, ", ") + "\n"
}
