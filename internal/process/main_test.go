package process

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/internal/ramdisk"
)

// clockVariable makes the test binary the program itself, at a time of the test's choice in RFC 3339: tests that need a
// process of its own, to kill it or to interrupt it, start themselves with it.
const clockVariable = "BYLAW_TEST_CLOCK"

func TestMain(m *testing.M) {
	at := os.Getenv(clockVariable)
	if at == "" {
		ramdisk.Use()
		debug.SetGCPercent(400) // a thousand commands in one process: a few hundred megabytes for a quarter of their time
		os.Exit(m.Run())
	}
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(Run(func() time.Time { return now }))
}
