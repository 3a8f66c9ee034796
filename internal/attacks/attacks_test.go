// Package attacks tests whole commands against people who try to decide alone: a script for each attack.
package attacks

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/scripttest"
)

func TestMain(m *testing.M) { scripttest.Main(m) }

// TestScript runs every script below testdata/script: the program, in this process, on loopback only.
func TestScript(t *testing.T) { scripttest.Run(t, opa.New()) }
