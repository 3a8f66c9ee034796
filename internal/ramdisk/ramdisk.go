// Package ramdisk keeps the temporary files of tests in memory. Only tests import it.
package ramdisk

import "os"

// On Linux shared memory is a file system. A container often has too little of it.
const (
	folder = "/dev/shm"
	least  = 1 << 30 // bytes that must be free: several packages are tested at a time
)

// Use makes memory the place of the temporary files of this process, where there is enough of it and TMPDIR names no other
// place. Tests of repositories create many thousands of small files, which takes up to half of their time on a disk.
func Use() {
	if os.Getenv("TMPDIR") != "" || free(folder) < least {
		return
	}
	if probe, err := os.MkdirTemp(folder, "bylaw"); err == nil && os.Remove(probe) == nil {
		_ = os.Setenv("TMPDIR", folder) // without it tests are slower, and nothing else
	}
}
