// Package actiontest tests the GitHub Action: its shell steps run with bash, in the workflows that communities copy, against
// a fake GitHub and a fake Mastodon.
package actiontest

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

// clockVariable makes the test binary the program itself, at a time of the test's choice in RFC 3339: the steps of the action
// run the program as a process of its own.
const clockVariable = "BYLAW_TEST_CLOCK"

// decider is the judge of all commands that run in this process: it compiles the policies once.
var decider = opa.New()

func TestMain(m *testing.M) {
	at := os.Getenv(clockVariable)
	debug.SetGCPercent(400) // many commands in one process: a few hundred megabytes for a quarter of their time
	if at == "" {
		os.Exit(m.Run())
	}
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(program(now))
}

// program runs the command line of this process, as cmd/bylaw does.
func program(now time.Time) int {
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return cli.Run(context.Background(), os.Args[1:], cli.Process{
		Judge: decider, Dir: dir, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Env: os.Getenv, Now: func() time.Time { return now },
	})
}
