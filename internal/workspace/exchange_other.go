//go:build !linux

package workspace

import "errors"

// exchange reports that this system can't swap two folders.
func exchange(_, _ string) error { return errors.ErrUnsupported }
