package quality

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/describe"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// ProfileOptions are what onefold profile is asked for.
type ProfileOptions struct {
	App     *app.App
	Source  string
	HTML    string
	Verbose bool
	Read    app.SourceFlags
}

func newProfileCmd(a *app.App, runF func(*cobra.Command, *ProfileOptions) error) *cobra.Command {
	o := &ProfileOptions{App: a}
	cmd := &cobra.Command{
		Use:   "profile SOURCE",
		Short: "Show what is in a source: kinds, fill, validity, suspicious values",
		Long: `Profile shows how SOURCE was read (encoding, delimiter, header, records that
could not be read), and for each column what it holds and how sure that is, how
many records have a value, how many values differ, how many keep the rules of
their kind, and what a person should look at: placeholders, values that far too
many records share, dates in the future, text in the wrong encoding.

--verbose adds, for each column, the reasons for its kind, the commonest values
and patterns (A stands for capitals, a for small letters, 9 for a digit; + says
that the letter before it repeats), and why values are not valid.

The output holds values of SOURCE: personal data, for those who may see it.`,
		Example: `  onefold profile contacts.csv
  onefold profile contacts.csv --verbose
  onefold profile contacts.csv.gz --html profile.html --lang fr
  gzip -dc contacts.csv.gz | onefold profile - --json`,
		Annotations: app.Notes("About 8 seconds and 800 MB for a million contacts."),
		Args:        app.Arguments("SOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Source = args[0]
			if runF != nil {
				return runF(cmd, o)
			}
			return profileRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.Verbose, "verbose", "v", false, "show values, patterns, reasons and evidence of each column")
	flags.StringVar(&o.HTML, "html", "", "write the profile as a page to `FILE`, too")
	o.Read.Add(cmd)
	return cmd
}

func profileRun(cmd *cobra.Command, o *ProfileOptions) error {
	a := o.App
	j, progress, err := a.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	if o.HTML != "" {
		if err := app.NotInput("--html", o.HTML, j.Source); err != nil {
			progress.Close()
			return err
		}
	}
	if err := j.Infer(); err != nil {
		progress.Close()
		return app.Faults(err)
	}
	p := describe.Profile(j)
	progress.Close()
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if o.HTML != "" {
		page := describe.Page(j, p, a.Version)
		if err := app.WriteFile(o.HTML, func(w io.Writer) error { return report.WriteProfileHTML(w, page, a.Lang()) }); err != nil {
			return err
		}
	}
	if a.Term.JSON {
		return a.Term.PrintJSON(profileJSON(j, p))
	}
	if err := view.Profile(a.Term, j, p, o.Verbose); err != nil {
		return err
	}
	app.WarnOfBytes(a.Term, "the input", j.Info)
	if n := len(j.Rejected); n > 0 {
		a.Term.Warn("%s; --strict stops at the first, dedupe and normalize list them", term.Plural(n, "record could not be read", "records could not be read"))
	}
	if o.HTML != "" {
		a.Term.Talk("the page is %s", o.HTML)
	}
	return nil
}

// profileDocument is what --json prints.
type profileDocument struct {
	Format   string          `json:"format"`
	Source   profileSource   `json:"source"`
	Rejected []report.Count  `json:"rejected"` // records that could not be read, by reason
	Repaired []report.Count  `json:"repaired"` // what was put right while reading
	Profile  profile.Profile `json:"profile"`
}

type profileSource struct {
	Name  string        `json:"name"`
	Facts []profileFact `json:"facts"`
}

type profileFact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

func profileJSON(j *pipeline.Job, p profile.Profile) profileDocument {
	d := profileDocument{Format: "onefold.profile/1", Rejected: j.Rejections(), Repaired: j.Repairs(), Profile: p}
	d.Source.Name = j.Source
	for _, f := range j.Info.Facts() {
		d.Source.Facts = append(d.Source.Facts, profileFact(f))
	}
	if d.Rejected == nil {
		d.Rejected = []report.Count{}
	}
	if d.Repaired == nil {
		d.Repaired = []report.Count{}
	}
	return d
}
