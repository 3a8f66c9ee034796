// Package process is one process of bylaw: its streams, its environment, its signals and its memory, given to the command line.
// All tests of what happens to a process in the middle of its work are here.
package process

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/bylaw-dev/bylaw/internal/cli"
	"github.com/bylaw-dev/bylaw/internal/httpapi"
	"github.com/bylaw-dev/bylaw/internal/opa"
)

// Run runs the command line of this process by a clock, and gives the exit status. Everything that must be undone before the
// process ends is undone by then.
func Run(now func() time.Time) int {
	collectLess()
	ctx, stop := untilSignal()
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		dir = "." // a deleted working directory: the command says what it cannot find
	}
	return cli.Run(ctx, os.Args[1:], system(dir, now))
}

// system is what the operating system gives a command.
func system(dir string, now func() time.Time) cli.Process {
	return cli.Process{
		Dir:     dir,
		Stdin:   os.Stdin,
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Env:     os.Getenv,
		Environ: os.Environ,
		Now:     now,
		Sleep:   httpapi.Pause,
		Judge:   opa.New(),
		Config:  configFolder(),
		Browse:  browser(),
		Run:     runProgram,

		Terminal:      term.IsTerminal(int(os.Stdout.Fd())),
		StdinTerminal: term.IsTerminal(int(os.Stdin.Fd())),
		Screen:        terminal(),
		Width:         columns,
	}
}

// untilSignal is a context that the first signal ends, which lets the write in flight finish. By then signals do again what
// they usually do: the second one kills.
func untilSignal() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
		case <-ctx.Done():
		}
		signal.Stop(signals)
		cancel()
	}()
	return ctx, cancel
}
