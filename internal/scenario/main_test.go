package scenario_test

import (
	"runtime/debug"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ramdisk"
)

// TestMain collects garbage less often and keeps repositories in memory: hundreds of small communities come and go.
func TestMain(m *testing.M) {
	ramdisk.Use()
	debug.SetGCPercent(400)
	m.Run()
}
