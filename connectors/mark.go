package connectors

import "strings"

// DeletionMark is the column by which rows count as deleted though they are
// there.
type DeletionMark struct {
	Column string
	Moment bool // the time of the deletion, Null before; otherwise true and false, or 1 and 0
	Active bool // true means that the row is not deleted
}

// DeletionMark returns how rows of the table are marked as deleted, and whether
// they are at all. The first column that says so decides.
func (t *Table) DeletionMark() (DeletionMark, bool) {
	for i := range t.Columns {
		c := &t.Columns[i]
		flag := c.Class == ClassBoolean || c.Class == ClassInteger
		moment := c.Nullable && (c.Class == ClassDate || c.Class == ClassTimestamp || c.Class == ClassInstant)
		switch strings.ReplaceAll(strings.ToLower(c.Name), "_", "") {
		case "deleted", "isdeleted", "softdeleted":
			if flag || moment {
				return DeletionMark{Column: c.Name, Moment: moment}, true
			}
		case "active", "isactive":
			if flag {
				return DeletionMark{Column: c.Name, Active: true}, true
			}
		case "deletedat", "deletedon", "datedeleted", "deletiondate", "deleteddate", "deletedtime":
			if moment {
				return DeletionMark{Column: c.Name, Moment: true}, true
			}
		}
	}
	return DeletionMark{}, false
}
