//go:build !unix

package server

import (
	"os"
	"os/exec"
)

// unprivileged runs a command as whoever runs the test.
func unprivileged(cmd *exec.Cmd, dir string) *exec.Cmd {
	cmd.Dir = dir
	return cmd
}

func kill(p *os.Process) { _ = p.Kill() }
