package process

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// watcher is the standard error of a process, and waits for a word in it.
type watcher struct {
	mu    sync.Mutex
	said  bytes.Buffer
	word  string
	found chan struct{}
}

func watchFor(word string) *watcher { return &watcher{word: word, found: make(chan struct{})} }

// Write keeps the text.
func (e *watcher) Write(text []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before := strings.Contains(e.said.String(), e.word)
	n, err := e.said.Write(text)
	if !before && strings.Contains(e.said.String(), e.word) {
		close(e.found)
	}
	return n, err
}

func (e *watcher) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.said.String()
}

// ask sends the signal of Ctrl-C and waits until the process reports it.
func (e *watcher) ask(t *fault) {
	t.place.must(t.child.Process.Signal(os.Interrupt))
	<-e.found
}

var stopForm = regexp.MustCompile(`(?m)^bylaw: error: apply stopped part-way: [0-9]+ of ([0-9]+) changes are done and recorded, [0-9]+ were not tried: stopped on request before \S+$`)

// Ctrl-C in the middle of an apply: the write in flight is finished and recorded, the process says where it stopped and what
// to do next, gives up its lock, and the next run ends where an undisturbed one does.
func interrupted(t *testing.T, want looks, _ int) {
	for _, at := range []int{0, 3} { // the push that takes the lock, and a block
		log := watchFor("stopping: the write in flight is finished and recorded")
		caught := &fault{at: at, act: log.ask, stderr: log, ends: 130}
		play(t, caught, time.Second)
		if !caught.done || !stopForm.MatchString(log.String()) ||
			!strings.Contains(log.String(), "\nbylaw: hint: run \"bylaw plan\" to see the rest, then \"bylaw apply\" again: what is done is not done twice\n") {
			t.Errorf("at write %d it said %q", at, log)
		}
		if diff := cmp.Diff(want, caught.result); diff != "" {
			t.Errorf("at write %d: -undisturbed +interrupted:\n%s", at, diff)
		}
	}
}

// The constitution is one change, however many posts it has: Ctrl-C in the last change lets it come to its end.
func interruptedLast(t *testing.T, want looks, writes int) {
	log := watchFor("stopping")
	caught := &fault{at: writes / 2, act: log.ask, stderr: log}
	play(t, caught, time.Second)
	if diff := cmp.Diff(want, caught.result); diff != "" || !caught.done {
		t.Errorf("-undisturbed +interrupted:\n%s", diff)
	}
}

// A second signal does not wait for anything.
func signalledTwice(t *testing.T, want looks, writes int) {
	log := watchFor("a second signal kills at once")
	caught := &fault{at: writes / 2, stderr: log, act: func(t *fault) {
		log.ask(t)
		t.end(syscall.SIGTERM)
	}}
	play(t, caught, time.Hour)
	if !caught.done || strings.Contains(log.String(), "bylaw: error") {
		t.Errorf("it said %q", log)
	}
	if diff := cmp.Diff(want, caught.result); diff != "" {
		t.Errorf("-undisturbed +killed:\n%s", diff)
	}
}
