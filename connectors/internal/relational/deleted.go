package relational

import (
	"strings"

	"github.com/onefold/onefold/connectors"
)

// deleted returns the condition under which a row counts as deleted though it
// is there, "" where the table has no column for that. The first column that
// says so decides; a Null says nothing.
func deleted(d *Dialect, t *connectors.Table) string {
	for i := range t.Columns {
		c := &t.Columns[i]
		flag := c.Class == connectors.ClassBoolean || c.Class == connectors.ClassInteger
		moment := c.Class == connectors.ClassDate || c.Class == connectors.ClassTimestamp || c.Class == connectors.ClassInstant
		switch strings.ReplaceAll(strings.ToLower(c.Name), "_", "") {
		case "deleted", "isdeleted", "softdeleted":
			if flag {
				return d.Flag(c, d.Ident(c.Name), true)
			}
			if moment && c.Nullable {
				return d.Moment(d.Ident(c.Name))
			}
		case "active", "isactive":
			if flag {
				return d.Flag(c, d.Ident(c.Name), false)
			}
		case "deletedat", "deletedon", "datedeleted", "deletiondate", "deleteddate", "deletedtime":
			if moment && c.Nullable {
				return d.Moment(d.Ident(c.Name))
			}
		}
	}
	return ""
}
