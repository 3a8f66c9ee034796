package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ear is the standard error of a process, and hears a word in it.
type ear struct {
	mu    sync.Mutex
	said  bytes.Buffer
	word  string
	heard chan struct{}
}

func listenFor(word string) *ear { return &ear{word: word, heard: make(chan struct{})} }

// Write keeps what is said.
func (e *ear) Write(text []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	before := strings.Contains(e.said.String(), e.word)
	n, err := e.said.Write(text)
	if !before && strings.Contains(e.said.String(), e.word) {
		close(e.heard)
	}
	return n, err
}

func (e *ear) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.said.String()
}

// ask sends the signal of Ctrl-C and waits until the process says that it was heard.
func (e *ear) ask(t *trap) {
	t.ts.Check(t.child.Process.Signal(os.Interrupt))
	<-e.heard
}

var stopForm = regexp.MustCompile(`(?m)^bylaw: error: apply stopped part-way: [0-9]+ of ([0-9]+) changes are done and recorded, [0-9]+ were not tried: stopped on request before \S+$`)

// Ctrl-C in the middle of an apply: the write in flight is finished and recorded, the process says where it stopped and what
// to do next, gives up its lock, and the next run ends where an undisturbed one does.
func interrupted(t *testing.T, want looks, _ int) {
	for _, at := range []int{0, 3} { // the push that takes the lock, and a block
		voice := listenFor("stopping: the write in flight is finished and recorded")
		caught := &trap{at: at, spring: voice.ask, stderr: voice, ends: 130}
		t.Run("play", func(t *testing.T) { play(t, caught, "+1s") })
		if !caught.sprung || !stopForm.MatchString(voice.String()) ||
			!strings.Contains(voice.String(), "\nbylaw: hint: run \"bylaw plan\" to see the rest, then \"bylaw apply\" again: what is done is not done twice\n") {
			t.Errorf("at write %d it said %q", at, voice)
		}
		if diff := cmp.Diff(want, caught.result); diff != "" {
			t.Errorf("at write %d: -undisturbed +interrupted:\n%s", at, diff)
		}
	}
}

// The constitution is one change, however many posts it has: Ctrl-C in the last change lets it come to its end.
func interruptedLast(t *testing.T, want looks, writes int) {
	voice := listenFor("stopping")
	caught := &trap{at: writes / 2, spring: voice.ask, stderr: voice}
	t.Run("play", func(t *testing.T) { play(t, caught, "+1s") })
	if diff := cmp.Diff(want, caught.result); diff != "" || !caught.sprung {
		t.Errorf("-undisturbed +interrupted:\n%s", diff)
	}
}

// A second signal does not wait for anything.
func signalledTwice(t *testing.T, want looks, writes int) {
	voice := listenFor("a second signal kills at once")
	caught := &trap{at: writes / 2, stderr: voice, spring: func(t *trap) {
		voice.ask(t)
		t.end(syscall.SIGTERM)
	}}
	t.Run("play", func(t *testing.T) { play(t, caught, "+1h") })
	if !caught.sprung || strings.Contains(voice.String(), "bylaw: error") {
		t.Errorf("it said %q", voice)
	}
	if diff := cmp.Diff(want, caught.result); diff != "" {
		t.Errorf("-undisturbed +killed:\n%s", diff)
	}
}
