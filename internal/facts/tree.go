package facts

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// The modes of governed files, as git writes them.
const (
	Regular    = "100644"
	Executable = "100755"
)

// Blob is one file of a governed tree. Data is shared and must not be changed.
type Blob struct {
	Mode string // Regular or Executable
	Hash string // the git blob hash of Data, in hex
	Data []byte
}

// Tree is the governed files of one commit or directory, by slash-separated path from the root of the repository. It is
// also a read-only fs.FS; folders exist where a file lies below them.
type Tree map[string]Blob

// Paths gives the paths in order.
func (t Tree) Paths() []string {
	paths := make([]string, 0, len(t))
	for p := range t {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// Equal says whether both trees hold the same paths with the same modes and contents.
func (t Tree) Equal(other Tree) bool {
	return len(t) == len(other) && len(t.Differing(other)) == 0
}

// Differing gives in order the paths that only one of both trees has, or that differ in mode or content.
func (t Tree) Differing(other Tree) []string {
	var paths []string
	for p, blob := range t {
		if same, ok := other[p]; !ok || same.Hash != blob.Hash || same.Mode != blob.Mode {
			paths = append(paths, p)
		}
	}
	for p := range other {
		if _, ok := t[p]; !ok {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// Open opens a file or a folder, as fs.FS wants it.
func (t Tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if blob, ok := t[name]; ok {
		return &openBlob{Reader: bytes.NewReader(blob.Data), info: infoOf(name, blob)}, nil
	}
	entries := t.list(name)
	if len(entries) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFolder{info: info{name: path.Base(name), mode: fs.ModeDir | 0o555}, entries: entries}, nil
}

// ReadFile gives a copy of a file's bytes, as fs.ReadFileFS wants it.
func (t Tree) ReadFile(name string) ([]byte, error) {
	if blob, ok := t[name]; ok {
		return bytes.Clone(blob.Data), nil
	}
	if fs.ValidPath(name) && len(t.list(name)) > 0 {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errFolder}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// list gives what lies directly below a folder, sorted by name.
func (t Tree) list(folder string) []fs.DirEntry {
	prefix := folder + "/"
	if folder == "." {
		prefix = ""
	}
	found := map[string]info{}
	for p, blob := range t {
		rest, below := strings.CutPrefix(p, prefix)
		if !below {
			continue
		}
		if name, _, deeper := strings.Cut(rest, "/"); deeper {
			found[name] = info{name: name, mode: fs.ModeDir | 0o555}
		} else {
			found[name] = infoOf(p, blob)
		}
	}
	entries := make([]fs.DirEntry, 0, len(found))
	for _, each := range found {
		entries = append(entries, fs.FileInfoToDirEntry(each))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
}

type fault string

func (f fault) Error() string { return string(f) }

const errFolder = fault("is a folder")

type info struct {
	name string
	size int64
	mode fs.FileMode
}

func infoOf(p string, blob Blob) info {
	mode := fs.FileMode(0o444)
	if blob.Mode == Executable {
		mode = 0o555
	}
	return info{path.Base(p), int64(len(blob.Data)), mode}
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

type openBlob struct {
	*bytes.Reader
	info info
}

func (o *openBlob) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *openBlob) Close() error               { return nil }

type openFolder struct {
	info    info
	entries []fs.DirEntry
}

func (o *openFolder) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *openFolder) Close() error               { return nil }
func (o *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: o.info.name, Err: errFolder}
}

// ReadDir gives the next n entries, or the rest where n is not positive.
func (o *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		rest := o.entries
		o.entries = nil
		return rest, nil
	}
	if len(o.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(o.entries))
	next := o.entries[:n]
	o.entries = o.entries[n:]
	return next, nil
}
