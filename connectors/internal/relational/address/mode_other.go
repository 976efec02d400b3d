//go:build !unix

package address

import "os"

// loose says no: here permissions are not in the mode of a file.
func loose(os.FileMode) bool { return false }
