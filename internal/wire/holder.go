package wire

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Holder names this run in the lock of the ledger: in a workflow its run, whose attempts never overlap, elsewhere the
// person, the machine and the process.
func (w *Wire) Holder() string {
	if run := w.Env("GITHUB_RUN_ID"); run != "" {
		return fmt.Sprintf("workflow run %s (%s)", run, cmp.Or(w.Env("GITHUB_ACTOR"), "unknown"))
	}
	return fmt.Sprintf("%s (process %d)", w.localHolder(), os.Getpid())
}

// localHolder names who sits where.
func (w *Wire) localHolder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return cmp.Or(w.Env("USER"), "unknown") + "@" + host
}

// Gone says of a holder that it was a process of the same person on this machine, and that it runs no more.
func (w *Wire) Gone(holder string) bool {
	rest, mine := strings.CutPrefix(holder, w.localHolder()+" ")
	var pid int
	if _, err := fmt.Sscanf(rest, "(process %d)", &pid); err != nil || !mine {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
