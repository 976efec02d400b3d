package match

import (
	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
)

// Commands returns the commands of this group in the order of the help.
func Commands(a *app.App) []*cobra.Command {
	return []*cobra.Command{
		newDedupeCmd(a, nil),
		newLinkCmd(a, nil),
		newExplainCmd(a, nil),
		newEvaluateCmd(a, nil),
		newDiffCmd(a, nil),
		newStageCmd(a, nil),
	}
}
