package github_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/internal/ramdisk"
)

func TestMain(m *testing.M) {
	ramdisk.Use()
	m.Run()
}
