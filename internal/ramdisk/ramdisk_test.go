package ramdisk

import (
	"os"
	"testing"
)

func TestTMPDIRSaysWhereTemporaryFilesAre(t *testing.T) {
	const place = "/elsewhere"
	t.Setenv("TMPDIR", place)
	Use()
	if got := os.TempDir(); got != place {
		t.Errorf("temporary files are in %q, want %q", got, place)
	}
}

func TestMemoryIsUsedWhereThereIsEnough(t *testing.T) {
	t.Setenv("TMPDIR", "")
	want := os.TempDir()
	if free(folder) >= least {
		want = folder
	}
	Use()
	if got := os.TempDir(); got != want {
		t.Errorf("temporary files are in %q, want %q", got, want)
	}
}
