package charter

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/yamldoc"
)

// maxFile is the largest file that is read at all, in bytes.
const maxFile = 32 << 20

// loader reads the files of one repository and collects what is wrong with them.
type loader struct {
	fsys    fs.FS
	diags   diag.List
	sources Sources
}

// need reads a file that must exist.
func (l *loader) need(path string) ([]byte, bool) {
	src, found := l.read(path)
	if !found {
		hint := `write it: "bylaw init" in an empty folder shows what each file looks like`
		if other := strings.TrimSuffix(path, ".yaml") + ".yml"; other != path && l.exists(other) {
			hint = "rename " + other
		}
		l.fail(path, hint, "no such file")
	}
	return src, src != nil
}

// read reads a file, which is nil where there is a mistake. An absent file is not found, and no mistake.
func (l *loader) read(path string) (src []byte, found bool) {
	info, err := fs.Stat(l.fsys, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false
	case err != nil:
		l.fail(path, "", "cannot be read: %s", reason(err))
		return nil, true
	case info.IsDir():
		l.fail(path, "", "is a folder, not a file")
		return nil, true
	case info.Size() > maxFile:
		l.fail(path, "remove what is not needed", "%d bytes is more than the %d that a file may have", info.Size(), maxFile)
		return nil, true
	}
	src, err = fs.ReadFile(l.fsys, path)
	if err != nil {
		l.fail(path, "", "cannot be read: %s", reason(err))
		return nil, true
	}
	if len(bytes.TrimSpace(src)) == 0 {
		l.fail(path, "write it, or remove the file if it is not needed", "the file is empty")
		return nil, true
	}
	return src, true
}

// yaml reads a YAML file whose mistakes are reported.
func (l *loader) yaml(path string, src []byte) yamldoc.Value {
	v := yamldoc.Parse(path, src, &l.diags)
	if !v.Present() && l.clean(path) {
		l.fail(path, "write it, or remove the file if it is not needed", "the file holds nothing but comments")
	}
	return v
}

// clean reports whether nothing has been said about a file so far.
func (l *loader) clean(path string) bool {
	for _, d := range l.diags {
		if d.Place.File == path {
			return false
		}
	}
	return true
}

// folder reports whether a path is a folder.
func (l *loader) folder(path string) bool {
	info, err := fs.Stat(l.fsys, path)
	return err == nil && info.IsDir()
}

func (l *loader) exists(path string) bool {
	_, err := fs.Stat(l.fsys, path)
	return err == nil
}

func (l *loader) fail(path, hint, format string, args ...any) {
	l.diags.Errorf(diag.Place{File: path}, hint, format, args...)
}

// reason leaves out of a file system's error the path, which may be one of this machine.
func reason(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
