package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// holder names this run in the lock of the ledger: in a workflow its run, whose attempts never overlap, elsewhere the
// person, the machine and the process.
func (a *app) holder() string {
	if run := a.Env("GITHUB_RUN_ID"); run != "" {
		return fmt.Sprintf("workflow run %s (%s)", run, cmp.Or(a.Env("GITHUB_ACTOR"), "unknown"))
	}
	return fmt.Sprintf("%s (process %d)", a.localHolder(), os.Getpid())
}

// localHolder names who sits where.
func (a *app) localHolder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return cmp.Or(a.Env("USER"), "unknown") + "@" + host
}

// gone says of a holder that it was a process of the same person on this machine, and that it runs no more.
func (a *app) gone(holder string) bool {
	rest, mine := strings.CutPrefix(holder, a.localHolder()+" ")
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
