// Package clients keeps the applications that login registered, in a file of the person who ran it. A server lets only the
// application that got a token revoke it. The file holds no token: what it holds alone opens no account.
package clients

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/bylaw-dev/bylaw/internal/diag"
	"github.com/bylaw-dev/bylaw/internal/port"
	"github.com/bylaw-dev/bylaw/internal/secret"
)

// File is the file; its folder is made when it is needed. Both are for its owner alone.
type File struct{ Path string }

// document is the file's form.
type document struct {
	Version int     `json:"version"`
	Clients []entry `json:"clients"` // in the order of their registration
}

// entry is one application.
type entry struct {
	Server       string    `json:"server"`
	Purpose      string    `json:"purpose"`
	ClientID     string    `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
	Redirect     string    `json:"redirect_uri"`
	At           time.Time `json:"registered_at"`
}

// Add appends an application.
func (f File) Add(c port.RegisteredClient) error {
	return f.change(func(all []entry) []entry {
		return append(all, entry{c.Server, c.Purpose, c.ID, c.Secret.Reveal(), c.Redirect, c.At.UTC()})
	})
}

// Remove forgets an application; one that is not there is no error.
func (f File) Remove(id string) error {
	return f.change(func(all []entry) []entry {
		return slices.DeleteFunc(all, func(e entry) bool { return e.ClientID == id })
	})
}

// List gives the applications of a server, the newest first.
func (f File) List(server string) ([]port.RegisteredClient, error) {
	all, err := f.read()
	if err != nil {
		return nil, err
	}
	var found []port.RegisteredClient
	for _, e := range slices.Backward(all) {
		if e.Server == server {
			client := port.Client{ID: e.ClientID, Secret: secret.New(e.ClientSecret), Redirect: e.Redirect}
			found = append(found, port.RegisteredClient{Client: client, Server: e.Server, Purpose: e.Purpose, At: e.At})
		}
	}
	return found, nil
}

func (f File) read() ([]entry, error) {
	data, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("registered applications: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	var d document
	if err := decoder.Decode(&d); err != nil || d.Version != 1 {
		return nil, diag.WithHint(fmt.Errorf("registered applications: %q is not a file of this version of bylaw", f.Path),
			"rename it; tokens of its applications can then be revoked on the server's page only")
	}
	return d.Clients, nil
}

// change reads, changes and replaces the file, one process at a time.
func (f File) change(edit func([]entry) []entry) error {
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return fmt.Errorf("registered applications: %w", err)
	}
	unlock, err := lockedfile.MutexAt(f.Path + ".lock").Lock()
	if err != nil {
		return fmt.Errorf("registered applications: %w", err)
	}
	defer unlock()
	all, err := f.read()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(document{1, edit(all)}, "", "  ")
	if err != nil {
		return err
	}
	return f.replace(append(data, '\n'))
}

// replace leaves the old file or the new one behind. A temporary file is readable to its owner alone.
func (f File) replace(data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(f.Path), ".clients-*")
	if err != nil {
		return fmt.Errorf("registered applications: %w", err)
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), f.Path)
	}
	if err != nil {
		return fmt.Errorf("registered applications: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}
