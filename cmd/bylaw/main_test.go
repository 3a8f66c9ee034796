package main

import (
	"os"
	"runtime/debug"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ramdisk"
)

func TestMain(m *testing.M) {
	ramdisk.Use()
	debug.SetGCPercent(400) // a thousand commands in one process: a few hundred megabytes for a quarter of their time
	os.Exit(m.Run())
}
