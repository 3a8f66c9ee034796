package mastodon

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Saving says how often a server that shares its file writes it: after so many bytes of its state for each change.
type Saving int64

const (
	// EachChange is for a server that waits for requests: every change is in the file before its answer is sent.
	EachChange Saving = 0
	// Seldom is for a client with a server of its own: a large state is written after several changes, and by Flush. Until
	// then other servers of the file wait.
	Seldom Saving = 8 << 10
)

// Kept is a server whose state is in a file that other processes use too. Each request sees the last state; only a request
// that may have changed something writes it, and one process at a time.
type Kept struct {
	server *Server
	path   string
	saving Saving

	mu      sync.Mutex
	unlock  func()      // nil: the file is not locked by this server
	seen    fs.FileInfo // of the state in memory; nil: the seed
	changes int64       // since the file was written
}

// Keep lets a server share the state in a file, which need not exist.
func Keep(server *Server, path string, saving Saving) *Kept {
	return &Kept{server: server, path: path, saving: saving}
}

// ServeHTTP answers one request on the last state.
func (k *Kept) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	changing := Request{Method: request.Method, Path: request.URL.Path}.Writes()
	if err := k.take(changing); err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]any{"error": err.Error()})
		return
	}
	answer, aborted := serveRecorded(k.server, request)
	if changing {
		k.changes++
	}
	if err := k.release(k.saving); err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]any{"error": err.Error()})
		return
	}
	if aborted {
		panic(http.ErrAbortHandler)
	}
	answer.copyTo(w)
}

// Transport reaches the server in the same process, without a socket.
func (k *Kept) Transport() http.RoundTripper { return inProcess{k} }

// Check reads the state, so that a damaged file is found before the first request.
func (k *Kept) Check() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.take(false); err != nil {
		return err
	}
	return k.release(k.saving)
}

// Flush writes what was changed and not yet written.
func (k *Kept) Flush() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.release(EachChange)
}

// take locks the file and brings the state in memory up to it. A folder that does not exist is made only for a change.
func (k *Kept) take(changing bool) (err error) {
	if k.unlock != nil {
		return nil
	}
	if _, err := os.Stat(filepath.Dir(k.path)); errors.Is(err, fs.ErrNotExist) && !changing {
		k.forget()
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o750); err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	if k.unlock, err = lockedfile.MutexAt(k.path + ".lock").Lock(); err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	if err := k.reload(); err != nil {
		k.unlock()
		k.unlock = nil
		return err
	}
	return nil
}

func (k *Kept) reload() error {
	now, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		k.forget()
		return nil
	}
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	if k.seen != nil && os.SameFile(k.seen, now) && k.seen.ModTime().Equal(now.ModTime()) && k.seen.Size() == now.Size() {
		return nil
	}
	if err := k.server.Load(k.path); err != nil {
		return err
	}
	k.seen = now
	return nil
}

// forget begins with the seed again, if the file of the state in memory is gone.
func (k *Kept) forget() {
	if k.seen == nil {
		return
	}
	k.server.Edit(func(s *State) { *s = *seed(k.server.options) })
	k.seen = nil
}

// release writes the state if enough was changed for its size, and lets others use the file.
func (k *Kept) release(saving Saving) error {
	if k.unlock == nil {
		return nil
	}
	if k.changes > 0 {
		if k.seen != nil && k.changes*int64(saving) < k.seen.Size() && saving != EachChange {
			return nil
		}
		if err := k.save(); err != nil {
			return err
		}
	}
	k.unlock()
	k.unlock = nil
	return nil
}

func (k *Kept) save() error {
	if err := k.server.Save(k.path); err != nil {
		return err
	}
	now, err := os.Stat(k.path)
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	k.seen, k.changes = now, 0
	return nil
}
