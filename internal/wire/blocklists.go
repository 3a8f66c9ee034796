package wire

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/bylaw-dev/bylaw/internal/charter"
	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/publicweb"
	"github.com/bylaw-dev/bylaw/internal/sources"
)

// mostListFile bounds a list that is a file, in bytes, as publicweb does those that are fetched.
const mostListFile = 8 << 20

// blockLists reads block lists: files from the folder of the repository, all others from the public web.
type blockLists struct {
	folder string
	web    *publicweb.Client
}

// ReadList reads one list.
func (l blockLists) ReadList(ctx context.Context, list charter.SourceList) sources.Reading {
	r := sources.Reading{List: list}
	if list.File != "" {
		r.Data, r.Err = l.file(list.File)
		return r
	}
	found, err := l.web.Get(ctx, list.Where())
	status, refused := errors.AsType[*httpapi.StatusError](err)
	switch {
	case refused && list.Instance != "" && status.Status < http.StatusInternalServerError:
		err = diag.WithHint(err, "the server may not publish its domain blocks to everyone: ask its staff for a list")
	case err != nil:
		err = diag.WithHint(err, "try again later, or correct its address under sources")
	}
	r.Data, r.Err = found.Body, err
	if found.From != list.Where() {
		r.From = found.From
	}
	return r
}

// file reads a file of the repository. A symbolic link does not lead out of it.
func (l blockLists) file(name string) ([]byte, error) {
	root, err := os.OpenRoot(l.folder)
	if err != nil {
		return nil, plainly(err)
	}
	data, err := bounded(root, filepath.FromSlash(name))
	if err = errors.Join(err, root.Close()); err != nil {
		err = diag.WithHint(err, "commit the list, or correct its path under sources")
	}
	return data, err
}

func bounded(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, plainly(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("not a file")
	case info.Size() > mostListFile:
		return nil, fmt.Errorf("the file is larger than %d MiB", mostListFile>>20)
	}
	data, err := root.ReadFile(name)
	return data, plainly(err)
}

// plainly leaves out of an error the path, which the caller names.
func plainly(err error) error {
	if wrapped, ok := errors.AsType[*fs.PathError](err); ok {
		return wrapped.Err
	}
	return err
}

// BlockLists reads the block lists of others.
func (w *Wire) BlockLists() port.ListReader {
	return blockLists{w.Repository(), publicweb.Open(publicweb.Options{UserAgent: w.userAgent(), Next: w.Web})}
}
