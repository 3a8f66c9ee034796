package scenario_test

import (
	"runtime/debug"
	"testing"
)

// TestMain collects garbage less often: hundreds of small communities come and go, and collecting is a fifth of the time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
