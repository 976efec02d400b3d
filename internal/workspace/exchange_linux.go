package workspace

import "golang.org/x/sys/unix"

// exchange swaps two folders, so that there is no moment without a result.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}
