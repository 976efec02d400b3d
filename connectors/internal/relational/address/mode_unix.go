//go:build unix

package address

import "os"

// loose tells whether others than the owner can read a file.
func loose(m os.FileMode) bool { return m.Perm()&0o077 != 0 }
