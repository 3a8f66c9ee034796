package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
)

// writeOutput writes a file that the command line names, for its owner alone.
func (a *app) writeOutput(name string, data []byte) error { return a.writeFile(name, data, 0o600) }

// writeFile writes a file that the command line names, whole or not at all. It refuses a name at which a link, a device or
// a folder lies, and the governed folders of the repository, whose files are voted on.
func (a *app) writeFile(name string, data []byte, mode os.FileMode) error {
	path := a.path(name)
	info, err := os.Lstat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return diag.WithHint(fmt.Errorf("write %s: it is not an ordinary file", name), "name a file")
	case a.governs(path):
		return diag.WithHint(fmt.Errorf("write %s: it lies in a governed folder, whose files are voted on", name), "name a file elsewhere")
	}
	if err := replaceFile(path, data, mode); err != nil {
		return diag.WithHint(fmt.Errorf("write %s: %w", name, reason(err)), "name a file in a folder that exists")
	}
	return nil
}

// reason leaves the path out of a file system's error: it is that of the temporary file.
func reason(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}

// resolved follows the links of a path as far as its folders exist.
func resolved(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if above := filepath.Dir(path); errors.Is(err, fs.ErrNotExist) && above != path {
		real, err = resolved(above)
		return filepath.Join(real, filepath.Base(path)), err
	}
	return real, err
}

// governs says whether a path lies in a governed folder of the repository, also behind links of its folders.
func (a *app) governs(path string) bool {
	folder, errFolder := resolved(filepath.Dir(path))
	root, errRoot := filepath.EvalSymlinks(a.repository())
	if errFolder != nil || errRoot != nil {
		return false // one of them is not there: nothing of the repository can be overwritten
	}
	inside, err := filepath.Rel(root, folder)
	first, _, _ := strings.Cut(filepath.ToSlash(inside), "/")
	return err == nil && slices.ContainsFunc([]string{"governance", ".github"}, func(governed string) bool { return strings.EqualFold(first, governed) })
}

// replaceFile writes a file whole or not at all, into a folder that exists.
func replaceFile(name string, data []byte, mode os.FileMode) error {
	temporary, err := os.CreateTemp(filepath.Dir(name), ".bylaw-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(data)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}
