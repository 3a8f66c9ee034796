package main

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/scripttest"
)

func TestMain(m *testing.M) { scripttest.Main(m) }

// decider is the judge of all commands that run in this process: it compiles the policies once.
var decider = opa.New()

// TestScript runs every script below testdata/script: the program, in this process, on loopback only.
func TestScript(t *testing.T) { scripttest.Run(t, decider) }
