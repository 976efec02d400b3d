package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/term"
)

// PolicyFile is the policy that is read when none is named, if it is there.
const PolicyFile = "onefold.yaml"

// Settle reads the settings of flags and environment. It is called before
// every command, so that a wrong one is always told.
func (a *App) Settle(cmd *cobra.Command) error { return a.layer(cmd, nil) }

// Policy reads the policy file and settles again with it below flags and
// environment. Without a file it returns the default policy. Commands that
// look at a source call it; the others must work beside a faulty file.
func (a *App) Policy(cmd *cobra.Command) (*config.Policy, error) {
	path := a.Globals.Config
	if path == "" {
		if _, err := os.Stat(PolicyFile); errors.Is(err, fs.ErrNotExist) {
			return new(config.Policy), nil
		}
		path = PolicyFile
	}
	p, err := config.Load(path)
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return nil, &term.Error{At: path, Why: fmt.Errorf("read the policy: %w", pe.Err), Code: term.Usage}
	}
	if err != nil {
		return nil, Misconfigured(err)
	}
	return p, a.layer(cmd, p)
}

func (a *App) layer(cmd *cobra.Command, p *config.Policy) error {
	s, err := p.Scalars(cmd.Flags())
	if err != nil {
		return Misconfigured(err)
	}
	a.Globals.State, a.Globals.Lang, a.Globals.Workers, a.Globals.Memory = s.StateDir, s.Language, s.Workers, s.Memory
	if path, ok := a.Env("ONEFOLD_CONFIG"); ok && !cmd.Flags().Changed("config") {
		a.Globals.Config = path
	}
	return nil
}

// Faults lists the faults of a policy one by one; other errors stay.
func Faults(err error) error {
	var fs config.Faults
	if errors.As(err, &fs) {
		return Misconfigured(err)
	}
	return err
}

// Misconfigured turns the faults of a policy into errors with places, one for
// each.
func Misconfigured(err error) error {
	var faults config.Faults
	if !errors.As(err, &faults) {
		return &term.Error{Why: err, Code: term.Usage}
	}
	all := make([]error, len(faults))
	for i, f := range faults {
		e := &term.Error{At: f.File, Why: errors.New(f.Text), Show: f.Excerpt, Code: term.Usage}
		if f.Line > 0 {
			e.At = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
		}
		if f.Suggestion != "" {
			e.Next = fmt.Sprintf("did you mean %q?", f.Suggestion)
		}
		all[i] = e
	}
	return errors.Join(all...)
}
