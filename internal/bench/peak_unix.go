//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the most memory that a process had at once, in bytes. Linux counts it in KiB and macOS in bytes.
func peak(state *os.ProcessState) float64 {
	taken, known := state.SysUsage().(*syscall.Rusage)
	if !known {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return float64(taken.Maxrss)
	}
	return float64(taken.Maxrss) * 1024
}
