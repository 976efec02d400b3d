package quality

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline/describe"
	"github.com/onefold/onefold/internal/term"
)

// InitOptions are what onefold init is asked for.
type InitOptions struct {
	App    *app.App
	Source string
	Out    string
	Force  bool
	Read   app.SourceFlags
}

func newInitCmd(a *app.App, runF func(*cobra.Command, *InitOptions) error) *cobra.Command {
	o := &InitOptions{App: a}
	cmd := &cobra.Command{
		Use:   "init SOURCE",
		Short: "Write down what the columns mean, as a policy file",
		Long: `Init looks at SOURCE and writes what it finds to onefold.yaml: the kind of each
column, how sure that is and why, and what the columns decide together: the
country of phone numbers, the order of day and month, the order of names.

Using the file unchanged gives exactly the same result as having none. Change
what is wrong, delete what you don't need. Every setting is explained in
config.example.yaml. A file that is already there is only replaced with --force.`,
		Example: `  onefold init contacts.csv
  onefold init contacts.csv -o policies/contacts.yaml
  onefold init contacts.csv --id "Contact ID" --force`,
		Annotations: app.Notes("About 3 seconds and 600 MB for a million contacts."),
		Args:        app.Arguments("SOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Source = args[0]
			if cmd.Flags().Changed("config") {
				return term.Usagef("init reads no policy, it writes one").WithHint("name the file to write with -o")
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return initRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "output", "o", app.PolicyFile, "policy `FILE` to write, - for standard output")
	flags.BoolVar(&o.Force, "force", false, "replace the file if it is there")
	o.Read.Add(cmd)
	return cmd
}

// initSummary is what --json prints.
type initSummary struct {
	Output  string `json:"output"`
	Columns int    `json:"columns"`
	Doubted int    `json:"doubted"` // columns with values whose kind is less than four fifths sure
	Key     string `json:"key"`     // "" where the record number serves as the id
	Region  string `json:"region"`
}

// doubtful is the confidence below which a steward should look at a column.
const doubtful = .8

func initRun(cmd *cobra.Command, o *InitOptions) error {
	a := o.App
	if o.Out == "-" && a.Term.JSON {
		return term.Usagef("--json and -o - both want the standard output").WithHint("give one of them")
	}
	if o.Out != "-" && !o.Force {
		if _, err := os.Lstat(o.Out); !errors.Is(err, fs.ErrNotExist) {
			return (&term.Error{At: o.Out, Why: errors.New("is already there"), Code: term.Usage}).
				WithHint("--force replaces it; -o names another file")
		}
	}
	if o.Out != "-" {
		if err := app.NotInput("-o", o.Out, o.Source); err != nil {
			return err
		}
	}
	j, progress, err := a.JobWith(cmd, o.Source, &o.Read, new(config.Policy))
	if err != nil {
		return err
	}
	defer j.Close()
	err = j.Infer()
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	if o.Out == "-" {
		return config.Write(a.Term.Out, describe.Policy(j, "."))
	}
	in := describe.Policy(j, filepath.Dir(o.Out))
	if err := app.WriteFile(o.Out, func(w io.Writer) error { return config.Write(w, in) }); err != nil {
		return err
	}
	s := initSummary{Output: o.Out, Columns: len(in.Fields), Key: j.Inference.Key.Name, Region: j.Inference.Region}
	t := term.NewTable("look at", "kind", ">sure", "why")
	for _, f := range in.Fields {
		if f.Confidence > 0 && f.Confidence < doubtful { // 0: there is nothing in it
			s.Doubted++
			t.Add(term.Cut(f.Name, 30), string(f.Kind), view.Confidence(f.Confidence), term.Cut(f.Reason, 80))
		}
	}
	if a.Term.JSON {
		return a.Term.PrintJSON(s)
	}
	if err := a.Term.Print(o.Out + ": " + term.Plural(s.Columns, "column", "columns") + "\n"); err != nil {
		return err
	}
	if t.Len() > 0 {
		if err := a.Term.Print("\n"); err != nil {
			return err
		}
		if err := a.Term.PrintTable(t); err != nil {
			return err
		}
	}
	if len(j.Rejected) > 0 {
		a.Term.Warn("%s; onefold profile %s shows why", term.Plural(len(j.Rejected), "record could not be read", "records could not be read"), o.Source)
	}
	if o.Out != app.PolicyFile {
		a.Term.Talk("use it with --config %s", o.Out)
	}
	return nil
}
