// Package proposals tests whole commands on proposals, from the opening of a vote to apply: a script for each story.
package proposals

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/opa"
	"github.com/bylaw-dev/bylaw/internal/scripttest"
)

func TestMain(m *testing.M) { scripttest.Main(m) }

// TestScript runs every script below testdata/script: the program, in this process, on loopback only.
func TestScript(t *testing.T) { scripttest.Run(t, opa.New()) }
