package app

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/internal/term"
)

const (
	noteExit = "exit"
	noteCost = "cost"
)

// exitEverywhere are the exit codes that every command has.
var exitEverywhere = [...]string{
	"0    done",
	"1    failed",
	"2    wrong flags, arguments or configuration",
	"130  interrupted",
}

// Notes returns the parts of the help that cobra has no place for: what the
// command costs in time and memory, and the exit codes it has besides those
// of every command, each as "3    what it means".
func Notes(cost string, exits ...string) map[string]string {
	all := append([]string(nil), exitEverywhere[:3]...)
	all = append(all, exits...)
	all = append(all, exitEverywhere[3])
	return map[string]string{
		noteCost: "  " + strings.ReplaceAll(cost, "\n", "\n  "),
		noteExit: "  " + strings.Join(all, "\n  "),
	}
}

// Arguments checks that each named argument is given, and no more.
func Arguments(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return term.Usagef("%s is missing", names[len(args)]).WithHint("usage: %s", cmd.UseLine())
		}
		if len(args) > len(names) {
			return term.Usagef("%d arguments, %s takes %d", len(args), cmd.CommandPath(), len(names)).
				WithHint("usage: %s", cmd.UseLine())
		}
		return nil
	}
}
