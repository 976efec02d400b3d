package view

import (
	"strings"

	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/term"
)

var kindsInWords = map[references.Kind]string{
	references.ForeignKey: "declared", references.Column: "column", references.SharedKey: "same key", references.Polymorphic: "type and id",
	references.TypedString: "type in the id", references.JSON: "in JSON", references.Array: "array", references.List: "list",
	references.Path: "path", references.Attribute: "attribute",
}

var policiesInWords = map[references.Policy]string{
	references.Move: "move", references.MoveOrDrop: "move, or drop if equal", references.Fold: "merge with the master's",
	references.Leave: "leave", references.Refuse: "refuse the group",
}

// References prints what points at records, by how sure it is. Doubtful places
// without rows are left out unless all is set.
func References(t *term.Terminal, r *references.Result, all bool) error {
	levels := []struct {
		level references.Level
		title string
	}{
		{references.Sure, "Sure"},
		{references.Likely, "Likely: to be confirmed where there are rows"},
		{references.Doubtful, "Doubtful: to be answered where there are rows"},
		{references.Wrong, "Said to be none"},
	}
	left := 0
	for _, l := range levels {
		heads := []string{"place", "how", ">rows", "a merge will", "because"}
		if r.Target == "" {
			heads = []string{"place", "points at", "how", ">rows", "a merge will", "because"}
		}
		table := term.NewTable(heads...)
		for i := range r.References {
			x := &r.References[i]
			switch {
			case x.Level != l.level:
				continue
			case x.Level == references.Doubtful && x.Rows == 0 && !all:
				left++
				continue
			}
			cells := []string{term.Clean(x.Place())}
			if r.Target == "" {
				cells = append(cells, term.Clean(x.Target))
			}
			table.Add(append(cells, kindsInWords[x.Kind], term.Count(x.Rows), policiesInWords[x.Policy], term.Clean(strings.Join(x.Evidence.Reasons, "; ")))...)
		}
		if table.Len() == 0 {
			continue
		}
		if err := t.Print(t.Bold(l.title) + "\n" + fitted(t, table.String()) + "\n"); err != nil {
			return err
		}
	}
	if left > 0 {
		return t.Print(term.Plural(left, "doubtful place without rows is", "doubtful places without rows are") + " not shown: --all shows them\n")
	}
	return nil
}

// Unanswered returns the lines of a policy file that answer what is open, for
// a person to change.
func Unanswered(open []references.Reference) string {
	var b strings.Builder
	b.WriteString("references:\n")
	for i := range open {
		r := &open[i]
		place := r.Table + "." + strings.Join(r.Columns, "+")
		if r.Schema != "" {
			place = r.Schema + "." + place
		}
		b.WriteString("  " + term.Clean(place) + ": " + string(r.Policy) + "\n")
	}
	return b.String()
}
