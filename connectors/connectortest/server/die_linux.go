package server

import "syscall"

// dieWithParent ends a server with the test that started it, however that ends.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
