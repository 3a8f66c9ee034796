package process

import (
	"os"
	"runtime"
	"runtime/debug"
)

// What may be in the heap, in per cent of what is in use, before garbage is collected: for the first time and later. Go
// begins with 4 MiB in use and collects at 100.
const (
	firstCollection  = 1600
	laterCollections = 400
)

// collectLess collects garbage less often, where GOGC does not say otherwise. A command ends soon, most before the heap has
// 64 MiB, and spends up to a third of its time on collecting at Go's own setting.
func collectLess() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(firstCollection)
	runtime.AddCleanup(&garbage{}, func(percent int) { debug.SetGCPercent(percent) }, laterCollections)
}

// garbage is what the first collection finds. It holds a pointer: what holds none may share its memory, and stay.
type garbage struct{ _ *garbage }
