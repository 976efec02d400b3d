package main

import (
	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/term"
)

func newCompletionCmd(a *app.App) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the completion script of a shell: bash, zsh, fish, powershell",
		Example: `  onefold completion bash > /etc/bash_completion.d/onefold
  onefold completion zsh > "${fpath[1]}/_onefold"
  onefold completion fish > ~/.config/fish/completions/onefold.fish`,
		Annotations: app.Notes("None."),
		Args:        app.Arguments("SHELL"),
		ValidArgs:   shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), a.Term.Out
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return term.Usagef("there is no completion for the shell %q", args[0]).WithHint("one of bash, zsh, fish, powershell")
		},
	}
}
