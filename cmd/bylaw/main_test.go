package main

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // a thousand commands in one process: a few hundred megabytes for a quarter of their time
	os.Exit(m.Run())
}
