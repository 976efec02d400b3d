package change

import (
	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
)

// Commands returns the commands of this group in the order of the help.
func Commands(a *app.App) []*cobra.Command {
	return []*cobra.Command{
		newAuditCmd(a),
		newReferencesCmd(a, nil),
		newMergeCmd(a, nil),
		newPlanCmd(a, nil),
		newUndoCmd(a, nil),
		newResolveCmd(a, nil),
		newIDMapCmd(a, nil),
		newCompareCmd(a, nil),
	}
}
