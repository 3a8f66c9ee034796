package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// collectLate puts the first garbage collection off until the heap has 64 MiB, sixteen times where Go begins. Most commands
// end before that, and a third of their time went into collecting. From then on Go collects as usual, so that what a large
// community takes stays the same. GOGC, where it is set, is left alone.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(1600)
	runtime.AddCleanup(&garbage{}, func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// garbage is what the first collection finds. It holds a pointer: what holds none may share its memory, and stay.
type garbage struct{ _ *garbage }
