package scripttest

import (
	"runtime/debug"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ramdisk"
)

// Main runs the tests of a package that has scripts.
func Main(m *testing.M) {
	ramdisk.Use()
	debug.SetGCPercent(800) // hundreds of commands in one process: under a gigabyte for a third of their time
	m.Run()
}
