package relational

import "github.com/onefold/onefold/connectors"

// deleted returns the condition under which a row counts as deleted though it
// is there, "" where the table has no column for that. A Null says nothing.
func deleted(d *Dialect, t *connectors.Table) string {
	mark, ok := t.DeletionMark()
	switch {
	case !ok:
		return ""
	case mark.Moment:
		return d.Moment(d.Ident(mark.Column))
	}
	return d.Flag(t.Column(mark.Column), d.Ident(mark.Column), !mark.Active)
}
