package main

import (
	"strings"
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

// notes returns the parts of the help that cobra has no place for: what the
// command costs in time and memory, and the exit codes it has besides those
// of every command, each as "3    what it means".
func notes(cost string, exits ...string) map[string]string {
	all := append([]string(nil), exitEverywhere[:3]...)
	all = append(all, exits...)
	all = append(all, exitEverywhere[3])
	return map[string]string{
		noteCost: "  " + strings.ReplaceAll(cost, "\n", "\n  "),
		noteExit: "  " + strings.Join(all, "\n  "),
	}
}

const helpTemplate = `{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

const usageTemplate = `USAGE
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND [FLAGS]{{else}}{{.UseLine}}{{end}}
{{- if .HasAvailableSubCommands}}

COMMANDS{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}

FLAGS
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableInheritedFlags}}

FLAGS OF EVERY COMMAND
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasExample}}

EXAMPLES
{{.Example | trimTrailingWhitespaces}}
{{- end}}
{{- with index .Annotations "exit"}}

EXIT STATUS
{{.}}
{{- end}}
{{- with index .Annotations "cost"}}

COST
{{.}}
{{- end}}
{{- if .HasAvailableSubCommands}}

onefold COMMAND --help says more about a command.
{{- end}}
`
