package change

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/idmap"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// IDMapOptions are what onefold idmap is asked for.
type IDMapOptions struct {
	App    *app.App
	Out    string
	Source string
	Format string // csv or sql
	Target idmap.Target
}

func newIDMapCmd(a *app.App, runF func(*IDMapOptions) error) *cobra.Command {
	o := &IDMapOptions{App: a}
	var dialect, kind string
	cmd := &cobra.Command{
		Use: "idmap -o FILE", Short: "Write which old id is which record now, for other systems",
		Long: `Idmap writes every id that was merged away with the id of the record it is now:
chains are followed to their end, runs that were undone do not count.

As CSV it has the header old_id,new_id,source,run,time,reason. As SQL it is a
script for another database that has such ids in a column: it updates them all
in one transaction, and can be run again. Read it before you run it.`,
		Example: `  onefold idmap -o idmap.csv
  onefold idmap -o invoices.sql --format sql --dialect mysql --table invoice --column contact_id`,
		Annotations: app.Notes("A million ids take seven seconds and 550 MB."), Args: app.Arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Target.Dialect, o.Target.Type = idmap.Dialect(dialect), idmap.IDType(kind)
			if o.Out == "" {
				return term.Usagef("-o is missing").WithHint("usage: %s; - is standard output", cmd.UseLine())
			}
			if err := o.check(cmd); err != nil {
				return err
			}
			if runF != nil {
				return runF(o)
			}
			return idmapRun(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "out", "o", "", "`FILE` to write; - is standard output")
	flags.StringVar(&o.Source, "source", "", "only ids of this `SOURCE` (default all)")
	flags.StringVar(&o.Format, "format", "csv", "`FORMAT`: csv or sql")
	flags.StringVar(&dialect, "dialect", "", "`DIALECT` of the SQL: postgres, mysql (also MariaDB) or sqlite")
	flags.StringVar(&o.Target.Table, "table", "", "`TABLE` whose column holds old ids, with its schema if any")
	flags.StringVar(&o.Target.Column, "column", "", "`COLUMN` that holds old ids")
	flags.StringVar(&kind, "id-type", "auto", "`TYPE` of the column: integer, uuid, text, or auto by the ids")
	return cmd
}

// sqlFlags are the flags that belong to SQL.
func sqlFlags() []string { return []string{"dialect", "table", "column", "id-type"} }

func (o *IDMapOptions) check(cmd *cobra.Command) error {
	switch o.Format {
	case "csv":
		for _, name := range sqlFlags() {
			if cmd.Flags().Changed(name) {
				return term.Usagef("--%s belongs to --format sql", name)
			}
		}
		return nil
	case "sql":
	default:
		return term.Usagef("--format: %q is neither csv nor sql", o.Format)
	}
	switch o.Target.Dialect {
	case idmap.Postgres, idmap.MySQL, idmap.SQLite:
	case "":
		return term.Usagef("--dialect is missing").WithHint("postgres, mysql or sqlite")
	default:
		return term.Usagef("--dialect: there is no %q", o.Target.Dialect).WithHint("postgres, mysql or sqlite")
	}
	switch o.Target.Type {
	case idmap.Auto, idmap.Integer, idmap.UUID, idmap.Text:
	default:
		return term.Usagef("--id-type: there is no %q", o.Target.Type).WithHint("integer, uuid, text or auto")
	}
	for _, f := range [][2]string{{"--table", o.Target.Table}, {"--column", o.Target.Column}} {
		if strings.TrimSpace(f[1]) == "" {
			return term.Usagef("%s is missing", f[0]).WithHint("the script updates one column of one table")
		}
	}
	return nil
}

func idmapRun(ctx context.Context, o *IDMapOptions) error {
	w, err := workspace.Peek(ctx, o.App.StateDir())
	if err != nil {
		return err
	}
	defer w.Close()
	if o.Format == "sql" && o.Source == "" {
		sources, err := idmap.Sources(ctx, w, "")
		if err != nil {
			return err
		}
		if len(sources) > 1 {
			return term.Usagef("ids of %d sources, a column has those of one", len(sources)).WithHint("--source says which: %s", strings.Join(sources, ", "))
		}
	}
	facts, err := idmap.Flat(ctx, w, o.Source)
	if err != nil {
		return err
	}
	if err := writeOut(o.App, o.Out, func(out io.Writer) error {
		if o.Format == "csv" {
			return idmap.WriteCSV(out, facts)
		}
		return idmap.WriteSQL(out, facts, o.Target)
	}); err != nil || o.Out == "-" {
		return err
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(map[string]any{"file": o.Out, "ids": len(facts)})
	}
	return o.App.Term.Print(term.Plural(len(facts), "old id", "old ids") + " in " + o.Out + "\n")
}
