package app

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/normalize"
)

// SourceFlags say how to read a source; every command that reads one has them.
type SourceFlags struct {
	ID        string
	Delimiter string
	Quote     string
	Escape    string
	Encoding  string
	Header    string
	Format    string
	Strict    bool
	Deleted   bool
}

func (f *SourceFlags) Add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.ID, "id", "", "`COLUMN` that holds the record's own id (default inferred, else its number)")
	f.AddReading(cmd)
}

// AddReading adds the flags that say how a file is read, and not what its
// columns are.
func (f *SourceFlags) AddReading(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.Format, "format", "", "format of the input: csv or jsonl (default by content)")
	flags.StringVar(&f.Delimiter, "delimiter", "", "delimiter of the input: one character, or tab (default found)")
	flags.StringVar(&f.Quote, "quote", "", "quote of the input: one character, or none (default found)")
	flags.StringVar(&f.Escape, "escape", "", "how a quote is written inside quotes: double or backslash (default found)")
	flags.StringVar(&f.Encoding, "encoding", "", "encoding of the input, such as windows-1250 (default found)")
	flags.StringVar(&f.Header, "header", "", "whether the first record holds the names: yes or no (default found)")
	flags.BoolVar(&f.Deleted, "include-deleted", false, "read rows of a database that are only marked as deleted, too")
	flags.BoolVar(&f.Strict, "strict", false, "fail on what would be rejected or repaired")
}

func (f *SourceFlags) options(a *App) (connectors.Options, error) {
	o := connectors.Options{
		Format: f.Format, Delimiter: f.Delimiter, Quote: f.Quote, Escape: f.Escape, Encoding: f.Encoding, Strict: f.Strict, Stdin: a.In,
		Deleted: f.Deleted, Getenv: a.env, Prompt: a.Term.Secret,
	}
	switch f.Header {
	case "":
	case "yes":
		o.Header = connectors.Yes
	case "no":
		o.Header = connectors.No
	default:
		return o, term.Usagef("--header: %q is neither yes nor no", f.Header)
	}
	return o, nil
}

// PolicyHash returns the SHA-256 of the policy file, "" where there is none.
func (a *App) PolicyHash() string {
	path := a.Globals.Config
	if path == "" {
		path = PolicyFile
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Job opens a source for a command. The caller closes it.
func (a *App) Job(cmd *cobra.Command, source string, f *SourceFlags) (*pipeline.Job, *term.Progress, error) {
	p, err := a.Policy(cmd)
	if err != nil {
		return nil, nil, err
	}
	return a.JobWith(cmd, source, f, p)
}

// JobWith opens a source under a policy.
func (a *App) JobWith(cmd *cobra.Command, source string, f *SourceFlags, p *config.Policy) (*pipeline.Job, *term.Progress, error) {
	o, progress, err := a.Sources(f, p)
	if err != nil {
		return nil, nil, err
	}
	o.Source, o.ID = source, f.ID
	j, err := pipeline.Open(cmd.Context(), o)
	if err != nil {
		progress.Close()
		return nil, nil, err
	}
	return j, progress, nil
}

// Sources returns the options that sources are opened with, whichever they are.
func (a *App) Sources(f *SourceFlags, p *config.Policy) (pipeline.Options, *term.Progress, error) {
	read, err := f.options(a)
	if err != nil {
		return pipeline.Options{}, nil, err
	}
	if a.Globals.Memory > 0 {
		debug.SetMemoryLimit(a.Globals.Memory)
	}
	progress := a.Term.Progress()
	return pipeline.Options{
		Connectors: all.New(), Registry: normalize.Standard(), Policy: p, Read: read,
		Workers: a.Workers(), Now: a.Now, Progress: progress.Report,
	}, progress, nil
}

// Decisions returns what people decided of a source, for a command that has no
// output: of the state, of the working directory, and of one more file.
func (a *App) Decisions(source, more string) (*decisions.Book, error) {
	state := a.Globals.State
	if state == "" {
		state = workspace.DirName
	}
	s := decisions.NewStore(state, all.New().Label(source), workspace.DirName)
	if more != "" {
		if _, err := decisions.ReadNamed(more); err != nil {
			return nil, err
		}
		s.Others = append(s.Others, more)
	}
	return s.Read(a.Now())
}

// Lang returns the language of reports: what was asked for, or the locale's.
func (a *App) Lang() report.Lang {
	for _, s := range []string{a.Globals.Lang, a.env("LC_ALL"), a.env("LC_MESSAGES"), a.env("LANG")} {
		if l, ok := report.ParseLang(s); ok && s != "" {
			return l
		}
	}
	return report.English
}

func (a *App) env(name string) string {
	v, _ := a.Env(name)
	return v
}
