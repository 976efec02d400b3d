package app

import (
	"os/user"

	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// StateDir returns the directory of the state for commands without an output:
// that of --state, or .onefold in the working directory.
func (a *App) StateDir() string {
	if a.Globals.State != "" {
		return a.Globals.State
	}
	return workspace.DirName
}

// Actor returns who is at work, for the ledger: ONEFOLD_ACTOR, or the name that
// the system knows.
func (a *App) Actor() string {
	for _, name := range []string{"ONEFOLD_ACTOR", "USER", "LOGNAME", "USERNAME"} {
		if v, ok := a.Env(name); ok && v != "" {
			return v
		}
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username // as in a container, where nobody set USER
	}
	return "unknown"
}

// Identity returns the file with the age identity of sealed values; "" is the
// one in the state.
func (a *App) Identity() string {
	path, _ := a.Env("ONEFOLD_IDENTITY")
	return path
}

// LedgerOptions returns how commands open the ledger: it talks of what a crash
// had left.
func (a *App) LedgerOptions() ledger.Options {
	return ledger.Options{
		Now: a.Now, Identity: a.Identity(),
		OnRecovery: func(r ledger.Recovered) {
			a.Term.Warn("the ledger ended in %s that a crash had left; set aside, and noted as an entry", term.Plural(r.Bytes+r.CheckpointBytes, "byte", "bytes"))
		},
	}
}
