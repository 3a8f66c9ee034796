package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/bylaw-dev/bylaw/internal/facts"
)

// WorkTree reads the governed files on disk below dir, with or without git, and refuses what Tree refuses; in addition to
// that, devices, pipes and sockets. No link is followed, dir itself excepted. Where dir is the root of a repository, files that git
// ignores and does not track are left out, as a commit leaves them out.
func WorkTree(dir string) (facts.Tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %q: %w", dir, err)
	}
	tree, err := readDisk(root.FS(), readIgnoreRules(dir, root.FS()))
	if err != nil {
		err = fmt.Errorf("%q: %w", dir, err)
	}
	return tree, errors.Join(err, root.Close())
}

func readDisk(disk fs.FS, rules *ignoreRules) (facts.Tree, error) {
	entries, err := fs.ReadDir(disk, ".")
	if err != nil {
		return nil, err
	}
	c := newCollector()
	for _, entry := range entries {
		if !c.claims(entry.Name()) {
			continue
		}
		if !entry.IsDir() {
			c.fault(entry.Name(), "", "must be a folder")
			continue
		}
		if entry.Name() == governance && rules.leavesOut(governance, true) {
			c.fault(governance, "take the rule out of .gitignore: \"git check-ignore -v governance\" says where it is", "git ignores this folder")
			continue
		}
		if err := c.walk(disk, entry.Name(), rules); err != nil {
			return nil, err
		}
	}
	return c.result()
}

// walk gathers everything below a folder. Entries come from folder listings, which do not follow links.
func (c *collector) walk(disk fs.FS, folder string, rules *ignoreRules) error {
	return fs.WalkDir(disk, folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case rules.leavesOut(path, entry.IsDir()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			c.link(path)
			return nil
		case entry.IsDir():
			if !c.admit(path) {
				return fs.SkipDir
			}
			rules.enter(disk, path)
			return nil
		case !entry.Type().IsRegular():
			c.fault(path, "put a file in its place", "is not a regular file")
			return nil
		}
		return c.file(disk, path, entry)
	})
}

func (c *collector) file(disk fs.FS, path string, entry fs.DirEntry) error {
	about, err := entry.Info()
	if err != nil {
		return err
	}
	if !c.admit(path) || !c.fits(path, about.Size()) {
		return nil
	}
	data, err := readBounded(disk, path, about.Size())
	if err != nil {
		return err
	}
	mode := facts.Regular
	if about.Mode()&0o100 != 0 {
		mode = facts.Executable
	}
	c.tree[path] = newBlob(mode, data)
	return nil
}

func newBlob(mode string, data []byte) facts.Blob {
	return facts.Blob{Mode: mode, Hash: plumbing.ComputeHash(plumbing.BlobObject, data).String(), Data: data}
}

// readBounded reads no more than the bound, also where the file grew since its size was asked for.
func readBounded(disk fs.FS, path string, size int64) ([]byte, error) {
	file, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := readUpTo(file, size, maxBlob)
	return data, errors.Join(err, file.Close())
}
