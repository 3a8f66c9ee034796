package process

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var wholeMatrix = flag.Bool("matrix", false, "kill at every write and every push, as \"make matrix\" does; else at a few")

// One apply runs as a process of its own, and things happen to it. In the end everything is as after a run that nothing
// happened to, which is played once.
func TestWhateverHappensToAProcessTheNextEndsAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	calm := &fault{at: -1}
	play(t, calm, time.Hour)
	if calm.seen == 0 || calm.result.Enacted != 1 {
		t.Fatalf("an undisturbed run makes %d writes and ends in %+v", calm.seen, calm.result)
	}
	for name, test := range map[string]func(t *testing.T, want looks, writes int){
		"killed at any write": killed, "another process starts": another, "the clock jumps": jumping,
		"interrupted": interrupted, "interrupted in its last change": interruptedLast, "a second signal": signalledTwice,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, calm.result, calm.seen)
		})
	}
}

// The machine dies at a write or a push, before or after the server has done it.
func killed(t *testing.T, want looks, writes int) {
	step, cases := 7, 0
	if *wholeMatrix {
		step = 1
	}
	t.Run("cases", func(t *testing.T) {
		for at := 0; at < writes; at += step {
			for _, performs := range []bool{false, true} {
				cases++
				t.Run(fmt.Sprintf("write %d, performed %t", at, performs), func(t *testing.T) { finishKilled(t, at, performs, want) })
			}
		}
	})
	fmt.Fprintf(os.Stdout, "matrix: %d processes killed, at %d of %d writes and pushes\n", cases, cases/2, writes)
}

// finishKilled lets a process be killed at a write, and the next one finish what it began.
func finishKilled(t *testing.T, at int, performs bool, want looks) {
	t.Parallel()
	caught := &fault{at: at, performs: performs, act: kill}
	play(t, caught, time.Hour)
	if !caught.done {
		t.Fatal("the process was not killed")
	}
	if diff := cmp.Diff(want, caught.result); diff != "" {
		t.Errorf("-undisturbed +killed:\n%s", diff)
	}
}

// While one process is at a write, a second one is started: it changes nothing and says who holds the lock since when.
func another(t *testing.T, want looks, writes int) {
	var said bytes.Buffer
	var err error
	first := &fault{at: writes / 2, act: func(t *fault) {
		second := t.place.command("apply")
		second.Env = append(second.Env, "GITHUB_RUN_ID=77")
		second.Stderr = &said
		err = second.Run()
	}}
	play(t, first, time.Hour)
	if err == nil || err.Error() != "exit status 3" || !strings.Contains(said.String(), "workflow run 1 (ada) is applying: it holds the lock since 2026-11-21T12:00:") {
		t.Errorf("the second process ended with %v and said %q", err, said.String())
	}
	if diff := cmp.Diff(want, first.result); diff != "" {
		t.Errorf("-undisturbed +two:\n%s", diff)
	}
}

// Clocks of machines jump. A day passes at once after a run that was killed, or the clock goes back an hour after one that
// was not. (After one that was killed, its lock must be over by the present clock before the next run begins.)
func jumping(t *testing.T, want looks, writes int) {
	for later, caught := range map[time.Duration]*fault{
		24 * time.Hour: {at: writes / 2, performs: true, act: kill}, -time.Hour: {at: -1},
	} {
		t.Run(later.String(), func(t *testing.T) { play(t, caught, later) })
		if diff := cmp.Diff(want, caught.result); diff != "" {
			t.Errorf("%s: -undisturbed +jumped:\n%s", later, diff)
		}
	}
}
