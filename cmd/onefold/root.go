package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/adrg/strutil/metrics"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/change"
	"github.com/onefold/onefold/cmd/onefold/match"
	"github.com/onefold/onefold/cmd/onefold/quality"
	"github.com/onefold/onefold/internal/term"
)

// commands lists the commands in the order of the help. A new command is one
// file in a group and one line in the Commands of that group.
func commands(a *app.App) []*cobra.Command {
	return slices.Concat(
		quality.Commands(a),
		match.Commands(a),
		change.Commands(a),
		[]*cobra.Command{newVersionCmd(a, nil), newCompletionCmd(a), newDocsCmd(a)},
	)
}

func newRootCmd(a *app.App) *cobra.Command {
	root := &cobra.Command{
		Use:   "onefold",
		Short: "Fold many CRM records about one person or company into one, safely",
		Long: `Onefold finds the records of a contact list that are about the same person or
company, says why, and folds them into one golden record each.

SOURCE is a file (contacts.csv, .csv.gz, .jsonl, - for standard input). No
settings are needed to start: what each column holds is inferred.`,
		Example:           `  onefold evaluate out/clusters.csv --truth truth.csv`,
		Annotations:       app.Notes("None; it prints this help."),
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              cobra.ArbitraryArgs,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.Settle(cmd) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	root.SetIn(a.In)
	root.SetOut(a.Term.Out)
	root.SetErr(a.Term.Err)
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(helpTemplate)

	flags := root.PersistentFlags()
	flags.SortFlags = false
	flags.BoolVar(&a.Term.JSON, "json", false, "print the result as one JSON value")
	flags.BoolVarP(&a.Term.Quiet, "quiet", "q", false, "print results and errors only")
	flags.String("state", "", "directory of the state (default .onefold beside the output)")
	flags.StringVar(&a.Globals.Config, "config", "", "policy file (default onefold.yaml, if there)") // see app/settings.go for the rest
	flags.String("lang", "", "language of reports: en, fr, ro (default that of the locale)")
	flags.Int("workers", 0, "processors to use (default all)")
	flags.String("memory", "", "memory to stay under if the records let it, such as 2GiB (default no limit)")

	root.AddCommand(commands(a)...)
	root.SetHelpCommand(newHelpCmd(root))
	return root
}

// newHelpCmd is cobra's help command with an unknown topic as an error.
func newHelpCmd(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:    "help [COMMAND]",
		Short:  "Help about a command",
		Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || cmd == nil {
				return unknownCommand(root, strings.Join(args, " "))
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	err := term.Usagef("there is no command %q", name)
	if near := nearest(name, names); near != "" {
		return err.WithHint("did you mean %s?", near)
	}
	return err.WithHint("%s --help lists the commands", cmd.CommandPath())
}

// flagError makes a usage error of what the flag parser says.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	fault := term.Usagef("%w", err)
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return fault.WithHint("%s --help lists the flags", cmd.CommandPath())
	}
	name := unknown.GetSpecifiedName()
	dash := "--"
	if unknown.GetSpecifiedShortnames() != "" {
		dash = "-"
	}
	fault.Why = fmt.Errorf("%s has no flag %s%s", cmd.CommandPath(), dash, name)
	if name == "version" {
		return fault.WithHint("%s version prints it", cmd.Root().Name())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if near := nearest(name, names); near != "" && dash == "--" {
		return fault.WithHint("did you mean --%s?", near)
	}
	return fault.WithHint("%s --help lists the flags", cmd.CommandPath())
}

// nearest returns the name that word most likely stands for, or "".
func nearest(word string, names []string) string {
	best, least := "", len(word)/3+2
	for _, n := range names {
		if strings.HasPrefix(n, word) && len(word) > 2 {
			return n
		}
		if d := metrics.NewLevenshtein().Distance(strings.ToLower(word), n); d < least {
			best, least = n, d
		}
	}
	return best
}
