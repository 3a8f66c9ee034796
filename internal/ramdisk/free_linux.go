package ramdisk

import "syscall"

// free is how many bytes a file system has left; 0 where it is not known.
func free(dir string) uint64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0
	}
	return s.Bavail * uint64(s.Bsize) //nolint:gosec // a block has a size above zero
}
