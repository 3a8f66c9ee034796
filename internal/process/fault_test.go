package process

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// fault does something to a process at one of its writes, a request to the fake Mastodon or a push to the fake GitHub.
type fault struct {
	at       int  // the index of the write; -1 is none
	performs bool // the server does what was asked before the fault
	act      func(*fault)
	stderr   io.Writer // of the process; nil: into the log of a test that fails
	ends     int       // the exit status of a process that is not killed

	mu    sync.Mutex
	child *exec.Cmd // nil while none runs
	seen  int       // writes of the child
	done  bool

	place  *place
	result looks
}

// before puts the fault before a server.
func (t *fault) before(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.serve(handler, w, r) })
}

// changes says whether a request changes the server, or pushes to the repository.
func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && (strings.HasPrefix(r.URL.Path, "/api/") || strings.HasSuffix(r.URL.Path, "/git-receive-pack"))
}

func (t *fault) serve(handler http.Handler, w http.ResponseWriter, r *http.Request) {
	if !changes(r) || !t.hit() {
		handler.ServeHTTP(w, r)
		return
	}
	if t.performs {
		handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	t.act(t)
	if !t.killed() {
		handler.ServeHTTP(w, r)
	}
}

// hit counts a write and says whether it is the one.
func (t *fault) hit() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.child == nil || t.done {
		return false
	}
	t.seen++
	t.done = t.seen-1 == t.at
	return t.done
}

func (t *fault) killed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.child == nil
}

// kill ends the process as the kernel does: nothing of it runs after that.
func kill(t *fault) { t.end(os.Kill) }

// end sends a signal that ends the process at once.
func (t *fault) end(by os.Signal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.child.Process.Signal(by); err != nil {
		t.place.Logf("kill: %v", err)
	}
	t.child = nil
}

// alone runs bylaw as a process of its own.
func (t *fault) alone(args ...string) {
	t.place.Helper()
	var said bytes.Buffer
	cmd := t.place.command(args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	if t.stderr != nil {
		cmd.Stderr = t.stderr
	}
	t.mu.Lock()
	t.place.must(cmd.Start())
	t.child = cmd
	t.mu.Unlock()
	err := cmd.Wait()
	t.mu.Lock()
	want := t.ends
	if t.child == nil {
		want = -1 // killed by a signal
	}
	t.child = nil
	t.mu.Unlock()
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.place.Fatalf("exit status %d, want %d: %v:\n%s", got, want, err, said.String())
	}
}
